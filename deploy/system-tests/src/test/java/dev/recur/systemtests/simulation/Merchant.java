package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.CancelSubscription;
import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.ChangeMode;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.DecideHeldCycles;
import dev.recur.schemas.avro.DeclineSubscription;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PauseSubscription;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.ProrationMode;
import dev.recur.schemas.avro.RefundPayment;
import dev.recur.schemas.avro.ReplacePaymentMethod;
import dev.recur.schemas.avro.ResultStatus;
import dev.recur.schemas.avro.ResumeSubscription;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.UpdateSubscription;
import dev.recur.schemas.id.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a merchant and a buyer do about one subscription: one request after the other. */
final class Merchant implements Actor {

  /** When the gateway says that it does not know, and the merchant asks the same again. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final World world;
  private final Post post;
  private final Plan plan;
  private final Instant endsAt;
  private Phase phase = Phase.NEW;
  private @Nullable String awaited;
  private Instant askedAt = Instant.MIN;

  /** How many of the acts are over. */
  private int acted;

  private enum Phase {
    NEW,
    CREATED,
    LIVE,
    OVER
  }

  /**
   * A merchant.
   *
   * @param endsAt when the subscription is terminated
   */
  Merchant(World world, Post post, Plan plan, Instant endsAt) {
    this.world = world;
    this.post = post;
    this.plan = plan;
    this.endsAt = endsAt;
  }

  Plan plan() {
    return plan;
  }

  /** True when it wants nothing more. */
  boolean isOver() {
    return phase == Phase.OVER;
  }

  @Override
  public void steps(Steps possible) {
    if (awaited != null) {
      Optional<CommandOutcome> answer = post.answer(awaited);
      if (answer.isPresent()) {
        possible.work(5, () -> answered(answer.get()));
      } else if (!world.now().isBefore(askedAt.plus(PATIENCE))) {
        possible.work(1, this::ask);
      }
    } else if (isToAsk()) {
      possible.work(5, this::ask);
    }
  }

  private boolean isToAsk() {
    return switch (phase) {
      case NEW -> true;
      case CREATED -> plan.birth() != Plan.Birth.FORGOTTEN || !world.now().isBefore(endsAt);
      case LIVE -> !world.now().isBefore(nextAt());
      case OVER -> false;
    };
  }

  private Instant nextAt() {
    return acted < plan.acts().size() && plan.acts().get(acted).at().isBefore(endsAt)
        ? plan.acts().get(acted).at()
        : endsAt;
  }

  private boolean isActing() {
    return phase == Phase.LIVE && nextAt().isBefore(endsAt);
  }

  private void ask() {
    askedAt = world.now();
    awaited =
        switch (phase) {
          case NEW -> send(command -> command.setCreate(plan.create()));
          case CREATED -> send(this::decide);
          case LIVE -> send(isActing() ? wish(plan.acts().get(acted)) : Merchant::terminate);
          case OVER -> throw new IllegalStateException("Nobody asks any more");
        };
    world.tell("merchant: %s asks in phase %s: %s", plan.requestId(), phase, awaited);
  }

  private void decide(SubscriptionCommand.Builder command) {
    switch (plan.birth()) {
      case APPROVED -> command.setApprove(new ApproveSubscription(null, null));
      case DECLINED -> command.setDecline(new DeclineSubscription(null));
      case FORGOTTEN -> terminate(command);
    }
  }

  private static void terminate(SubscriptionCommand.Builder command) {
    command.setCancel(new CancelSubscription(CancellationType.TERMINATE));
  }

  private Post.Wish wish(Act act) {
    String id = act.requestId();
    UpdateSubscription.Builder update = UpdateSubscription.newBuilder().setRequestId(id);
    Money price = new Money(100L + 7L * act.number(), "USD");
    return switch (act.kind()) {
      case PAUSE -> command -> command.setPause(new PauseSubscription(id, null));
      case RESUME -> command -> command.setResume(new ResumeSubscription(id));
      case CANCEL -> command -> command.setCancel(new CancelSubscription(CancellationType.CANCEL));
      case PRICE_NOW ->
          command ->
              command.setUpdate(
                  update
                      .setPaymentAmount(price)
                      .setProrationMode(
                          act.number() % 2 == 0
                              ? ProrationMode.IMMEDIATE_PAY_CUSTOM_AMOUNT
                              : ProrationMode.IMMEDIATE_REFUND_CUSTOM_AMOUNT)
                      .setCustomAmount(new Money(11L + act.number(), "USD"))
                      .build());
      case PRICE_NEXT ->
          command ->
              command.setUpdate(
                  update.setPaymentAmount(price).setChangeMode(ChangeMode.NEXT_PERIOD).build());
      case PERIOD ->
          command ->
              command.setUpdate(
                  update.setPeriodRule(new PeriodRule(PeriodUnit.DAY, 5 + act.number())).build());
      case REPLACE_METHOD ->
          command ->
              command.setReplacePaymentMethod(
                  new ReplacePaymentMethod(id, new PaymentMethod("DANA", "ok")));
      case REFUND ->
          command ->
              command.setRefund(
                  RefundPayment.newBuilder()
                      .setRefundRequestId(id)
                      .setPaymentId(
                          Identity.paymentIdOfPeriod(plan.subscriptionId(), 1 + act.number() % 3))
                      .setAmount(new Money(1L + plan.amountMinor() / 3, "USD"))
                      .build());
      case HELD_CYCLES ->
          command -> command.setHeldCycles(new DecideHeldCycles(act.number() % 2 == 0));
    };
  }

  private String send(Post.Wish wish) {
    return post.send(plan.clientId(), plan.subscriptionId(), wish);
  }

  private void answered(CommandOutcome outcome) {
    world.tell(
        "merchant: %s is answered %s %s", plan.requestId(), outcome.getStatus(), outcome.getCode());
    awaited = null;
    boolean done = outcome.getStatus() == ResultStatus.SUCCEEDED;
    if (isActing()) {
      acted++;
      return;
    }
    boolean lives = done && plan.birth() == Plan.Birth.APPROVED;
    phase =
        switch (phase) {
          case NEW -> done ? Phase.CREATED : Phase.OVER;
          case CREATED -> lives ? Phase.LIVE : Phase.OVER;
          case LIVE, OVER -> Phase.OVER;
        };
  }

  @Override
  public Optional<Instant> wakesAt() {
    if (awaited != null) {
      return Optional.of(askedAt.plus(PATIENCE));
    }
    return switch (phase) {
      case LIVE -> Optional.of(nextAt());
      case CREATED -> Optional.of(endsAt);
      case NEW, OVER -> Optional.empty();
    };
  }
}
