package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.SubscriptionChanged;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.command.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a merchant and a buyer do about one subscription: one request after the other. */
final class Merchant implements Actor {

  /** When the gateway says that it does not know, and the merchant asks the same again. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long is waited at most before what was answered with "ask again" is asked again. */
  private static final Duration PAUSE_MAX = Duration.ofHours(6);

  /** How often is asked again, at most, for what can as well be left. */
  private static final int TRIES_MAX = 3;

  private final World world;
  private final Post post;
  private final Plan plan;
  private final Wishes wishes;
  private final TestClock testClock;
  private final Instant endsAt;
  private Phase phase = Phase.NEW;
  private @Nullable String awaited;
  private Instant askedAt = Instant.EPOCH;

  private String subscriptionId;

  /** When the offer itself was refused. */
  private @Nullable Instant refusedAt;

  /** How many of the acts are over. */
  private int acted;

  /** How often the act of this moment was answered with "ask again". */
  private int undecided;

  /** What was asked for in the middle of its life, and answered with yes. */
  private final List<Accepted> accepted = new ArrayList<>();

  /** An act that the merchant was told is accepted, and by which subscription. */
  record Accepted(Act act, String subscriptionId) {}

  private enum Phase {
    NEW,
    CREATED,
    LIVE,
    OVER
  }

  /**
   * A merchant.
   *
   * @param testClock where the plan says that the subscription lives on it
   * @param endsAt when the subscription is terminated
   */
  Merchant(World world, Post post, Plan plan, TestClock testClock, Instant endsAt) {
    this.world = world;
    this.post = post;
    this.plan = plan;
    this.wishes = new Wishes(plan);
    this.testClock = testClock;
    this.endsAt = endsAt;
    this.subscriptionId = plan.subscriptionId();
    if (plan.onTestClock()) {
      testClock.take(this);
      world.livesOn(testClock, subscriptionId);
    }
  }

  Plan plan() {
    return plan;
  }

  /** True when it is known whether the subscription begins, but for the buyer's silence. */
  boolean isBorn() {
    return switch (phase) {
      case NEW -> false;
      case CREATED -> plan.birth() == Plan.Birth.FORGOTTEN && awaited == null;
      case LIVE, OVER -> true;
    };
  }

  /** True when the offer was refused, and had to be: a start lies at most one period back. */
  boolean isTooLate() {
    return refusedAt != null
        && !plan.onTestClock()
        && !plan.start().plus(plan.count(), plan.unit()).toInstant().isAfter(refusedAt);
  }

  /** What was asked for in the middle of its life, and answered with yes. */
  List<Accepted> accepted() {
    return accepted;
  }

  /** True when it wants nothing more. */
  boolean isOver() {
    return phase == Phase.OVER;
  }

  @Override
  public void steps(Steps possible) {
    if (awaited != null) {
      Optional<Reply> answer = post.answer(awaited);
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
    Optional<Instant> time = plan.onTestClock() ? testClock.shown() : Optional.of(world.now());
    return time.isPresent()
        && !world.now().isBefore(askedAt.plus(pause()))
        && switch (phase) {
          case NEW -> true;
          case CREATED -> plan.birth() != Plan.Birth.FORGOTTEN || !time.get().isBefore(endsAt);
          case LIVE -> !time.get().isBefore(nextAt());
          case OVER -> false;
        };
  }

  /** How long is waited before the same is asked again. */
  private Duration pause() {
    Duration pause = PATIENCE.multipliedBy(undecided == 0 ? 0 : 1L << Math.min(undecided, 12));
    return pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX;
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
    if (awaited != null) {
      post.forget(awaited);
    }
    askedAt = world.now();
    awaited =
        post.send(
            switch (phase) {
              case NEW -> wishes.create();
              case CREATED -> wishes.decide();
              case LIVE ->
                  isActing()
                      ? wishes.of(plan.acts().get(acted), subscriptionId)
                      : wishes.terminate(subscriptionId);
              case OVER -> throw new IllegalStateException("Nobody asks any more");
            });
    world.tell("merchant: %s asks in phase %s: %s", plan.requestId(), phase, awaited);
  }

  private void answered(Reply reply) {
    world.tell("merchant: %s is answered %s", plan.requestId(), reply);
    if (awaited != null) {
      post.forget(awaited);
    }
    awaited = null;
    boolean isFinal = reply instanceof Reply.Decided;
    boolean done = reply instanceof Reply.Decided decided && decided.accepted();
    if (!isFinal && (reply instanceof Reply.Undecided || asksOn())) {
      undecided++;
      return;
    }
    undecided = 0;
    if (isActing()) {
      if (done) {
        succeeded(plan.acts().get(acted));
      }
      acted++;
      return;
    }
    if (phase == Phase.LIVE) {
      Optional<String> successor = successor();
      if (successor.isPresent()) {
        subscriptionId = successor.get();
        return;
      }
    }
    if (phase == Phase.NEW && !done) {
      refusedAt = world.now();
    }
    boolean lives = done && plan.birth() == Plan.Birth.APPROVED;
    phase =
        switch (phase) {
          case NEW -> done ? Phase.CREATED : Phase.OVER;
          case CREATED -> lives ? Phase.LIVE : Phase.OVER;
          case LIVE, OVER -> Phase.OVER;
        };
  }

  /** Beginning and end have to be known, and so has a change; anything else can be left. */
  private boolean asksOn() {
    return !isActing() || plan.acts().get(acted).kind() == Act.Kind.CHANGE || undecided < TRIES_MAX;
  }

  /**
   * What has taken the subscription's place without an answer that said so: a change that was
   * refused while a charge was being processed can succeed later, and so can a late copy of it.
   */
  private Optional<String> successor() {
    int partition = Identity.partition(subscriptionId, world.log().partitions());
    return world.log().partition(Topics.SUBSCRIPTION_EVENTS.name(), partition).stream()
        .filter(entry -> entry.keyText().equals(subscriptionId))
        .map(entry -> world.decode(Topics.SUBSCRIPTION_EVENTS, entry).getChanged())
        .filter(Objects::nonNull)
        .map(SubscriptionChanged::getNewSubscriptionId)
        .findFirst();
  }

  private void succeeded(Act act) {
    accepted.add(new Accepted(act, subscriptionId));
    if (act.kind() == Act.Kind.CHANGE) {
      subscriptionId =
          Identity.subscriptionId(Origin.CHANGE, plan.clientId(), act.requestIdIn(plan));
    }
  }

  @Override
  public Optional<Instant> wakesAt() {
    if (awaited != null) {
      return Optional.of(askedAt.plus(PATIENCE));
    }
    if (undecided > 0) {
      return Optional.of(askedAt.plus(pause()));
    }
    if (plan.onTestClock()) {
      return Optional.empty();
    }
    return switch (phase) {
      case LIVE -> Optional.of(nextAt());
      case CREATED -> Optional.of(endsAt);
      case NEW, OVER -> Optional.empty();
    };
  }
}
