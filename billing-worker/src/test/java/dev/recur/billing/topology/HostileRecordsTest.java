package dev.recur.billing.topology;

import static dev.recur.billing.topology.Bench.idOf;
import static dev.recur.billing.topology.Bench.monthly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.recur.schemas.avro.Actor;
import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.CancelSubscription;
import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.ChangeMode;
import dev.recur.schemas.avro.ChangeSubscription;
import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.DecideHeldCycles;
import dev.recur.schemas.avro.DeclineSubscription;
import dev.recur.schemas.avro.ManualCharge;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PauseSubscription;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.ProrationMode;
import dev.recur.schemas.avro.RefundPayment;
import dev.recur.schemas.avro.ReleaseSubscription;
import dev.recur.schemas.avro.ReplacePaymentMethod;
import dev.recur.schemas.avro.ResumeSubscription;
import dev.recur.schemas.avro.SettleChange;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.Trial;
import dev.recur.schemas.avro.UpdateSubscription;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever valid Avro a stranger writes: no exception, nobody parked, the next record is taken. */
class HostileRecordsTest {
  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");
  private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);
  private static final String HUGE = "x".repeat(1_030_000);

  private final Bench bench = new Bench("2026-01-31T00:00:00Z");

  @AfterEach
  void close() {
    bench.close();
  }

  static Stream<Consumer<CreateSubscription.Builder>> creates() {
    Trial trial = new Trial(1, 1, new Money(0L, "USD"));
    return Stream.of(
        c -> c.setStartTime(EARLIEST),
        c -> c.setStartTime(LATEST),
        c -> c.setEndTime(EARLIEST),
        c -> c.setEndTime(LATEST),
        c -> c.setExpiryTime(EARLIEST),
        c -> c.setExpiryTime(LATEST),
        c -> c.setPeriodRule(new PeriodRule(PeriodUnit.YEAR, Integer.MAX_VALUE)),
        c -> c.setPeriodRule(new PeriodRule(PeriodUnit.DAY, Integer.MIN_VALUE)),
        c -> c.setPeriodRule(new PeriodRule(PeriodUnit.UNKNOWN, 1)),
        c -> c.setTrials(Collections.nCopies(5000, trial)),
        c ->
            c.setTrials(List.of(new Trial(Integer.MIN_VALUE, Integer.MAX_VALUE, trial.getPrice()))),
        c -> c.setDescription(HUGE),
        c -> c.setZone(HUGE),
        c -> c.setTestClockId(HUGE),
        c -> c.setTestClockId(""),
        c -> c.setTestClockId("a\u0000b"),
        c -> c.setPaymentMethod(new PaymentMethod("", "")),
        c -> c.setPaymentAmount(new Money(Long.MIN_VALUE, "")),
        c -> c.setOrderAmount(new Money(Long.MAX_VALUE, HUGE)),
        c -> c.setSettlementCurrency("??"),
        c ->
            c.setPolicies(
                Policies.newBuilder()
                    .setChargeLeadMinutes(Integer.MIN_VALUE)
                    .setRetryDays(Collections.nCopies(5000, -1))
                    .setChargesPerDayMax(Integer.MAX_VALUE)
                    .build()));
  }

  @ParameterizedTest
  @MethodSource("creates")
  void create_shouldBeRefusedAndLeaveNothing(Consumer<CreateSubscription.Builder> weird) {
    CreateSubscription.Builder create = monthly("r-1", START);
    weird.accept(create);
    bench.create(create.build());
    assertThat(onlyCode()).isEqualTo("PARAM_ILLEGAL");
    assertThat(bench.events()).isEmpty();
    // The same as the repetition of one that exists: refused, and the first goes on.
    bench.create(monthly("r-1", START).build());
    bench.create(create.build());
    goesOn();
  }

  static Stream<Consumer<SubscriptionCommand.Builder>> commands() {
    return Stream.of(
        c -> c.setApprove(new ApproveSubscription(HUGE, null)),
        c -> c.setApprove(new ApproveSubscription(" ", null)),
        c -> c.setDecline(new DeclineSubscription(HUGE)),
        c -> c.setDecline(new DeclineSubscription("x".repeat(100_000))),
        c -> c.setCancel(new CancelSubscription(CancellationType.UNKNOWN)),
        c -> c.setCancel(new CancelSubscription(CancellationType.TERMINATE)).setClientId(HUGE),
        c -> c.setCancel(new CancelSubscription(CancellationType.TERMINATE)).setClientId("a\nb"),
        c -> c.setCancel(new CancelSubscription(CancellationType.TERMINATE)).setCommandId(HUGE),
        c -> c.setUpdate(update("u").setDescription(HUGE).build()),
        c -> c.setUpdate(update(HUGE).setDescription("text").build()),
        c -> c.setUpdate(update("").build()),
        c -> c.setUpdate(update("u").build()),
        c -> c.setUpdate(update("u").setChangeMode(ChangeMode.UNKNOWN).build()),
        c -> c.setUpdate(update("u").setCustomAmount(new Money(1L, "USD")).build()),
        c -> c.setUpdate(update("u").setProrationMode(ProrationMode.UNKNOWN).build()),
        c -> c.setUpdate(update("u").setPaymentAmount(new Money(Long.MIN_VALUE, "")).build()),
        c -> c.setUpdate(update("u").setPaymentAmount(new Money(5L, "EUR")).build()),
        c -> c.setUpdate(update("u").setPeriodRule(rule(PeriodUnit.UNKNOWN, 1)).build()),
        c ->
            c.setUpdate(
                update("u").setPeriodRule(rule(PeriodUnit.YEAR, Integer.MAX_VALUE)).build()),
        c -> c.setUpdate(update("u").setNextPeriodStart(LATEST).build()),
        c -> c.setUpdate(update("u").setEndTime(EARLIEST).build()),
        c -> c.setPause(new PauseSubscription(HUGE, null)),
        c -> c.setPause(new PauseSubscription("p", EARLIEST)),
        c -> c.setResume(new ResumeSubscription("")),
        c ->
            c.setReplacePaymentMethod(new ReplacePaymentMethod("m", new PaymentMethod(HUGE, null))),
        c ->
            c.setReplacePaymentMethod(
                new ReplacePaymentMethod("m", new PaymentMethod("GCASH", HUGE))),
        c -> c.setReplacePaymentMethod(new ReplacePaymentMethod("m", new PaymentMethod("", ""))),
        c -> c.setCharge(new ManualCharge("n", new Money(Long.MAX_VALUE, HUGE))),
        c -> c.setCharge(new ManualCharge(HUGE, null)),
        c -> c.setRefund(refund(HUGE, new Money(1L, "USD"), null)),
        c -> c.setRefund(refund("P", new Money(Long.MIN_VALUE, "USD"), null)),
        c -> c.setRefund(refund("P", new Money(1L, "USD"), HUGE)),
        c -> c.setChange(change("x").setPaymentAmount(new Money(-1L, "USD")).build()),
        c -> c.setChange(change("x").setStartTime(LATEST).build()),
        c -> c.setChange(change("x").setEndTime(EARLIEST).build()),
        c -> c.setChange(change(HUGE).build()),
        c -> c.setSettleChange(new SettleChange(HUGE, HUGE, HUGE)),
        c -> c.setSettleChange(new SettleChange("S", "SUCCESS", "success.")),
        c -> c.setRelease(new ReleaseSubscription(HUGE)),
        c -> c.setHeldCycles(new DecideHeldCycles(true)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void command_shouldNotParkASubscriptionThatRuns(Consumer<SubscriptionCommand.Builder> weird) {
    bench.create(monthly("r-1", START).build());
    goesOn();
    bench.command("r-1", weird);
    assertThat(bench.events()).allMatch(event -> event.getParked() == null);
    bench.passTime(Duration.ofDays(28));
    assertThat(bench.snapshots()).allMatch(snapshot -> !snapshot.getParked());
  }

  private static UpdateSubscription.Builder update(String requestId) {
    return UpdateSubscription.newBuilder().setRequestId(requestId);
  }

  private static ChangeSubscription.Builder change(String requestId) {
    return ChangeSubscription.newBuilder().setRequestId(requestId);
  }

  private static PeriodRule rule(PeriodUnit unit, int count) {
    return new PeriodRule(unit, count);
  }

  private static RefundPayment refund(String paymentId, Money amount, @Nullable String url) {
    return new RefundPayment("f", paymentId, amount, url, null);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void command_shouldNotParkOrStop(Consumer<SubscriptionCommand.Builder> weird) {
    bench.command("r-1", weird);
    bench.create(monthly("r-1", START).build());
    bench.command("r-1", weird);
    goesOn();
  }

  @Test
  void hugeSubscriptionId_shouldBecomeADeadLetter() {
    String id = "S".repeat(600_000);
    bench.write(
        Topics.SUBSCRIPTION_COMMANDS,
        id,
        SubscriptionCommand.newBuilder()
            .setCommandId("c-1")
            .setClientId(Bench.CLIENT)
            .setSubscriptionId(id)
            .setActor(Actor.UPSTREAM)
            .setCancel(new CancelSubscription(CancellationType.CANCEL))
            .build());
    assertThat(bench.replies()).isEmpty();
    assertThat(bench.deadLetters(Topics.SUBSCRIPTION_COMMANDS)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SUCCEEDED", "DECLINED_SOFT", "DECLINED_HARD", "REFUSED"})
  void hugeResult_shouldCountAndNotPark(String outcome) {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
    bench.passTime(Duration.ofMillis(100));
    ChargeRequest request = bench.requests().getFirst();
    bench.write(
        Topics.CHARGE_RESULTS,
        idOf("r-1"),
        result(request, ChargeOutcome.valueOf(outcome))
            .setChannelReference(HUGE.substring(0, 340_000))
            .setCode(HUGE.substring(0, 340_000))
            .setMessage(HUGE.substring(0, 340_000))
            .build());
    assertThat(bench.events())
        .anyMatch(e -> e.getChargeSucceeded() != null || e.getChargeDeclined() != null)
        .noneMatch(e -> e.getParked() != null);
  }

  /** A decline would free the way for a second key while the first may have charged. */
  @Test
  void refusedInquiry_shouldNotBeADecline() {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
    bench.passTime(Duration.ofMillis(100));
    bench.answer(bench.requests().getFirst(), ChargeOutcome.UNKNOWN);
    bench.passTime(Duration.ofMinutes(1));
    bench.answer(bench.requests().getFirst(), ChargeOutcome.REFUSED);
    assertThat(bench.events().getLast().getChargeUnresolved()).isNotNull();
  }

  /**
   * A channel of somebody else's took a request twice, charged the first time and refused the
   * second, and wrote both results.
   */
  @Test
  void refusalThatComesLate_shouldFreeNoSecondKey() {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
    bench.passTime(Duration.ofMillis(100));
    ChargeRequest request = bench.requests().getFirst();
    bench.answer(request, ChargeOutcome.UNKNOWN);
    bench.events();
    bench.answer(request, ChargeOutcome.REFUSED);
    assertThat(bench.events()).isEmpty();
    bench.passTime(Duration.ofMinutes(1));
    assertThat(bench.requests())
        .extracting(ChargeRequest::getKey, ChargeRequest::getOperation)
        .containsExactly(tuple(request.getKey(), ChannelOperation.INQUIRE));
  }

  @Test
  void tickToTheEndOfTime_orInAnothersPlace_shouldBecomeADeadLetter() {
    bench.tick("T1", START);
    bench.create(monthly("r-1", START).setTestClockId("T1").build());
    for (Instant to : List.of(EARLIEST, LATEST)) {
      bench.tick("T1", to);
      bench.tick("T2", to);
    }
    bench.write(Topics.CLOCK_TICKS, HUGE, new ClockTick(HUGE, START, false));
    bench.write(Topics.CLOCK_TICKS, "T2", new ClockTick("T1", START.plusSeconds(1), false));
    assertThat(bench.deadLetters(Topics.CLOCK_TICKS)).hasSize(6);
    bench.passTime(Duration.ofSeconds(1));
    bench.approve("r-1");
    assertThat(bench.requests()).hasSize(1);
  }

  @Test
  void recordWithoutATime_shouldHaveOne() {
    var record = new ConsumerRecord<>("clock.ticks", 0, 0, "key", "value");
    assertThat(record.timestamp()).isNegative();
    assertThat(BillingTopology.timeOf(record)).isNotNegative();
  }

  /** The agenda of another release may have named another time. */
  @Test
  void entryThatTheAgendaDoesNotName_shouldBeFiledAnewAndBillingGoOn() {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
    bench.misfile("r-1", START.minusSeconds(5));
    bench.passTime(Duration.ofSeconds(1));
    assertThat(bench.requests()).hasSize(1);
    assertThat(bench.dueEntries()).isEqualTo(1);
  }

  /** A tick that lay on its topic for long must not make keys whose time is over already. */
  @Test
  void testClock_oldTick_shouldGiveKeysTheirWholeTime() {
    bench.tick("T1", START);
    bench.create(monthly("r-1", START).setTestClockId("T1").build());
    bench.approve("r-1");
    bench.answer(bench.requests().getFirst(), ChargeOutcome.SUCCEEDED);
    bench.passTime(Duration.ofDays(2));
    bench.recordedAt(START, () -> bench.tick("T1", START.plus(Duration.ofDays(60))));
    assertThat(bench.requests().getFirst().getPresentUntil())
        .isEqualTo(START.plus(Duration.ofDays(2)).plus(Duration.ofHours(20)));
  }

  private void goesOn() {
    bench.events();
    bench.replies();
    bench.approve("r-1");
    assertThat(onlyCode()).isEqualTo("SUCCESS");
    bench.passTime(Duration.ofMillis(100));
    assertThat(bench.requests()).hasSize(1);
    assertThat(bench.events()).extracting(SubscriptionEvent::getParked).containsOnlyNulls();
    assertThat(bench.snapshots().getLast().getParked()).isFalse();
  }

  private String onlyCode() {
    List<CommandReply> replies = bench.replies();
    assertThat(replies).hasSize(1);
    return replies.getFirst().getOutcome().getCode();
  }

  private static ChargeResult.Builder result(ChargeRequest request, ChargeOutcome outcome) {
    return ChargeResult.newBuilder()
        .setKey(request.getKey())
        .setSubscriptionId(request.getSubscriptionId())
        .setPaymentId(request.getPaymentId())
        .setOperation(request.getOperation())
        .setInquiry(request.getInquiry())
        .setOutcome(outcome)
        .setAnsweredAt(START);
  }
}
