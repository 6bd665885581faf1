package dev.recur.billing.topology;

import dev.recur.billing.domain.Answer;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.Moment;
import dev.recur.billing.domain.State;
import dev.recur.billing.topology.StepMaker.Origin;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads and decides so that nothing in one subscription's data stops the others. A fault in the
 * rules parks the subscription. Where even that cannot be done, because its state cannot be read or
 * not be written, it is set aside: its records are kept as dead letters, and its due items stay
 * where they are and are passed over until the process starts again, so that the release that can
 * work with it takes it up by itself.
 *
 * <p>What is nobody's data stops the process: a broker or registry that does not answer, and a
 * store that a later release has written to.
 */
final class GuardedSteps {
  /** Why a record of a subscription that is set aside becomes a dead letter. */
  private static final String SET_ASIDE =
      "The subscription is set aside, because its state can be neither used nor parked: see the"
          + " worker's log, roll out a release that can, then put this record back.";

  /** Why what the channel said of a parked one does, where no event would hold it. */
  private static final String PARKED =
      "The subscription is parked, and what the channel said of it met a fault in the billing rules"
          + " again: see the worker's log, roll out a release that mends it, then put this record"
          + " back and release the subscription.";

  private static final Logger LOG = LoggerFactory.getLogger(GuardedSteps.class);

  private final SubscriptionStores stores;
  private final StepMaker steps;
  private final BillingMetrics metrics;
  private final Set<String> setAside = new HashSet<>();

  GuardedSteps(SubscriptionStores stores, StepMaker steps, BillingMetrics metrics) {
    this.stores = stores;
    this.steps = steps;
    this.metrics = metrics;
  }

  /** A subscription as it lies in the store; empty when it is set aside. */
  Optional<StateCodec.Stored> load(String subscriptionId) {
    try {
      return Optional.of(stores.load(subscriptionId));
    } catch (RuntimeException fault) {
      throwIfNobodysData(fault);
      setAside(subscriptionId, fault);
      return Optional.empty();
    }
  }

  /**
   * What follows from an input.
   *
   * @param when when it is decided; finding that out may fail too
   * @param now real time
   * @return the step, for a due item with what is due after it; or that it parks; empty when
   *     nothing holds the input and it must be kept
   */
  Optional<Step> step(
      String subscriptionId,
      State state,
      Input input,
      Supplier<Moment> when,
      Origin origin,
      Instant now) {
    try {
      Moment moment = when.get();
      Input known = stores.withMemory(subscriptionId, state, input);
      return Optional.of(
          known instanceof Input.Due due
              ? steps.stepThroughDue(state, due, moment)
              : steps.step(state, known, moment, origin));
    } catch (RuntimeException fault) {
      throwIfNobodysData(fault);
      metrics.parked();
      LOG.atError()
          .addKeyValue("subscriptionId", subscriptionId)
          .addKeyValue("input", input.getClass().getSimpleName())
          .setCause(fault)
          .log("A fault in the billing rules: this subscription parks, all others go on");
      return parked(subscriptionId, state, fault, origin, now);
    }
  }

  private Optional<Step> parked(
      String subscriptionId, State state, RuntimeException fault, Origin origin, Instant now) {
    String reason =
        "A fault in the billing rules ("
            + fault.getClass().getSimpleName()
            + "): see the worker's log, mend it, then release the subscription.";
    try {
      if (state instanceof State.Existing existing) {
        // Parked already, no event would hold what the channel said: money may have moved.
        return existing.head().parked() && origin instanceof Origin.OfResult
            ? Optional.empty()
            : Optional.of(steps.park(existing, reason, parkedAt(existing, now), origin));
      }
      return Optional.of(
          origin instanceof Origin.OfCommand(var command)
              ? new Step(
                  Optional.empty(),
                  List.of(
                      steps.answer(
                          command,
                          new Answer(Answer.Status.UNKNOWN, "UNKNOWN_EXCEPTION", reason),
                          state)),
                  List.of())
              : Step.NOTHING);
    } catch (RuntimeException worse) {
      throwIfNobodysData(worse);
      setAside(subscriptionId, worse);
      return Optional.empty();
    }
  }

  /** Now, as far as it is known where time is made up: a test clock may be what failed. */
  private static Moment parkedAt(State.Existing state, Instant now) {
    Instant last = state.head().at();
    return switch (state.head().terms().clock()) {
      case ClockId.Live _ -> new Moment(SubscriptionTime.later(last, now), now);
      case ClockId.Test _ -> new Moment(last, now);
    };
  }

  /** True while a subscription's due items are passed over. */
  boolean isSetAside(String subscriptionId) {
    return setAside.contains(subscriptionId);
  }

  /** Why a record that no step came of becomes a dead letter, and what to do about it. */
  String whyNotTaken(String subscriptionId) {
    return isSetAside(subscriptionId) ? SET_ASIDE : PARKED;
  }

  /**
   * A step was made after all.
   *
   * @return true when the subscription had been set aside
   */
  boolean takenUp(String subscriptionId) {
    boolean was = setAside.remove(subscriptionId);
    if (was) {
      metrics.setAside(-1);
    }
    return was;
  }

  /** Another process has them now, and looks for itself. */
  void close() {
    metrics.setAside(-setAside.size());
    setAside.clear();
  }

  private void setAside(String subscriptionId, RuntimeException fault) {
    if (setAside.add(subscriptionId)) {
      metrics.setAside(1);
      LOG.atError()
          .addKeyValue("subscriptionId", subscriptionId)
          .setCause(fault)
          .log(
              "A subscription's state can be neither used nor parked: it is set aside, all others"
                  + " go on; roll out a release that can read it, then put its dead letters back");
    }
  }

  /** Values that cannot be coded are somebody's data, though Kafka counts them as its errors. */
  private static void throwIfNobodysData(RuntimeException fault) {
    boolean kafka = fault instanceof KafkaException && !(fault instanceof SerializationException);
    if (kafka || fault instanceof LaterReleaseException) {
      throw fault;
    }
  }
}
