package dev.recur.systemtests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.process.Installation;
import dev.recur.schemas.topic.Topics;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.killreport.Checkout;
import dev.recur.systemtests.killreport.Commands;
import dev.recur.systemtests.killreport.Findings;
import dev.recur.systemtests.killreport.Receipts;
import dev.recur.systemtests.killreport.Receipts.Told;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Bank;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.StackFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/**
 * The whole stack in containers, and networks that are cut while charges fall due: first between
 * one of two workers and the broker, for longer than both its membership and its transactions last;
 * then between the broker and everybody. Started by {@code deploy/system-tests/containers}, and no
 * part of {@code ./mvnw verify}, because not everybody has a container engine.
 */
class NetworkPartition {

  /** Subscriptions of each part: whatever falls due at one time is spread over both workers. */
  private static final int OF_EACH = 40;

  /** From the start of a subscription to its second cycle; whole minutes. */
  private static final Duration SECOND_AFTER = Duration.ofMinutes(1);

  /** Until then all are agreed, and paid for once. */
  private static final Duration HEAD_START = Duration.ofSeconds(20);

  /** What falls due is asked of the channel by then, which stands still meanwhile. */
  private static final Duration ASKED_WITHIN = Duration.ofSeconds(3);

  /** For so long charges fall due while the worker is cut off: longer than it is waited for. */
  private static final Duration MEANWHILE = Duration.ofMillis(2L * ContainerStack.PATIENCE_MS);

  /** An engine takes its time to cut a network. */
  private static final Duration CUT_AHEAD = Duration.ofSeconds(4);

  private static final Duration TAKEN_OVER_WITHIN = Duration.ofMinutes(1);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(90);
  private static final Duration BROKER_CUT_FOR = Duration.ofSeconds(8);

  /** A webhook that was not acknowledged comes again after two minutes. */
  private static final Duration CHARGED_WITHIN = Duration.ofMinutes(5);

  /** What ends again and again does not go on. */
  private static final int RESTARTS_MAX = 2;

  /** Longer than the 10 s in which the channel may answer what it was asked. */
  private static final Duration QUIET = Duration.ofSeconds(12);

  /** The groups that the workers share the work in. */
  private static final List<String> GROUPS = List.of("billing-worker", Topics.CHANNEL_GROUP);

  private static final Path LOGS =
      Installation.find().root().resolve("deploy/system-tests/target/containers");

  private final long startedNs = System.nanoTime();

  @Test
  void workerCutOffFromBroker_thenBrokerFromAll_shouldChargeAndTellEachCycleOnce()
      throws Exception {
    say("starting the stack");
    try (ContainerStack stack = ContainerStack.start(LOGS);
        Admin admin = Admin.create(stack.kafka().admin())) {
      Instant ready = Instant.now();
      StackFile.Merchant merchant = stack.register();
      for (ProgramContainer worker : stack.workers()) {
        awaitAtWork(admin, worker);
      }
      say("all is ready");
      List<Expectation> expected = new ArrayList<>();
      try (Checkout checkout =
          Checkout.open(new OfficialSdk(stack.gateway(), merchant), "sold-meanwhile")) {
        expected.addAll(whileAWorkerIsCutOff(stack, merchant, admin));
        expected.addAll(whileTheBrokerIsCutOff(stack, merchant));
        List<Expectation> sold = checkout.finish();
        assertThat(sold).as("what was sold through the gateway").isNotEmpty();
        say(
            "%d were sold through the gateway, which was asked again %d times"
                .formatted(sold.size(), checkout.askedAgain()));
        expected.addAll(sold);
      }
      await("all to be charged and told")
          .atMost(CHARGED_WITHIN)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> look(stack, merchant, expected, ready).isComplete());
      Thread.sleep(QUIET);
      Findings findings = look(stack, merchant, expected, ready);
      say(words(findings));
      for (ProgramContainer program : stack.programs()) {
        if (program.restarts() > 0) {
          say("%s ended and was started again: %d".formatted(program.name(), program.restarts()));
        }
        assertThat(program.restarts()).as(program.name()).isLessThanOrEqualTo(RESTARTS_MAX);
      }
      assertThat(findings.isClean()).as(findings.toString()).isTrue();
      assertThat(findings.presentedAgain())
          .as("what the worker that was cut off had asked the channel, and the other asked again")
          .isNotEmpty();
    }
  }

  /**
   * The worker goes on: it has asked the channel, is answered, and can tell nobody. The other one
   * takes its work over, asks the same once more, and charges what falls due meanwhile.
   */
  private List<Expectation> whileAWorkerIsCutOff(
      ContainerStack stack, StackFile.Merchant merchant, Admin admin)
      throws IOException, InterruptedException {
    OffsetDateTime due = soon();
    List<Expectation> underWay = offered(merchant, "under-way", due, Duration.ZERO);
    List<Expectation> meanwhile =
        offered(merchant, "meanwhile", due.plus(ASKED_WITHIN).plusSeconds(1), MEANWHILE);
    List<Expectation> both = new ArrayList<>(underWay);
    both.addAll(meanwhile);
    subscribe(stack, merchant, both);
    say("%d are agreed".formatted(both.size()));
    sleepUntil(due.minusSeconds(1));
    assertThat(charged(stack, both)).as("agreed in time").isEqualTo(both.size());
    ProgramContainer worker = stack.workers().getFirst();
    assertThat(worker.reaches(stack.brokerAddress(), BrokerContainer.PORT)).isTrue();
    NetworkCut cut;
    try (var _ = Pause.of(stack.channel())) {
      sleepUntil(due.plus(ASKED_WITHIN));
      cut = stack.cutOff(worker);
    }
    Instant cutAt = Instant.now();
    say(worker.name() + " is cut off from the broker");
    assertThat(worker.reaches(stack.brokerAddress(), BrokerContainer.PORT)).isFalse();
    assertThat(worker.reaches(ContainerStack.CHANNEL, ContainerStack.PORT)).isTrue();
    await("the channel to be heard by both workers")
        .atMost(TAKEN_OVER_WITHIN)
        .until(() -> charged(stack, underWay) == 2 * underWay.size());
    await("the other worker to charge what falls due meanwhile")
        .atMost(MEANWHILE.plus(TAKEN_OVER_WITHIN))
        .until(() -> charged(stack, meanwhile) >= 2 * meanwhile.size());
    Duration cutFor = Duration.between(cutAt, Instant.now());
    assertThat(cutFor).isGreaterThan(Duration.ofMillis(ContainerStack.PATIENCE_MS));
    cut.mend();
    say("it was cut off for %.1f s; the other has charged all".formatted(cutFor.toMillis() / 1e3));
    awaitAtWork(admin, worker);
    say("it is at work again");
    return both;
  }

  /** Nobody is charged for what the broker does not know; and then everybody, once. */
  private List<Expectation> whileTheBrokerIsCutOff(
      ContainerStack stack, StackFile.Merchant merchant) throws IOException, InterruptedException {
    OffsetDateTime due = soon();
    List<Expectation> all = offered(merchant, "broker-away", due, Duration.ZERO);
    subscribe(stack, merchant, all);
    sleepUntil(due.minus(CUT_AHEAD));
    assertThat(charged(stack, all)).as("agreed in time").isEqualTo(all.size());
    NetworkCut cut = stack.cutOffBroker();
    assertThat(Instant.now()).as("cut off in time").isBefore(due.toInstant());
    say("the broker is cut off from everybody");
    Thread.sleep(BROKER_CUT_FOR);
    assertThat(charged(stack, all)).as("charged while nobody knows").isEqualTo(all.size());
    cut.mend();
    await("what fell due meanwhile to be charged")
        .atMost(CHARGED_WITHIN)
        .until(() -> charged(stack, all) >= 2 * all.size());
    say("it is back, and all is charged");
    return all;
  }

  private static OffsetDateTime soon() {
    return Instant.now().plus(HEAD_START).truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC);
  }

  /** Subscriptions whose first cycle falls due at once and the second from an instant on. */
  private static List<Expectation> offered(
      StackFile.Merchant merchant, String name, OffsetDateTime due, Duration spread) {
    OffsetDateTime agreed = OffsetDateTime.now(ZoneOffset.UTC);
    return IntStream.range(0, OF_EACH)
        .mapToObj(
            number -> {
              OffsetDateTime second = due.plusSeconds(spread.toSeconds() * number / OF_EACH);
              return Offer.monthly(
                      name + "-" + number, second.minus(SECOND_AFTER), 1_000L + number, "PHP")
                  .every(1, ChronoUnit.DAYS)
                  .withLead(Duration.ofDays(1).minus(SECOND_AFTER));
            })
        .map(offer -> new Expectation(merchant.clientId(), offer, agreed))
        .toList();
  }

  private static void subscribe(
      ContainerStack stack, StackFile.Merchant merchant, List<Expectation> all) {
    try (Commands upstream =
        new Commands(stack.kafka(), merchant.clientId(), merchant.webhookUrl().toString())) {
      upstream.subscribe(all.stream().map(Expectation::offer).toList());
    }
  }

  private static void sleepUntil(OffsetDateTime when) throws InterruptedException {
    Duration left = Duration.between(Instant.now(), when.toInstant());
    assertThat(left).as("in time").isPositive();
    Thread.sleep(left);
  }

  /** How many charges the channel's ledger has of some subscriptions. */
  private static int charged(ContainerStack stack, List<Expectation> of) throws IOException {
    Set<String> ours = new HashSet<>();
    of.forEach(expectation -> ours.add(expectation.subscriptionId()));
    int charged = 0;
    for (JsonNode line : Http.getJson(stack.ledger())) {
      charged += ours.contains(Bank.line(line).charge().what().subscriptionId()) ? 1 : 0;
    }
    return charged;
  }

  /** Returns once a worker is ready and has its part of the work, in each group. */
  private static void awaitAtWork(Admin admin, ProgramContainer worker) {
    await(worker.name() + " to be at work")
        .atMost(BACK_WITHIN)
        .pollInterval(Duration.ofMillis(500))
        // It may just be started again, and nothing can be asked in it.
        .ignoreExceptions()
        .until(
            () -> {
              for (String group : GROUPS) {
                if (!hasPartitions(admin, group, worker.name())) {
                  return false;
                }
              }
              return worker.isReady();
            });
  }

  private static boolean hasPartitions(Admin admin, String group, String instance)
      throws ExecutionException, InterruptedException {
    return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
        .flatMap(description -> description.members().stream())
        .filter(member -> member.groupInstanceId().orElse("").startsWith(instance))
        .anyMatch(member -> !member.assignment().topicPartitions().isEmpty());
  }

  private static Findings look(
      ContainerStack stack, StackFile.Merchant merchant, List<Expectation> expected, Instant ready)
      throws IOException {
    Map<String, List<Told>> told = new HashMap<>();
    for (JsonNode received : Http.getJson(merchant.receivedUrl())) {
      JsonNode body = Http.json(received.required("body").asText());
      told.computeIfAbsent(body.required("subscriptionId").asText(), _ -> new ArrayList<>())
          .add(Receipts.told(body, received.at("/headers/webhook-attempt").asInt(1)));
    }
    return Findings.of(
        expected,
        ready,
        Instant.now().atOffset(ZoneOffset.UTC),
        Http.getJson(stack.ledger()),
        id -> told.getOrDefault(id, List.of()));
  }

  private static String words(Findings findings) {
    return ("%d charges expected, %d found: missed %d, doubled %d, early %d; %d presented again;"
                + " half within %d ms, the last after %d ms")
            .formatted(
                findings.ledger().expected(),
                findings.ledger().found(),
                findings.ledger().missed().size(),
                findings.ledger().doubled().size(),
                findings.early(),
                findings.presentedAgain().size(),
                findings.lateness(500).toMillis(),
                findings.lateness(1_000).toMillis())
        + "; %d webhooks expected, lost %d, told again %d"
            .formatted(
                findings.delivered().expected(),
                findings.delivered().lost(),
                findings.delivered().repeats());
  }

  private void say(String what) {
    System.out.println(
        String.format(Locale.ROOT, "%7.1f s  %s", (System.nanoTime() - startedNs) / 1e9, what));
  }
}
