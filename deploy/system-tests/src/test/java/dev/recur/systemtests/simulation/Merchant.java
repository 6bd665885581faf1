package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.CancelSubscription;
import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.ResultStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
  public void steps(List<Step> possible) {
    if (awaited != null) {
      Optional<CommandOutcome> answer = post.answer(awaited);
      if (answer.isPresent()) {
        possible.add(Step.work(5, () -> answered(answer.get())));
      } else if (!world.now().isBefore(askedAt.plus(PATIENCE))) {
        possible.add(Step.work(1, this::ask));
      }
    } else if (isToAsk()) {
      possible.add(Step.work(5, this::ask));
    }
  }

  private boolean isToAsk() {
    return switch (phase) {
      case NEW, CREATED -> true;
      case LIVE -> !world.now().isBefore(endsAt);
      case OVER -> false;
    };
  }

  private void ask() {
    askedAt = world.now();
    awaited =
        switch (phase) {
          case NEW -> send(command -> command.setCreate(plan.create()));
          case CREATED -> send(command -> command.setApprove(new ApproveSubscription(null, null)));
          case LIVE, OVER ->
              send(
                  command ->
                      command.setCancel(new CancelSubscription(CancellationType.TERMINATE)));
        };
    world.tell("merchant: %s asks in phase %s: %s", plan.requestId(), phase, awaited);
  }

  private String send(Post.Wish wish) {
    return post.send(plan.clientId(), plan.subscriptionId(), wish);
  }

  private void answered(CommandOutcome outcome) {
    world.tell(
        "merchant: %s is answered %s %s", plan.requestId(), outcome.getStatus(), outcome.getCode());
    awaited = null;
    boolean done = outcome.getStatus() == ResultStatus.SUCCEEDED;
    phase =
        switch (phase) {
          case NEW -> done ? Phase.CREATED : Phase.OVER;
          case CREATED -> done ? Phase.LIVE : Phase.OVER;
          case LIVE, OVER -> Phase.OVER;
        };
  }

  @Override
  public Optional<Instant> wakesAt() {
    if (awaited != null) {
      return Optional.of(askedAt.plus(PATIENCE));
    }
    return phase == Phase.LIVE ? Optional.of(endsAt) : Optional.empty();
  }
}
