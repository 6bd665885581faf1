package dev.recur.billing.topology;

import static dev.recur.billing.topology.Bench.idOf;
import static dev.recur.billing.topology.Bench.monthly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.CatchUp;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.DecideHeldCycles;
import dev.recur.schemas.avro.LifecycleStatus;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.RefundPayment;
import dev.recur.schemas.avro.ReleaseSubscription;
import dev.recur.schemas.avro.ReplacePaymentMethod;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A broker may lose how far the worker had read, and the worker has kept what it made of it. */
class ReadAgainTest {
  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");
  private static final String CLOCK = "clock-1";

  private final Bench bench = new Bench(START.toString());

  @AfterEach
  void close() {
    bench.close();
  }

  /** It may be asked for once more under its id; whoever did not ask has had an answer. */
  @Test
  void refusedCommand_shouldNotBeDone_whereByThenItCanBe() {
    cancelled();
    created();
    assertThat(replies()).containsExactly("SUBSCRIPTION_NOT_EXIST", "SUCCESS", "SUCCESS");

    bench.loseOffsets();
    bench.recordedAt(START, this::cancelled);

    assertThat(replies()).isEmpty();
    assertThat(status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  @Test
  void everythingReadAgain_shouldLeaveNothing() {
    bench.tick(CLOCK, START);
    created();
    bench.passTime(Duration.ofSeconds(1));
    List<ChargeRequest> asked = bench.requests();
    asked.forEach(request -> bench.answer(request, ChargeOutcome.SUCCEEDED));
    asked.forEach(request -> bench.answer(request, ChargeOutcome.SUCCEEDED));
    bench.writeBytes("subscription.commands", new byte[] {1}, new byte[] {2});
    bench.everything();
    String before = bench.everything();

    bench.loseOffsets();
    bench.recordedAt(
        START,
        () -> {
          bench.tick(CLOCK, START);
          created();
          asked.forEach(request -> bench.answer(request, ChargeOutcome.SUCCEEDED));
          bench.writeBytes("subscription.commands", new byte[] {1}, new byte[] {2});
        });

    assertThat(asked).isNotEmpty();
    assertThat(bench.everything()).isEqualTo(before);
  }

  /** Where the ledger has the refusal, too. */
  @Test
  void refusalInTheLedger_shouldNotBeDone_whereByThenItCanBe() {
    created();
    bench.passTime(Duration.ofSeconds(1));
    List<ChargeRequest> asked = bench.requests();
    replaced();
    assertThat(replies()).endsWith("UPDATE_FORBIDDEN_DURING_PAYMENT");
    assertThat(bench.events()).extracting(SubscriptionEvent::getCommandRefused).last().isNotNull();
    asked.forEach(request -> bench.answer(request, ChargeOutcome.SUCCEEDED));
    bench.events();

    bench.loseOffsets();
    bench.recordedAt(
        START,
        () -> {
          created();
          replaced();
        });

    assertThat(replies()).isEmpty();
    assertThat(bench.events()).isEmpty();
  }

  /** What is held by then is not what was decided. */
  @Test
  void decisionOnHeldCycles_shouldNotBeMadeOfOthers() {
    bench.tick(CLOCK, START);
    createdHolding();
    bench.settleAll(ChargeOutcome.SUCCEEDED);
    bench.jump(CLOCK, Instant.parse("2026-04-10T00:00:00Z"));
    bench.settleAll(ChargeOutcome.SUCCEEDED);
    approved();
    assertThat(bench.settleAll(ChargeOutcome.SUCCEEDED)).isNotEmpty();
    bench.jump(CLOCK, Instant.parse("2026-07-10T00:00:00Z"));
    bench.settleAll(ChargeOutcome.SUCCEEDED);

    bench.loseOffsets();
    bench.recordedAt(
        START,
        () -> {
          createdHolding();
          approved();
        });

    assertThat(bench.requests()).isEmpty();
    bench.events();
    approved();
    assertThat(bench.requests()).as("they were held, for whoever decides").isNotEmpty();
  }

  /** What parked again is for whoever looks into it then. */
  @Test
  void release_shouldNotBeMadeOfWhatParkedAgain() {
    ChargeRequest paid = paid();
    spoiling(paid, () -> bench.answer(paid, ChargeOutcome.SUCCEEDED));
    released();
    assertThat(bench.events()).extracting(SubscriptionEvent::getReleased).last().isNotNull();
    spoiling(paid, () -> bench.answer(paid, ChargeOutcome.SUCCEEDED));
    replies();

    bench.loseOffsets();
    bench.recordedAt(
        START,
        () -> {
          created();
          released();
        });

    assertThat(replies()).isEmpty();
    assertThat(bench.events()).isEmpty();
    released();
    assertThat(bench.events()).as("it was parked").hasSize(1);
  }

  /** Whoever asked has been told that nobody knows, and may have done otherwise since. */
  @Test
  void commandThatMetAFault_shouldNotBeDone_whereByThenItCanBe() {
    ChargeRequest paid = paid();
    spoiling(paid, () -> refunded(paid));
    assertThat(replies()).endsWith("UNKNOWN_EXCEPTION");

    bench.loseOffsets();
    bench.recordedAt(
        START,
        () -> {
          created();
          refunded(paid);
        });

    assertThat(replies()).isEmpty();
    assertThat(bench.events()).isEmpty();
    refunded(paid);
    assertThat(bench.requests()).as("it can be done").hasSize(1);
  }

  /** What changed a subscription is known by its ids, and is not kept otherwise. */
  @Test
  void changeReadAgain_shouldChangeNothing() {
    created();
    bench.passTime(Duration.ofSeconds(1));
    List<ChargeRequest> asked = bench.requests();
    asked.forEach(request -> bench.answer(request, ChargeOutcome.SUCCEEDED));
    bench.events();
    bench.snapshots();
    bench.replies();

    bench.loseOffsets();
    bench.recordedAt(
        START,
        () -> {
          created();
          asked.forEach(request -> bench.answer(request, ChargeOutcome.SUCCEEDED));
        });

    assertThat(asked).isNotEmpty();
    assertThat(replies()).as("commands are taken again, and answered alike").isNotEmpty();
    assertThat(bench.requests()).isEmpty();
    assertThat(bench.events()).isEmpty();
    assertThat(bench.snapshots()).isEmpty();
  }

  /** It has been read; what falls due would else wait for a command that is new. */
  @Test
  void commandThatIsPassedOver_shouldHoldUpNothingThatFallsDue() {
    created();
    bench.settleAll(ChargeOutcome.SUCCEEDED);

    bench.loseOffsets();
    bench.passTime(Duration.ofDays(30));
    assertThat(bench.requests()).as("a command may lie before it").isEmpty();
    bench.recordedAt(START, this::created);
    bench.passTime(Duration.ofSeconds(1));

    assertThat(bench.requests()).hasSize(1);
  }

  @Test
  void commandThatCameMeanwhile_shouldBeTaken() {
    created();

    bench.loseOffsets();
    bench.recordedAt(START, this::created);
    bench.passTime(Duration.ofSeconds(1));
    cancelled();

    assertThat(status()).isEqualTo(LifecycleStatus.CANCELED);
  }

  private void created() {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
  }

  /** A subscription whose first period has been paid for; returns what was asked of the channel. */
  private ChargeRequest paid() {
    created();
    bench.passTime(Duration.ofSeconds(1));
    ChargeRequest request = bench.requests().getFirst();
    bench.answer(request, ChargeOutcome.SUCCEEDED);
    return request;
  }

  /** Has something done while a payment cannot be read, so that its subscription parks. */
  private void spoiling(ChargeRequest paid, Runnable what) {
    KeyValueStore<String, byte[]> payments = bench.stores().payments();
    byte[] kept = payments.get(paid.getPaymentId());
    payments.put(paid.getPaymentId(), new byte[] {1, 2, 3});
    what.run();
    payments.put(paid.getPaymentId(), kept);
    assertThat(bench.events()).extracting(SubscriptionEvent::getParked).last().isNotNull();
  }

  private void released() {
    bench.command("r-1", command -> command.setRelease(new ReleaseSubscription("mended")));
  }

  private void refunded(ChargeRequest paid) {
    bench.command(
        "r-1",
        command ->
            command.setRefund(
                new RefundPayment(
                    "refund-1", paid.getPaymentId(), new Money(100L, "USD"), null, null)));
  }

  private void createdHolding() {
    bench.create(
        monthly("r-1", START)
            .setTestClockId(CLOCK)
            .setPolicies(Policies.newBuilder().setCatchUp(CatchUp.HOLD).build())
            .build());
    bench.approve("r-1");
  }

  private void approved() {
    bench.command("r-1", command -> command.setHeldCycles(new DecideHeldCycles(true)));
  }

  private void replaced() {
    bench.command(
        "r-1",
        command ->
            command.setReplacePaymentMethod(
                new ReplacePaymentMethod("m-1", new PaymentMethod("GCASH", null))));
  }

  private void cancelled() {
    bench.cancel("r-1", CancellationType.TERMINATE);
  }

  private List<String> replies() {
    return bench.replies().stream()
        .map(reply -> Objects.requireNonNull(reply.getOutcome()).getCode())
        .toList();
  }

  private LifecycleStatus status() {
    List<SubscriptionSnapshot> snapshots = bench.snapshots();
    assertThat(snapshots).allMatch(it -> it.getSubscriptionId().equals(idOf("r-1")));
    return snapshots.getLast().getLifecycleStatus();
  }
}
