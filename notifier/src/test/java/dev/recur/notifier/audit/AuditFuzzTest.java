package dev.recur.notifier.audit;

import static dev.recur.notifier.audit.AuditBench.ID;
import static dev.recur.notifier.audit.AuditBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.audit.rules.Finding;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.TopologyNames;
import dev.recur.schemas.serde.Samples;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever values of the right schemas the audit reads: each is audited, a finding, or counted as
 * unreadable; what follows from it can be shown, and the next subscription's records are audited as
 * well. It stops for an event of a later release, and for nothing else.
 */
class AuditFuzzTest {

  /** So many are remembered at most, since each is looked at whenever time passes. */
  private static final int TRIED_MAX = 50;

  /** In the build. */
  private static final int INPUTS = 150;

  @TempDir Path stateDir;
  private AuditBench bench;
  private int tried;

  @BeforeEach
  void start() throws IOException {
    bench = new AuditBench(Files.createDirectories(stateDir.resolve("state-" + tried)));
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  /** So that none is forgotten when there is another. */
  @ParameterizedTest
  @MethodSource("dev.recur.notifier.audit.AuditTopologySnapshotTest#sourceTopics")
  void anyRecord_shouldBeAudited(String topic) {
    TopologyNames.write(
        topic,
        Map.of(
            Topics.SUBSCRIPTION_EVENTS,
            this::anyEvent,
            Topics.CHARGE_REQUESTS,
            this::anyRequest,
            Topics.CHARGE_RESULTS,
            this::anyResult,
            Topics.CLOCK_TICKS,
            this::anyTick));
  }

  private void anyEvent() {
    bench.begins(null);
    bench.charged(1, START);
    bench.another(ID);
    bench.begins("C1");
    Stream<SubscriptionEvent> ofEachType =
        EntryMappingTest.types()
            .map(EntryMappingTest::eventOf)
            .map(
                event ->
                    SubscriptionEvent.newBuilder(event)
                        .setSubscriptionId(ID)
                        .setSequence(6)
                        .setAt(START)
                        .build());
    Stream<SubscriptionEvent> ofALaterType = Stream.of(bench.event(START).build());

    assertThat(
            run(
                "audited-events",
                Topics.SUBSCRIPTION_EVENTS,
                Stream.of(bench.ledger().stream(), ofEachType, ofALaterType)
                    .flatMap(events -> events)
                    .toList()))
        .containsKeys("audited", "a finding", "unreadable", "of a later release");
  }

  private void anyRequest() {
    assertThat(run("audited-requests", Topics.CHARGE_REQUESTS, List.of(bench.request(1, 19_900))))
        .containsKey("audited");
  }

  private void anyResult() {
    assertThat(run("audited-results", Topics.CHARGE_RESULTS, List.of(bench.result(1))))
        .containsKey("audited");
  }

  private void anyTick() {
    assertThat(run("audited-ticks", Topics.CLOCK_TICKS, List.of(new ClockTick("C1", START, false))))
        .containsKeys("audited", "unreadable");
  }

  private <V extends SpecificRecord> Map<String, Long> run(
      String name, TopicSpec<V> topic, List<V> right) {
    return Fuzz.ofRecords(name, right).inputs(INPUTS).run(input -> audited(topic, input));
  }

  private <V extends SpecificRecord> String audited(TopicSpec<V> topic, byte[] input)
      throws IOException {
    if (++tried % TRIED_MAX == 0) {
      anew();
    }
    String subscription = "S%040x".formatted(tried);
    V value = Samples.read(topic.valueType(), Fuzz.renamed(input, ID, subscription));
    bench.another(subscription);
    if (tried % 2 == 0) {
      bench.begins("C1");
      bench.charged(1, START);
    }
    long findings = bench.findings();
    double unreadable = bench.unreadable(topic);
    try {
      bench.pipe(topic, value);
    } catch (StreamsException e) {
      anew();
      if (String.valueOf(e.getCause()).contains("update the notifier")) {
        return "of a later release";
      }
      throw e;
    }
    // What it left behind is late, and is shown; then it is read again.
    bench.tick("C1", START.plus(Duration.ofDays(40)));
    bench.pass(Duration.ofMinutes(6));
    assertThat(bench.shown().filter(number -> !Double.isFinite(number))).isEmpty();
    assertThat(bench.meters().named()).hasSizeLessThanOrEqualTo(AuditMeters.NAMED_MAX);
    String outcome =
        bench.unreadable(topic) > unreadable
            ? "unreadable"
            : bench.findings() > findings ? "a finding" : "audited";
    bench.started(3);
    probe();
    return outcome;
  }

  private void anew() throws IOException {
    bench.close();
    start();
  }

  /** Another subscription, of which too much is heard. */
  private void probe() {
    bench.another("P" + tried);
    bench.begins(null);
    bench.charged(1, START);
    bench.pass(Duration.ofSeconds(2));
    long before = bench.findings(Finding.Kind.OFF_CALENDAR);
    bench.started(7);
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.findings(Finding.Kind.OFF_CALENDAR)).isEqualTo(before + 1);
  }
}
