package dev.recur.billing.topology;

import static dev.recur.billing.topology.Bench.idOf;
import static dev.recur.billing.topology.Bench.monthly;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.LiveState;
import dev.recur.schemas.avro.StandingState;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionState;
import dev.recur.schemas.avro.TestClockState;
import dev.recur.schemas.kafka.Cures;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One subscription's data cannot be worked with: all others of its partition go on. */
class SetAsideTest {
  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

  /** Marker and fingerprint of the schema, which stay. */
  private static final int HEADER_BYTES = 10;

  private final Bench bench = new Bench(START.toString());

  @AfterEach
  void close() {
    bench.close();
  }

  /** What can be wrong with a state, so that it can neither be used nor parked. */
  static Stream<UnaryOperator<byte[]>> faults() {
    return Stream.of(
        bytes -> Arrays.copyOf(bytes, HEADER_BYTES + 3),
        bytes -> new byte[] {1, 2, 3},
        bytes -> {
          byte[] garbled = Arrays.copyOf(bytes, bytes.length);
          Arrays.fill(garbled, HEADER_BYTES, bytes.length, (byte) 0xff);
          return garbled;
        },
        // Read without an error, and then nobody knows what it means.
        bytes -> rewritten(bytes, state -> state.setLive(standing(state.getLive()))),
        // Used, and then too large to be written, also when it is only to park.
        bytes -> rewritten(bytes, state -> state.setTerms(huge(state.getTerms()))));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void commandResultAndDueItem_shouldBeKeptAndAllOthersGoOn(UnaryOperator<byte[]> fault) {
    bench.create(monthly("bad", START).build());
    bench.create(monthly("good", START).build());
    bench.approve("bad");
    bench.approve("good");
    bench.passTime(Duration.ofMillis(100));
    ChargeRequest charge = requestOf("bad", bench.requests());
    spoil("bad", fault);
    bench.replies();
    bench.events();

    // What falls due: the channel's silence at first, and then the boundary of the other one.
    bench.passTime(Duration.ofHours(1));
    assertThat(requestsOf("good", bench.requests())).hasSize(1);
    assertThat(bench.setAside()).isEqualTo(1);
    assertThat(bench.dueEntries()).as("kept where it was").isEqualTo(2);

    bench.answer(charge, ChargeOutcome.SUCCEEDED);
    assertKept(Topics.CHARGE_RESULTS);
    bench.cancel("bad", CancellationType.TERMINATE);
    assertKept(Topics.SUBSCRIPTION_COMMANDS);
    bench.command("bad", command -> {});
    assertThat(bench.replies()).as("refused without being looked up").hasSize(1);

    bench.cancel("good", CancellationType.CANCEL);
    assertThat(codes()).containsExactly("SUCCESS");
    assertThat(bench.events())
        .extracting(SubscriptionEvent::getSubscriptionId)
        .doesNotContain(idOf("bad"))
        .contains(idOf("good"));
  }

  /** As a release that can read the state finds it. */
  @Test
  void mended_shouldBeTakenUpWithItsDueItem() {
    bench.create(monthly("bad", START).build());
    bench.approve("bad");
    bench.passTime(Duration.ofMillis(100));
    bench.answer(bench.requests().getFirst(), ChargeOutcome.SUCCEEDED);
    byte[] good = bench.subscription("bad");
    spoil("bad", bytes -> Arrays.copyOf(bytes, HEADER_BYTES + 3));
    bench.passTime(Duration.ofDays(28));
    assertThat(bench.requests()).isEmpty();
    bench.stores().subscriptions().put(idOf("bad"), good);
    bench.cancel("bad", CancellationType.CANCEL);
    assertThat(bench.setAside()).isZero();
    bench.events();
    bench.passTime(Duration.ofMillis(100));
    assertThat(bench.events())
        .anyMatch(event -> event.getPeriodStarted() != null || event.getCanceled() != null);
  }

  /** The clock waits for everybody but the one that nobody can do anything for. */
  @ParameterizedTest
  @MethodSource("faults")
  void testClock_shouldTakeAllOthersToItsTarget(UnaryOperator<byte[]> fault) {
    bench.tick("T1", START);
    for (String id : List.of("asleep", "in flight", "good")) {
      bench.create(monthly(id, START).setTestClockId("T1").build());
      bench.approve(id);
    }
    List<ChargeRequest> charges = bench.requests();
    bench.answer(requestOf("asleep", charges), ChargeOutcome.SUCCEEDED);
    bench.answer(requestOf("good", charges), ChargeOutcome.SUCCEEDED);
    spoil("asleep", fault);
    spoil("in flight", fault);
    bench.replies();

    Instant target = Instant.parse("2026-05-31T00:00:00Z");
    bench.tick("T1", target);
    assertThat(bench.settleAll(ChargeOutcome.SUCCEEDED))
        .extracting(ChargeRequest::getSubscriptionId)
        .containsOnly(idOf("good"))
        .hasSize(4);
    assertThat(reached()).as("an answer is still awaited").isEmpty();
    bench.answer(requestOf("in flight", charges), ChargeOutcome.SUCCEEDED);
    assertKept(Topics.CHARGE_RESULTS);
    bench.passTime(Duration.ofMillis(100));
    assertThat(reached()).containsExactly(target);
    assertThat(bench.setAside()).isEqualTo(2);
  }

  /** What can be wrong with a test clock's entry. */
  static Stream<UnaryOperator<byte[]>> clockFaults() {
    return Stream.of(
        bytes -> new byte[0],
        bytes -> new byte[] {1, 2, 3},
        bytes -> Arrays.copyOf(bytes, HEADER_BYTES + 3),
        // Read without an error, and then beyond all that can be looked for.
        bytes ->
            new StoredAvro<>(TestClockState.class)
                .encode(new TestClockState(Instant.ofEpochMilli(Long.MAX_VALUE), false, null)));
  }

  /** Nobody knows its time; its next tick says it anew. */
  @ParameterizedTest
  @MethodSource("clockFaults")
  void testClockThatCannotBeRead_shouldStandStillAndAllOthersGoOn(UnaryOperator<byte[]> fault) {
    bench.tick("T1", START);
    bench.tick("T2", START);
    bench.create(monthly("on it", START).setTestClockId("T1").build());
    bench.create(monthly("waits", START).setTestClockId("T1").build());
    bench.create(monthly("good", START).setTestClockId("T2").build());
    for (String id : List.of("on it", "waits", "good")) {
      bench.approve(id);
    }
    List<ChargeRequest> charges = bench.requests();
    bench.answer(requestOf("good", charges), ChargeOutcome.SUCCEEDED);
    bench.answer(requestOf("waits", charges), ChargeOutcome.SUCCEEDED);
    KeyValueStore<String, byte[]> clocks = bench.store(BillingTopology.CLOCKS_STORE);
    clocks.put("T1", fault.apply(clocks.get("T1")));
    bench.replies();
    bench.events();

    bench.beginTaskAnew();
    bench.passTime(Duration.ofMillis(100));
    Instant target = Instant.parse("2026-04-30T00:00:00Z");
    bench.tick("T2", target);
    assertThat(bench.settleAll(ChargeOutcome.SUCCEEDED))
        .extracting(ChargeRequest::getSubscriptionId)
        .containsOnly(idOf("good"))
        .hasSize(3);
    assertThat(reached()).containsExactly(target);

    bench.events();
    bench.answer(requestOf("on it", charges), ChargeOutcome.SUCCEEDED);
    SubscriptionEvent parked = bench.events().getLast();
    assertThat(parked.getParked()).isNotNull();
    assertThat(parked.getInput().getChargeResult()).as("the ledger has it").isNotNull();
    bench.create(monthly("late", START).setTestClockId("T1").build());
    assertThat(codes()).as("nobody knows when").containsExactly("UNKNOWN_EXCEPTION");
    bench.create(monthly("live", START).build());
    assertThat(codes()).containsExactly("SUCCESS");

    bench.tick("T1", target);
    assertThat(bench.settleAll(ChargeOutcome.SUCCEEDED))
        .extracting(ChargeRequest::getSubscriptionId)
        .containsOnly(idOf("waits"))
        .hasSize(3);
    assertThat(reached()).as("an answer is still awaited").isEmpty();
    bench.answer(requestOf("on it", charges), ChargeOutcome.SUCCEEDED);
    bench.passTime(Duration.ofMillis(100));
    assertThat(reached()).containsExactly(target);
  }

  /** The state can be read, so it parks; what comes when it is parked is in no event. */
  @Test
  void resultThatNothingHolds_shouldBecomeADeadLetter() {
    bench.create(monthly("bad", START).build());
    bench.approve("bad");
    bench.passTime(Duration.ofMillis(100));
    ChargeRequest charge = bench.requests().getFirst();
    bench.answer(charge, ChargeOutcome.SUCCEEDED);
    bench.stores().payments().put(charge.getPaymentId(), new byte[] {1, 2, 3});
    bench.answer(charge, ChargeOutcome.SUCCEEDED);
    SubscriptionEvent parked = bench.events().getLast();
    assertThat(parked.getParked()).isNotNull();
    assertThat(parked.getInput().getChargeResult()).as("the ledger has it").isNotNull();
    assertThat(bench.deadLetters(Topics.CHARGE_RESULTS)).isEmpty();
    bench.answer(charge, ChargeOutcome.SUCCEEDED);
    assertThat(bench.deadLetters(Topics.CHARGE_RESULTS))
        .singleElement()
        .extracting(SetAsideTest::reason)
        .asString()
        .as("it is not set aside")
        .startsWith("The subscription is parked")
        .contains("release the subscription");
    assertThat(bench.setAside()).isZero();
  }

  /** An older release on a newer store would set everybody aside: it stops, and loses nothing. */
  @Test
  void stateOfALaterRelease_shouldStopTheProcess() {
    bench.create(monthly("later", START).build());
    spoil(
        "later",
        bytes -> {
          byte[] other = Arrays.copyOf(bytes, bytes.length);
          other[HEADER_BYTES - 1]++;
          return other;
        });
    assertThatThrownBy(() -> bench.approve("later"))
        .extracting(Cures::of)
        .asString()
        .contains("written by a later release")
        .contains("roll out that release again")
        .contains("topic=subscription.commands", "partition=", "offset=");
  }

  private void spoil(String requestId, UnaryOperator<byte[]> fault) {
    bench.stores().subscriptions().put(idOf(requestId), fault.apply(bench.subscription(requestId)));
  }

  private static byte[] rewritten(byte[] bytes, UnaryOperator<SubscriptionState.Builder> change) {
    var avro = new StoredAvro<>(SubscriptionState.class);
    return avro.encode(change.apply(SubscriptionState.newBuilder(avro.decode(bytes))).build());
  }

  private static LiveState standing(LiveState live) {
    return LiveState.newBuilder(live).setStanding(StandingState.UNKNOWN).build();
  }

  private static CreateSubscription huge(CreateSubscription terms) {
    return CreateSubscription.newBuilder(terms).setDescription("x".repeat(1_100_000)).build();
  }

  private void assertKept(TopicSpec<?> topic) {
    assertThat(bench.deadLetters(topic))
        .singleElement()
        .extracting(SetAsideTest::reason)
        .asString()
        .contains("set aside");
  }

  private static String reason(TestRecord<byte[], byte[]> letter) {
    return new String(letter.headers().lastHeader("dead-letter-reason").value(), UTF_8);
  }

  private List<String> codes() {
    return bench.replies().stream().map(reply -> reply.getOutcome().getCode()).toList();
  }

  private List<Instant> reached() {
    return bench.replies().stream()
        .map(CommandReply::getClockReached)
        .filter(Objects::nonNull)
        .map(reached -> reached.getReached())
        .toList();
  }

  private static ChargeRequest requestOf(String requestId, List<ChargeRequest> requests) {
    return requestsOf(requestId, requests).getFirst();
  }

  private static List<ChargeRequest> requestsOf(String requestId, List<ChargeRequest> requests) {
    return requests.stream()
        .filter(request -> request.getSubscriptionId().equals(idOf(requestId)))
        .toList();
  }
}
