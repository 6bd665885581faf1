package dev.recur.billing.topology;

import dev.recur.billing.domain.Agenda;
import dev.recur.billing.domain.Answer;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Collection;
import dev.recur.billing.domain.Decider;
import dev.recur.billing.domain.Decision;
import dev.recur.billing.domain.Event;
import dev.recur.billing.domain.Evolver;
import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.Moment;
import dev.recur.billing.domain.SettledPayment;
import dev.recur.billing.domain.State;
import dev.recur.billing.topology.Step.Outgoing;
import dev.recur.billing.topology.Step.PublicEvent;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.DecisionInput;
import dev.recur.schemas.avro.DueItem;
import dev.recur.schemas.avro.ResultStatus;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.topic.TopicSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** Has an input decided and encodes what follows, down to the last byte, before anything is put. */
final class StepMaker {
  /** Room that a record's key, headers and framing may take beside its value. */
  private static final int RECORD_OVERHEAD_BYTES = 16 * 1024;

  private static final int VALUE_BYTES_MAX = TopicSpec.MESSAGE_BYTES_MAX - RECORD_OVERHEAD_BYTES;

  private final BillingCodecs codecs;

  StepMaker(BillingCodecs codecs) {
    this.codecs = codecs;
  }

  /** What a decision is made from, as the ledger keeps it, and who waits for an answer. */
  sealed interface Origin {
    record OfCommand(SubscriptionCommand command) implements Origin {}

    record OfResult(ChargeResult result) implements Origin {}

    record OfDueItem(Instant dueAt) implements Origin {}
  }

  /**
   * @throws RuntimeException when code and data disagree; nothing is put then
   */
  Step step(State before, Input input, Moment moment, Origin origin) {
    return encode(before, Decider.decide(before, input, moment), moment, origin);
  }

  /**
   * What is left to do for a subscription that {@link #step} failed on: it parks, loudly.
   *
   * @param reason what was found, in one sentence that says what to do
   */
  Step park(State.Existing before, String reason, Moment moment, Origin origin) {
    List<Event> parked = before.head().parked() ? List.of() : List.of(new Event.Parked(reason));
    Optional<Answer> answer =
        origin instanceof Origin.OfCommand
            ? Optional.of(new Answer(false, "UNKNOWN_EXCEPTION", reason))
            : Optional.empty();
    return encode(before, new Decision(parked, answer), moment, origin);
  }

  /** The answer to a command that was never decided. */
  Outgoing refusal(SubscriptionCommand command, Answer answer, long sequence) {
    return reply(command, answer, sequence);
  }

  private Step encode(State before, Decision decision, Moment moment, Origin origin) {
    List<Outgoing> outgoing = new ArrayList<>();
    List<Step.Settled> settled = new ArrayList<>();
    State state = before;
    for (Event event : decision.events()) {
      State.Existing after = Evolver.evolve(state, event, moment.at());
      boolean first = outgoing.isEmpty();
      outgoing.add(
          event(event, after, first ? Optional.of(input(origin, moment)) : Optional.empty()));
      SettledPayment.by(event).map(StepMaker::settled).ifPresent(settled::add);
      state = after;
      ChannelAsk.of(event, after).map(this::request).ifPresent(outgoing::add);
    }
    Optional<Step.Change> change = Optional.empty();
    if (state instanceof State.Existing after) {
      Optional<Instant> dueAt = dueAt(after);
      if (!decision.events().isEmpty()) {
        outgoing.add(snapshot(after));
        change = Optional.of(change(after, dueAt, settled));
      } else if (origin instanceof Origin.OfDueItem(Instant taken)) {
        // Nothing came of the entry, so it must not stand where it stands: it would be taken again
        // for ever, before all that is due later. An earlier release put it, and the agenda names
        // another time now; or it is what a parked subscription fails on.
        change = Optional.of(change(after, dueAt.filter(next -> !next.equals(taken)), settled));
      }
    }
    long sequence = state instanceof State.Existing after ? after.head().sequence() : 0;
    if (origin instanceof Origin.OfCommand(SubscriptionCommand command)) {
      decision.answer().ifPresent(answer -> outgoing.add(reply(command, answer, sequence)));
    }
    return new Step(change, outgoing);
  }

  private static Step.Settled settled(SettledPayment settled) {
    return new Step.Settled(settled.payment().paymentId(), fit(StateCodec.encode(settled)));
  }

  private static Step.Change change(
      State.Existing after, Optional<Instant> dueAt, List<Step.Settled> settled) {
    return new Step.Change(after, fit(StateCodec.encode(after, dueAt)), dueAt, settled);
  }

  /**
   * When the due index is to wake a subscription. A test clock passes through every due instant in
   * order, so time stands still there while an answer is awaited; else the answer would be dated at
   * whatever instant the clock has raced to meanwhile.
   */
  private static Optional<Instant> dueAt(State.Existing after) {
    boolean stands =
        after.head().terms().clock() instanceof ClockId.Test
            && after.collection().filter(Collection::isInFlight).isPresent();
    return stands ? Optional.empty() : Agenda.nextDueAt(after);
  }

  private Outgoing event(Event event, State.Existing after, Optional<DecisionInput> input) {
    State.Head head = after.head();
    SubscriptionEvent entry =
        LedgerEntry.of(event)
            .setSubscriptionId(head.terms().subscriptionId())
            .setClientId(head.terms().clientId())
            .setSequence(head.sequence())
            .setAt(head.at())
            .setInput(input.orElse(null))
            .build();
    String id = head.terms().subscriptionId() + "/" + head.sequence();
    return new Outgoing(
        BillingTopology.EVENTS_SINK,
        head.terms().subscriptionId(),
        fit(codecs.events().encode(entry)),
        Optional.of(
            new PublicEvent(id, "dev.recur.subscription." + event.getClass().getSimpleName())));
  }

  private Outgoing snapshot(State.Existing after) {
    State.Head head = after.head();
    return new Outgoing(
        BillingTopology.SNAPSHOTS_SINK,
        head.terms().subscriptionId(),
        fit(codecs.snapshots().encode(Snapshots.of(after))),
        Optional.of(
            new PublicEvent(
                head.terms().subscriptionId() + "/" + head.sequence() + "/snapshot",
                "dev.recur.subscription.Snapshot")));
  }

  private Outgoing request(ChargeRequest request) {
    return new Outgoing(
        BillingTopology.REQUESTS_SINK,
        request.getSubscriptionId(),
        fit(codecs.requests().encode(request)),
        Optional.of(
            new PublicEvent(
                request.getKey() + "/" + request.getOperation() + "/" + request.getInquiry(),
                "dev.recur.charge." + request.getOperation())));
  }

  private Outgoing reply(SubscriptionCommand command, Answer answer, long sequence) {
    ResultStatus status =
        answer.code().equals("UNKNOWN_EXCEPTION")
            ? ResultStatus.UNKNOWN
            : answer.succeeded() ? ResultStatus.SUCCEEDED : ResultStatus.FAILED;
    CommandOutcome outcome =
        CommandOutcome.newBuilder()
            .setCommandId(command.getCommandId())
            .setSubscriptionId(command.getSubscriptionId())
            .setStatus(status)
            .setCode(answer.code())
            .setMessage(answer.message())
            .setSequence(sequence)
            .build();
    return new Outgoing(
        BillingTopology.REPLIES_SINK,
        command.getSubscriptionId(),
        fit(codecs.replies().encode(new CommandReply(outcome, null))),
        Optional.empty());
  }

  private static DecisionInput input(Origin origin, Moment moment) {
    DecisionInput.Builder input = DecisionInput.newBuilder().setRecordedAt(moment.recordedAt());
    switch (origin) {
      case Origin.OfCommand(SubscriptionCommand command) -> input.setCommand(command);
      case Origin.OfResult(ChargeResult result) -> input.setChargeResult(result);
      case Origin.OfDueItem(Instant dueAt) -> input.setDueItem(new DueItem(dueAt));
    }
    return input.build();
  }

  private static Bytes fit(byte[] value) {
    if (value.length > VALUE_BYTES_MAX) {
      throw new IllegalStateException(
          "a record of " + value.length + " bytes is larger than " + VALUE_BYTES_MAX);
    }
    return Bytes.wrap(value);
  }
}
