package dev.recur.systemtests.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.local.process.ChildProcess;
import dev.recur.local.process.LocalKafka;
import dev.recur.local.process.RestartableProcess;
import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.LedgerCheck;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.kafka.OneKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The worker's processes among themselves and with their disks. */
@ExtendWith(OneKafka.class)
@Order(OneKafka.WORKER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WorkerIT {

  private static final OffsetDateTime START = OffsetDateTime.parse("2027-01-31T10:00:00+08:00");
  private static final OffsetDateTime HALF = OffsetDateTime.parse("2027-04-10T10:00:00+08:00");
  private static final OffsetDateTime LATER = OffsetDateTime.parse("2027-06-10T10:00:00+08:00");
  private static final String CLOCK = "clock-worker-it";
  private static final int SUBSCRIPTIONS = 16;
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final List<Offer> offers = offers();

  @SuppressWarnings("NullAway.Init")
  private WorkersOnKafka kafka;

  @SuppressWarnings("NullAway.Init")
  private RestartableProcess first;

  @BeforeAll
  void start(LocalKafka running, @TempDir Path directory) throws IOException {
    kafka = new WorkersOnKafka(running, directory);
    first = RestartableProcess.start(kafka.worker("first", Map.of()), READY_WITHIN);
    kafka.tick(CLOCK, START);
    kafka.awaitReached(CLOCK, START);
    kafka.subscribe(offers, CLOCK);
  }

  @AfterAll
  void stop() {
    first.close();
    kafka.close();
  }

  @Test
  @Order(1)
  void rebalanceInTheMiddleOfAnAdvance_shouldStillReachEveryPartition() throws Exception {
    kafka.gate().holdAnswers();
    kafka.tick(CLOCK, HALF);
    kafka.gate().awaitHeld(1, READY_WITHIN);

    try (RestartableProcess second =
        RestartableProcess.start(kafka.worker("second", Map.of()), READY_WITHIN)) {
      await("both workers own partitions").atMost(READY_WITHIN).until(() -> owners() == 2);
      assertThat(kafka.reached(CLOCK, HALF)).hasSizeLessThan(WorkersOnKafka.PARTITIONS);
      kafka.gate().release();
      kafka.awaitReached(CLOCK, HALF);
      assertExact(HALF);

      // And back, by a death in the middle of the next advance.
      kafka.gate().holdAnswers();
      kafka.tick(CLOCK, LATER);
      kafka.gate().awaitHeld(1, READY_WITHIN);
      second.kill();
      kafka.gate().release();
      kafka.awaitReached(CLOCK, LATER);
    }
    assertExact(LATER);
  }

  @Test
  @Order(2)
  void repeatedTick_shouldBeAnsweredAgain_afterARestartToo() {
    OffsetDateTime target = LATER.plusDays(1);
    kafka.tick(CLOCK, target);
    kafka.awaitReached(CLOCK, target);
    int before = kafka.answers(CLOCK, target);
    first.restart();

    kafka.tick(CLOCK, target);

    await("every partition to answer again")
        .atMost(READY_WITHIN)
        .until(() -> kafka.answers(CLOCK, target) == before + WorkersOnKafka.PARTITIONS);
  }

  @Test
  @Order(3)
  void lostStore_shouldBeMadeAgainFromChangelogs_withTheSameState() throws Exception {
    OffsetDateTime until = LATER.plusMonths(1);
    kafka.tick(CLOCK, until);
    kafka.awaitReached(CLOCK, until);
    first.close();
    SortedMap<String, SortedMap<String, String>> before =
        StoresOnDisk.read(kafka.stateDir("first"));
    assertThat(before.keySet()).anyMatch(store -> store.endsWith("/subscriptions"));
    assertThat(before.values().stream().mapToInt(Map::size).sum()).isGreaterThan(SUBSCRIPTIONS * 3);

    delete(kafka.stateDir("first"));
    first.restart();
    first.close();

    assertThat(StoresOnDisk.read(kafka.stateDir("first"))).isEqualTo(before);

    delete(kafka.stateDir("first"));
    first.restart();
    kafka.tick(CLOCK, until.plusMonths(2));
    kafka.awaitReached(CLOCK, until.plusMonths(2));
    assertExact(until.plusMonths(2));
  }

  @Test
  @Order(4)
  void wrongNumberOfPartitions_shouldMakeTheWorkerRefuseToStart_withTheCure() throws Exception {
    try (ChildProcess wrong =
        ChildProcess.start(
            kafka.worker("wrong", Map.of("RECUR_KAFKA_SUBSCRIPTION_PARTITIONS", "8")))) {
      int exitCode = wrong.exit().get(READY_WITHIN.toSeconds(), TimeUnit.SECONDS);

      assertThat(exitCode).isNotZero();
      assertThat(Files.readString(kafka.logFile("wrong")))
          .contains("subscription.commands has 4 partitions and must have 8");
    }
  }

  private void assertExact(OffsetDateTime until) throws IOException {
    List<Charge> expected =
        offers.stream()
            .flatMap(
                offer ->
                    new Expectation(WorkersOnKafka.client(), offer, START).charges(until).stream())
            .toList();
    LedgerCheck check = LedgerCheck.of(expected, kafka.charges());
    assertThat(check.isExact()).as("%s", check).isTrue();
    assertThat(check.found()).isGreaterThan(SUBSCRIPTIONS);
  }

  /** How many processes own partitions of the topology. */
  private long owners() throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", kafka.kafka().bootstrapServers()))) {
      ConsumerGroupDescription group =
          admin
              .describeConsumerGroups(List.of("billing-worker"))
              .all()
              .get()
              .values()
              .iterator()
              .next();
      return group.members().stream()
          .filter(member -> !member.assignment().topicPartitions().isEmpty())
          .map(MemberDescription::clientId)
          // <application>-<process>-StreamThread-<n>-consumer
          .map(id -> id.replaceAll("-StreamThread-.*", ""))
          .distinct()
          .count();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static List<Offer> offers() {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < SUBSCRIPTIONS; i++) {
      Offer offer = Offer.monthly("worker-it-" + i, START, 1000 + i, "PHP");
      offers.add(
          switch (i % 4) {
            case 0 -> offer.every(1, ChronoUnit.WEEKS);
            case 1 -> offer.withMood(Offer.Mood.DECLINES_FIRST);
            case 2 -> offer.withMood(Offer.Mood.UNKNOWN_THEN_PAYS);
            default -> offer;
          });
    }
    return offers;
  }
}
