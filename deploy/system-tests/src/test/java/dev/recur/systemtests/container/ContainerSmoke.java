package dev.recur.systemtests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.killreport.Commands;
import dev.recur.systemtests.stack.Bank;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.Launcher;
import dev.recur.systemtests.stack.StackFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The whole demo, with the broker in a container and everything else as processes; and then charges
 * that fall due while the network between them is cut. Started by {@code
 * deploy/system-tests/containers}, and no part of {@code ./mvnw verify}, because not everybody has
 * a container engine.
 */
class ContainerSmoke {
  private static final Duration DEMO_MAX = Duration.ofMinutes(5);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);
  private static final String AS_EXPECTED = "all as they must be";

  /** Of each the first cycle falls due at once and the second while nobody reaches the broker. */
  private static final int SUBSCRIPTIONS = 20;

  /** From the start of a subscription to its second cycle; whole minutes. */
  private static final Duration SECOND_AFTER = Duration.ofMinutes(1);

  /** Until then all are agreed, and paid for once. */
  private static final Duration HEAD_START = Duration.ofSeconds(20);

  private static final Duration CUT_FOR = Duration.ofSeconds(4);
  private static final Duration CHARGED_WITHIN = Duration.ofSeconds(30);

  @Test
  void brokerInAContainer_theDemo_andChargesDueWhileItIsCutOff_shouldGoAsExpected(@TempDir Path run)
      throws IOException, InterruptedException {
    try (KafkaContainer broker = BrokerContainer.create()) {
      broker.start();
      BrokerContainer.checkVersion(broker);
      Path log = run.resolve("up.log");
      Path directory = run.resolve("stack");
      ProcessBuilder launcher = Launcher.of(directory, log);
      Map<String, String> environment = launcher.environment();
      environment.put("RECUR_KAFKA_BOOTSTRAP_SERVERS", broker.getBootstrapServers());
      // How long the worker waits for the bank that says nothing: what follows is the same.
      environment.put("RECUR_CHANNEL_DEADLINE", "3s");
      Process process = launcher.start();
      try {
        await("the demo to end as it must")
            .atMost(DEMO_MAX)
            .failFast("the demo went wrong: " + log, () -> !process.isAlive() || isOver(log))
            .until(() -> !isOver(log) && read(log).contains(AS_EXPECTED));
        assertThat(read(log)).contains("using Kafka at");
        StackFile stack = StackFile.read(directory.resolve("stack.json")).orElseThrow();
        chargesDueWhileCutOff(broker, stack, settings(broker, stack, run));
      } finally {
        process.destroy();
        assertThat(process.waitFor(ENDED_WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static void chargesDueWhileCutOff(
      KafkaContainer broker, StackFile stack, KafkaSettings kafka)
      throws IOException, InterruptedException {
    String clientId = stack.merchant().clientId();
    OffsetDateTime due =
        Instant.now().plus(HEAD_START).truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC);
    List<Offer> offers =
        IntStream.range(0, SUBSCRIPTIONS)
            .mapToObj(
                number ->
                    Offer.monthly(
                            "cut-off-" + number, due.minus(SECOND_AFTER), 1_000L + number, "PHP")
                        .every(1, ChronoUnit.DAYS)
                        .withLead(Duration.ofDays(1).minus(SECOND_AFTER)))
            .toList();
    try (Commands upstream =
        new Commands(kafka, clientId, stack.merchant().webhookUrl().toString())) {
      upstream.subscribe(offers);
    }
    assertThat(Instant.now()).as("agreed in time").isBefore(due.minusSeconds(1).toInstant());
    Thread.sleep(Duration.between(Instant.now(), due.minusSeconds(1)));
    try (var _ = NetworkCut.of(broker)) {
      Thread.sleep(CUT_FOR);
      assertThat(charges(stack, clientId, offers))
          .as("nobody is charged for what the broker does not know")
          .hasSize(SUBSCRIPTIONS);
    }
    List<Charge> expected =
        offers.stream()
            .flatMap(offer -> new Expectation(clientId, offer, offer.start()).charges(due).stream())
            .toList();
    await("what fell due meanwhile to be charged")
        .atMost(CHARGED_WITHIN)
        .until(() -> charges(stack, clientId, offers).size() >= expected.size());
    assertThat(charges(stack, clientId, offers))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("at")
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<Charge> charges(StackFile stack, String clientId, List<Offer> offers)
      throws IOException {
    List<String> ours =
        offers.stream()
            .map(offer -> new Expectation(clientId, offer, offer.start()).subscriptionId())
            .toList();
    List<Charge> charges = new ArrayList<>();
    for (JsonNode line : Http.getJson(stack.ledger())) {
      Charge charge = Bank.line(line).charge();
      if (ours.contains(charge.what().subscriptionId())) {
        charges.add(charge);
      }
    }
    return charges;
  }

  private static KafkaSettings settings(KafkaContainer broker, StackFile stack, Path run) {
    return KafkaSettings.of(
        broker.getBootstrapServers(),
        stack.registry().toString(),
        LocalKafka.SUBSCRIPTION_PARTITIONS,
        (short) 1,
        run.resolve("unused"));
  }

  /** The demo says so where it does not end as it must. */
  private static boolean isOver(Path log) {
    String said = read(log);
    return said.contains("NOT all as they must be") || said.contains("The demo stopped here");
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log: " + e;
    }
  }
}
