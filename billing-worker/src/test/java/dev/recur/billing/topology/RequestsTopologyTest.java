package dev.recur.billing.topology;

import static dev.recur.billing.topology.Bench.idOf;
import static dev.recur.billing.topology.Bench.monthly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.recur.schemas.avro.CatchUp;
import dev.recur.schemas.avro.ChangeSubscription;
import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.DecideHeldCycles;
import dev.recur.schemas.avro.LifecycleStatus;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PauseSubscription;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.ProrationMode;
import dev.recur.schemas.avro.RefundPayment;
import dev.recur.schemas.avro.ReplacePaymentMethod;
import dev.recur.schemas.avro.ResultStatus;
import dev.recur.schemas.avro.SubscriptionCreated;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.avro.UpdateSubscription;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests with an id of their own, steps that touch two subscriptions, and outages. */
class RequestsTopologyTest {
  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

  private final Bench bench = new Bench(START.toString());

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void repeatedRequest_shouldGetTheFirstAnswerAndLeaveNothing() {
    live(monthly("r-1", START));
    update("u-1", 5000);
    assertThat(codes()).containsExactly("SUCCESS");
    assertThat(count(SubscriptionEvent::getUpdated)).isEqualTo(1);
    update("u-1", 5000);
    assertThat(codes()).containsExactly("SUCCESS");
    assertThat(bench.events()).isEmpty();
    update("u-1", 6000);
    assertThat(codes()).containsExactly("REPEAT_REQ_INCONSISTENT");
    assertThat(count(SubscriptionEvent::getCommandRefused)).isEqualTo(1);
  }

  /** Antom: it is recommended to send it again later, so the same id has to work then. */
  @Test
  void updateDuringPayment_shouldBeForbiddenAndSucceedLaterUnderTheSameId() {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
    bench.passTime(Duration.ofMillis(100));
    ChargeRequest charge = only(bench.requests());
    bench.replies();
    update("u-1", 5000);
    update("u-1", 5000);
    assertThat(codes())
        .containsExactly("UPDATE_FORBIDDEN_DURING_PAYMENT", "UPDATE_FORBIDDEN_DURING_PAYMENT");
    assertThat(count(SubscriptionEvent::getCommandRefused)).as("told once").isEqualTo(1);
    bench.answer(charge, ChargeOutcome.SUCCEEDED);
    update("u-1", 5000);
    assertThat(codes()).containsExactly("SUCCESS");
  }

  /** SUCCESS for a text that nobody wrote down would be a lie. */
  @Test
  void repeatedUpdateWithAnotherText_shouldBeInconsistent() {
    live(monthly("r-1", START));
    describe("u-1", "Tea");
    describe("u-1", "Tea");
    describe("u-1", "Cocoa");
    assertThat(codes()).containsExactly("SUCCESS", "SUCCESS", "REPEAT_REQ_INCONSISTENT");
    assertThat(count(SubscriptionEvent::getUpdated)).isEqualTo(1);
  }

  @Test
  void refund_shouldBeAnsweredOnceTheChannelHasSaidWhatBecameOfIt() {
    ChargeRequest charge = live(monthly("r-1", START));
    refund("f-1", charge.getPaymentId(), 1500);
    assertThat(codes()).as("nobody knows yet").isEmpty();
    refund("f-1", charge.getPaymentId(), 1500);
    assertThat(outcomes())
        .extracting(CommandOutcome::getStatus, CommandOutcome::getCode)
        .containsExactly(tuple(ResultStatus.UNKNOWN, "REFUND_IN_PROCESS"));
    ChargeRequest refund = only(bench.requests());
    assertThat(refund.getOperation()).isEqualTo(ChannelOperation.REFUND);
    assertThat(refund.getRefundedPaymentId()).isEqualTo(charge.getPaymentId());
    assertThat(refund.getPaymentId()).isEqualTo(Identity.paymentIdOfRefund(idOf("r-1"), "f-1"));
    bench.answer(refund, ChargeOutcome.SUCCEEDED);
    assertThat(codes()).containsExactly("SUCCESS");
    refund("f-1", charge.getPaymentId(), 1500);
    refund("f-1", charge.getPaymentId(), 1);
    refund("f-2", charge.getPaymentId(), 500);
    assertThat(codes())
        .containsExactly("SUCCESS", "REPEAT_REQ_INCONSISTENT", "REFUND_AMOUNT_EXCEED");
    refund("f-3", charge.getPaymentId(), 499);
    bench.answer(only(bench.requests()), ChargeOutcome.DECLINED_HARD);
    assertThat(codes()).containsExactly("PROCESS_FAIL");
    refund("f-4", charge.getPaymentId(), 499);
    bench.answer(only(bench.requests()), ChargeOutcome.SUCCEEDED);
    assertThat(codes()).as("what failed can be asked for again").containsExactly("SUCCESS");
  }

  /** Money goes back the way it came, whatever the buyer pays with today. */
  @Test
  void refundAfterAReplacedMethod_shouldNameTheMethodThatPaid() {
    PaymentMethod paidWith = new PaymentMethod("GCASH", "g-1");
    ChargeRequest charge = live(monthly("r-1", START).setPaymentMethod(paidWith));
    bench.command(
        "r-1",
        c ->
            c.setReplacePaymentMethod(
                new ReplacePaymentMethod("m-1", new PaymentMethod("DANA", "d-1"))));
    refund("f-1", charge.getPaymentId(), 500);
    assertThat(codes()).containsExactly("SUCCESS");
    ChargeRequest refund = only(bench.requests());
    assertThat(refund.getPaymentMethod()).isEqualTo(paidWith);
    bench.answer(refund, ChargeOutcome.PENDING);
    bench.passTime(Duration.ofMinutes(1));
    assertThat(only(bench.requests()).getPaymentMethod()).as("inquired").isEqualTo(paidWith);
  }

  /** Counted once, and not with the inquiries that came before. */
  @Test
  void refundUnknownForGood_shouldAlarmAndGoOnBilling() {
    ChargeRequest charge = live(monthly("r-1", START));
    refund("f-1", charge.getPaymentId(), 500);
    bench.answer(only(bench.requests()), ChargeOutcome.UNKNOWN);
    assertThat(bench.counted("recur.billing.refunds.unresolved")).isZero();
    for (int halfDays = 0; halfDays < 40; halfDays++) {
      bench.passTime(Duration.ofHours(12));
      bench.settleAll(ChargeOutcome.UNKNOWN);
    }
    assertThat(bench.counted("recur.billing.refunds.unresolved")).isEqualTo(1);
    assertThat(count(SubscriptionEvent::getParked)).isZero();
    bench.passTime(Duration.ofDays(15));
    assertThat(only(bench.requests()).getOperation()).isEqualTo(ChannelOperation.CHARGE);
  }

  /** Both would be one key at the channel, which pays back once. */
  @Test
  void updateThatGivesBackUnderTheIdOfARefund_shouldBeRefused() {
    ChargeRequest charge = live(monthly("r-1", START));
    refund("x-1", charge.getPaymentId(), 500);
    bench.answer(only(bench.requests()), ChargeOutcome.SUCCEEDED);
    bench.replies();
    bench.command(
        "r-1",
        c ->
            c.setUpdate(
                UpdateSubscription.newBuilder()
                    .setRequestId("x-1")
                    .setProrationMode(ProrationMode.IMMEDIATE_REFUND_CUSTOM_AMOUNT)
                    .setCustomAmount(new Money(700L, "USD"))
                    .build()));
    assertThat(codes()).containsExactly("REPEAT_REQ_INCONSISTENT");
    assertThat(bench.requests()).isEmpty();
  }

  @Test
  void refundOfAPaymentOfSomebodyElse_shouldNotExist() {
    live(monthly("r-1", START));
    refund("f-1", Identity.paymentIdOfPeriod(idOf("r-2"), 1), 1);
    assertThat(codes()).containsExactly("ORDER_NOT_EXIST");
  }

  @Test
  void change_shouldEndTheOldOnlyOnceTheNewIsActive() {
    live(monthly("r-1", START));
    bench.snapshots();
    change("x-1", 5000);
    String newId = Identity.subscriptionId(Origin.CHANGE, Bench.CLIENT, "x-1");
    assertThat(codes()).containsExactly("SUCCESS");
    List<SubscriptionEvent> events = bench.events();
    assertThat(events)
        .filteredOn(event -> event.getSubscriptionId().equals(idOf("r-1")))
        .extracting(RequestsTopologyTest::name)
        .containsExactly("changeStarted", "changed");
    assertThat(events)
        .filteredOn(event -> event.getSubscriptionId().equals(newId))
        .extracting(RequestsTopologyTest::name)
        .startsWith("created", "approved");
    bench.passTime(Duration.ofMillis(100));
    ChargeRequest first = only(bench.requests());
    assertThat(first.getSubscriptionId()).isEqualTo(newId);
    assertThat(first.getAmount().getAmountMinor()).isEqualTo(5000);
    bench.answer(first, ChargeOutcome.SUCCEEDED);
    SubscriptionSnapshot latest = bench.snapshots().getLast();
    assertThat(latest.getRelatedSubscriptionId()).isEqualTo(idOf("r-1"));
    assertThat(latest.getLifecycleStatus()).isEqualTo(LifecycleStatus.ACTIVE);

    change("x-1", 5000);
    assertThat(codes()).as("asked again").containsExactly("SUCCESS");
    change("x-1", 5001);
    assertThat(codes()).containsExactly("REPEAT_REQ_INCONSISTENT");
    bench.passTime(Duration.ofDays(60));
    assertThat(bench.requests())
        .as("only the new one is charged")
        .allMatch(request -> request.getSubscriptionId().equals(newId));
  }

  /** Who the buyer is, stands in no event; that there is one, is for whoever writes to buyers. */
  @Test
  void buyerWhoIsWrittenTo_shouldBeSaidOfTheNewSubscriptionToo() {
    live(monthly("r-1", START).setNotifiesBuyer(true));
    bench.create(monthly("r-1", START).build());
    assertThat(codes()).as("it decides nothing, so this is a repeat").containsExactly("SUCCESS");
    change("x-1", 500);
    bench.passTime(Duration.ofMillis(100));
    assertThat(created()).extracting(CreateSubscription::getNotifiesBuyer).containsExactly(true);
    bench.create(monthly("r-2", START).build());
    assertThat(created()).extracting(CreateSubscription::getNotifiesBuyer).containsExactly(false);
  }

  @Test
  void outageOfATestClock_shouldLeaveMissedPeriodsToThePolicy() {
    for (CatchUp policy : List.of(CatchUp.EACH, CatchUp.CURRENT, CatchUp.HOLD)) {
      String clock = "T-" + policy;
      String id = "r-" + policy;
      bench.tick(clock, START);
      bench.create(
          monthly(id, START)
              .setTestClockId(clock)
              .setPolicies(Policies.newBuilder().setCatchUp(policy).build())
              .build());
      bench.approve(id);
      bench.settleAll(ChargeOutcome.SUCCEEDED);
      bench.events();
      // Periods 2 and 3 pass by; 4 is running then.
      bench.jump(clock, Instant.parse("2026-05-10T00:00:00Z"));
      List<Integer> charged =
          bench.settleAll(ChargeOutcome.SUCCEEDED).stream()
              .map(request -> Objects.requireNonNull(request.getPurpose().getPeriod()))
              .sorted()
              .toList();
      assertThat(charged)
          .as(policy.name())
          .isEqualTo(policy == CatchUp.EACH ? List.of(2, 3, 4) : List.of(4));
      assertThat(count(SubscriptionEvent::getCatchUpDecided)).isEqualTo(2);
    }
    bench.command("r-HOLD", c -> c.setHeldCycles(new DecideHeldCycles(true)));
    assertThat(bench.settleAll(ChargeOutcome.SUCCEEDED)).hasSize(2);
    bench.replies();
    bench.command("r-HOLD", c -> c.setHeldCycles(new DecideHeldCycles(true)));
    bench.command("r-HOLD", c -> c.setHeldCycles(new DecideHeldCycles(false)));
    assertThat(codes()).containsExactly("SUCCESS", "PROCESS_FAIL");
  }

  @Test
  void pausedSubscription_shouldSaySoInItsSnapshot() {
    live(monthly("r-1", START));
    bench.snapshots();
    bench.command("r-1", c -> c.setPause(new PauseSubscription("p-1", START.plusSeconds(9))));
    SubscriptionSnapshot paused = bench.snapshots().getLast();
    assertThat(paused.getLifecycleStatus()).isEqualTo(LifecycleStatus.PAUSED);
    assertThat(paused.getResumeTime()).isEqualTo(START.plusSeconds(9));
    bench.passTime(Duration.ofSeconds(10));
    assertThat(bench.snapshots().getLast().getLifecycleStatus()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** A running subscription whose first period is paid; the charge. */
  private ChargeRequest live(CreateSubscription.Builder create) {
    bench.create(create.build());
    bench.approve(create.getSubscriptionRequestId());
    bench.passTime(Duration.ofMillis(100));
    ChargeRequest charge = only(bench.settleAll(ChargeOutcome.SUCCEEDED));
    bench.replies();
    bench.events();
    return charge;
  }

  private List<CreateSubscription> created() {
    return bench.events().stream()
        .flatMap(event -> Optional.ofNullable(event.getCreated()).stream())
        .map(SubscriptionCreated::getTerms)
        .toList();
  }

  private void update(String requestId, long minor) {
    bench.command(
        "r-1",
        c ->
            c.setUpdate(
                UpdateSubscription.newBuilder()
                    .setRequestId(requestId)
                    .setPaymentAmount(new Money(minor, "USD"))
                    .build()));
  }

  private void describe(String requestId, String description) {
    bench.command(
        "r-1",
        c ->
            c.setUpdate(
                UpdateSubscription.newBuilder()
                    .setRequestId(requestId)
                    .setDescription(description)
                    .build()));
  }

  private void refund(String requestId, String paymentId, long minor) {
    bench.command(
        "r-1",
        c ->
            c.setRefund(
                new RefundPayment(requestId, paymentId, new Money(minor, "USD"), null, null)));
  }

  private void change(String requestId, long minor) {
    bench.command(
        "r-1",
        c ->
            c.setChange(
                ChangeSubscription.newBuilder()
                    .setRequestId(requestId)
                    .setPaymentAmount(new Money(minor, "USD"))
                    .build()));
  }

  private List<CommandOutcome> outcomes() {
    return bench.replies().stream().map(CommandReply::getOutcome).filter(Objects::nonNull).toList();
  }

  private List<String> codes() {
    return outcomes().stream().map(CommandOutcome::getCode).toList();
  }

  private long count(Function<SubscriptionEvent, ?> kind) {
    Predicate<SubscriptionEvent> is = event -> kind.apply(event) != null;
    return bench.events().stream().filter(is).count();
  }

  private static String name(SubscriptionEvent event) {
    return event.getSchema().getFields().stream()
        .skip(5)
        .filter(field -> event.get(field.pos()) instanceof SpecificRecord)
        .map(field -> field.name())
        .findFirst()
        .orElseThrow();
  }

  private static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.getFirst();
  }
}
