package dev.recur.billing.topology;

import static dev.recur.billing.topology.Bench.idOf;
import static dev.recur.billing.topology.Bench.monthly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.CollectionMode;
import dev.recur.schemas.avro.ManualCharge;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.ProrationMode;
import dev.recur.schemas.avro.RefundPayment;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.UpdateSubscription;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that lay on their topics for longer than a key may be presented. */
class LateRecordsTest {
  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

  /** When the second period begins. */
  private static final Instant SECOND = START.plus(Duration.ofDays(30));

  private static final Duration OUTAGE = Duration.ofHours(21);

  private boolean stopped;
  private final Bench bench = new Bench(START.toString(), told -> stopped ? Instant.EPOCH : told);
  private final List<SubscriptionEvent> ledger = new ArrayList<>();

  @AfterEach
  void close() {
    bench.close();
  }

  /** A command that moves money, and the subscriptions that take it. */
  record Late(CollectionMode mode, Consumer<SubscriptionCommand.Builder> what) {}

  static Stream<Late> commands() {
    String paid = Identity.paymentIdOfPeriod(idOf("r-1"), 1);
    return Stream.of(
        new Late(
            CollectionMode.SELF_MANAGED,
            c -> c.setCharge(new ManualCharge("n-1", new Money(500L, "USD")))),
        new Late(
            CollectionMode.MANAGED,
            c ->
                c.setUpdate(
                    UpdateSubscription.newBuilder()
                        .setRequestId("u-1")
                        .setPaymentAmount(new Money(2999L, "USD"))
                        .setProrationMode(ProrationMode.IMMEDIATE_PAY_CUSTOM_AMOUNT)
                        .setCustomAmount(new Money(700L, "USD"))
                        .build())),
        new Late(
            CollectionMode.MANAGED,
            c -> c.setRefund(new RefundPayment("f-1", paid, new Money(100L, "USD"), null, null))));
  }

  /** Counted from the record's own time, the key's time would be over before it is presented. */
  @ParameterizedTest
  @MethodSource("commands")
  void commandThatWaitedForLong_shouldMakeAKeyWithItsWholeTime(Late command) {
    live(command.mode());
    Instant written = START.plus(Duration.ofMinutes(1));
    bench.passTime(OUTAGE);
    bench.recordedAt(written, () -> bench.command("r-1", command.what()));
    ChargeRequest request = bench.requests().getFirst();
    assertThat(request.getPresentUntil())
        .isEqualTo(START.plusMillis(100).plus(OUTAGE).plus(Duration.ofHours(20)));
    assertThat(request.getAt()).as("asked for now").isEqualTo(bench.now());
    ledger.addAll(bench.events());
    assertThat(ledger.getLast().getAt()).as("decided when it was written").isEqualTo(written);
    checkReplay();
  }

  /** What was true when it was written need not be any more. */
  @Test
  void neverSeenThatWaitedForLong_shouldNotPresentTheKeyAgain() {
    live(CollectionMode.SELF_MANAGED);
    bench.command("r-1", c -> c.setCharge(new ManualCharge("n-1", null)));
    ChargeRequest charge = bench.requests().getFirst();
    bench.answer(charge, ChargeOutcome.UNKNOWN);
    bench.passTime(OUTAGE);
    ChargeRequest inquiry = bench.requests().getLast();
    bench.recordedAt(
        START.plus(Duration.ofHours(1)), () -> bench.answer(inquiry, ChargeOutcome.NOT_FOUND));
    ledger.addAll(bench.events());
    assertThat(ledger.getLast().getChargeUnresolved()).isNotNull();
    checkReplay();
  }

  /** Nothing ran as the second period began; then the buyer cancelled, in that period. */
  @Test
  void cancelInAPeriodThatBeganMeanwhile_shouldFindIt() {
    live(CollectionMode.MANAGED);
    outage(Duration.ofDays(33));
    bench.recordedAt(SECOND.plus(Duration.ofDays(1)), this::cancel);
    bench.moreIsLeft(false);
    bench.settleAll(ChargeOutcome.SUCCEEDED);
    bench.passTime(Duration.ofDays(40));
    assertThat(bench.requests()).isEmpty();
    ledger.addAll(bench.events());
    assertThat(happened()).containsSubsequence("2 charged", "2 started", "cancelled", "over");
    checkReplay();
  }

  /**
   * Nothing ran as a charge fell due; the buyer had cancelled before, and others had asked more.
   */
  @Test
  void cancelBeforeAChargeThatFellDueMeanwhile_shouldCallItOff() {
    live(CollectionMode.MANAGED);
    outage(Duration.ofDays(33));
    bench.passTime(Duration.ofMillis(100));
    bench.recordedAt(
        START.plus(Duration.ofDays(2)), () -> bench.create(monthly("r-2", SECOND).build()));
    bench.passTime(Duration.ofMillis(100));
    bench.recordedAt(SECOND.minus(Duration.ofDays(3)), this::cancel);
    bench.moreIsLeft(false);
    bench.passTime(Duration.ofDays(40));
    assertThat(bench.requests()).isEmpty();
    ledger.addAll(bench.events());
    assertThat(happened()).doesNotContain("2 charged", "2 started").contains("cancelled", "over");
    checkReplay();
  }

  /** What waited has no end: what is due is taken when its time has been read. */
  @Test
  void chargeBetweenRecordsThatWaited_shouldBeTakenInItsTurn() {
    live(CollectionMode.MANAGED);
    outage(Duration.ofDays(33));
    bench.recordedAt(START.plus(Duration.ofDays(2)), () -> bench.approve("r-2"));
    bench.passTime(Duration.ofMillis(100));
    assertThat(bench.requests()).isEmpty();
    bench.recordedAt(SECOND, () -> bench.approve("r-2"));
    bench.passTime(Duration.ofMillis(100));
    assertThat(bench.requests())
        .extracting(ChargeRequest::getPresentUntil)
        .as("its time to be presented is counted from now")
        .containsExactly(bench.now().plus(Duration.ofHours(20)));
    checkReplay();
  }

  /**
   * However long nothing comes: others' records are read first, or the broker of this one's is to
   * be waited for.
   */
  @Test
  void chargeBeforeWhichSomethingLiesUnread_shouldWaitHoweverLongThatTakes() {
    live(CollectionMode.MANAGED);
    outage(Duration.ofDays(33));
    bench.passTime(Duration.ofHours(1));
    assertThat(bench.requests()).isEmpty();
    bench.recordedAt(SECOND.minus(Duration.ofDays(3)), this::cancel);
    bench.moreIsLeft(false);
    bench.passTime(Duration.ofMillis(100));
    assertThat(bench.requests()).isEmpty();
    ledger.addAll(bench.events());
    assertThat(happened()).contains("cancelled", "over");
    checkReplay();
  }

  /** What cannot be read, or changes nothing, says as well how far others have been read. */
  @Test
  void recordThatChangesNothing_shouldSayHowFarIsRead() {
    live(CollectionMode.MANAGED);
    outage(Duration.ofDays(33));
    bench.recordedAt(
        SECOND,
        () ->
            bench.writeBytes(Topics.SUBSCRIPTION_COMMANDS.name(), new byte[] {1}, new byte[] {1}));
    bench.passTime(Duration.ofMillis(100));
    assertThat(bench.requests()).hasSize(1);
  }

  /**
   * Made days after it fell due, because much had to be read first: a refusal declines it, and
   * nobody asks what became of it meanwhile.
   */
  @Test
  void chargeThatIsMadeLateAndRefused_shouldBeDeclinedAtOnce() {
    live(CollectionMode.MANAGED);
    outage(Duration.ofDays(33));
    for (int day = 0; day < 4; day++) {
      Instant written = SECOND.plus(Duration.ofDays(day));
      bench.recordedAt(written, () -> bench.approve("r-2"));
      bench.passTime(Duration.ofMillis(100));
    }
    bench.moreIsLeft(false);
    bench.passTime(Duration.ofMillis(100));
    List<ChargeRequest> requests = bench.requests();
    assertThat(requests).hasSize(1);
    bench.answer(requests.getFirst(), ChargeOutcome.REFUSED);
    ledger.addAll(bench.events());
    assertThat(ledger).anyMatch(event -> event.getChargeDeclined() != null);
    assertThat(ledger).noneMatch(event -> event.getInquiryRequested() != null);
    checkReplay();
  }

  /**
   * A charge has long been due, and waits for the outcome of the one before. After a standstill
   * that comes before a cancellation which is older.
   */
  @Test
  void chargeThatAnAnswerSetsFree_shouldNotPassACancellationThatIsOlderThanTheAnswer() {
    bench.create(monthly("r-1", START).setPeriodRule(new PeriodRule(PeriodUnit.DAY, 1)).build());
    bench.approve("r-1");
    bench.passTime(Duration.ofHours(1));
    ChargeRequest first = bench.requests().getFirst();
    bench.moreIsLeft(true);
    Instant stoodStillAt = bench.now();
    bench.passTime(Duration.ofMinutes(1));
    bench.recordedAt(
        stoodStillAt.plusSeconds(50), () -> bench.answer(first, ChargeOutcome.SUCCEEDED));
    bench.passTime(Duration.ofMillis(100));
    bench.recordedAt(stoodStillAt.plusSeconds(30), this::cancel);
    bench.moreIsLeft(false);
    bench.passTime(Duration.ofDays(3));
    ledger.addAll(bench.events());
    assertThat(happened()).contains("1 charged", "cancelled", "over").doesNotContain("2 charged");
    checkReplay();
  }

  /** Nothing runs for this long, and then begins anew. */
  private void outage(Duration time) {
    stopped = true;
    bench.passTime(time);
    bench.beginTaskAnew();
    bench.moreIsLeft(true);
    stopped = false;
  }

  private void cancel() {
    bench.cancel("r-1", CancellationType.CANCEL);
  }

  private Stream<String> happened() {
    return ledger.stream()
        .filter(event -> event.getSubscriptionId().equals(idOf("r-1")))
        .map(LateRecordsTest::word);
  }

  private static String word(SubscriptionEvent event) {
    if (event.getPeriodStarted() != null) {
      return event.getPeriodStarted().getPeriod() + " started";
    }
    if (event.getChargeRequested() != null) {
      return event.getChargeRequested().getPayment().getPeriod() + " charged";
    }
    return event.getRenewalCancelled() != null
        ? "cancelled"
        : event.getCanceled() != null ? "over" : "other";
  }

  /** A subscription that runs, and is paid where it is charged by itself. */
  private void live(CollectionMode mode) {
    bench.create(
        monthly("r-1", START)
            .setCollection(mode)
            .setPeriodRule(new PeriodRule(PeriodUnit.DAY, 30))
            .build());
    bench.approve("r-1");
    bench.passTime(Duration.ofMillis(100));
    bench.settleAll(ChargeOutcome.SUCCEEDED);
  }

  /** The ledger, decided again, gives what the store holds, to the byte. */
  private void checkReplay() {
    ledger.addAll(bench.events());
    DecidedAgain again = bench.decidingAgain();
    ledger.forEach(again::take);
    assertThat(again.state(Bench.idOf("r-1"))).isEqualTo(bench.subscription("r-1"));
  }
}
