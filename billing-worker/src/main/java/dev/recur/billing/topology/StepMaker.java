package dev.recur.billing.topology;

import dev.recur.billing.domain.Agenda;
import dev.recur.billing.domain.Answer;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.CommandKind;
import dev.recur.billing.domain.Decider;
import dev.recur.billing.domain.Decision;
import dev.recur.billing.domain.Event;
import dev.recur.billing.domain.Evolver;
import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.Memory;
import dev.recur.billing.domain.Moment;
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

  /**
   * Most due items of one subscription in one step: after a long stop no subscription keeps the
   * others waiting, nor makes a step of many records.
   */
  private static final int DUE_ITEMS_PER_STEP_MAX = 8;

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
    return encode(before, Decider.decide(before, input, moment), input.memory(), moment, origin);
  }

  /**
   * As {@link #step} for a due item, and for what falls due next, as long as that is no later than
   * the moment: the state that lies between them is nobody's. The ledger holds each of them, so
   * that a replay, which takes them one by one, comes to the same.
   *
   * @throws RuntimeException when code and data disagree about any of them; nothing is put then
   */
  Step stepThroughDue(State before, Input.Due first, Moment moment) {
    Draft draft = new Draft(before);
    Instant dueAt = first.dueAt();
    for (int taken = 0; taken < DUE_ITEMS_PER_STEP_MAX; taken++) {
      Input.Due due = new Input.Due(dueAt);
      Decision decision = Decider.decide(draft.state, due, moment);
      draft.take(decision, due.memory(), moment, new Origin.OfDueItem(dueAt));
      Optional<Instant> next =
          draft.state instanceof State.Existing after ? dueAt(after) : Optional.empty();
      if (decision.events().isEmpty() || next.filter(at -> !at.isAfter(moment.at())).isEmpty()) {
        break;
      }
      dueAt = next.get();
    }
    return draft.step(new Origin.OfDueItem(first.dueAt()));
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
            ? Optional.of(new Answer(Answer.Status.UNKNOWN, "UNKNOWN_EXCEPTION", reason))
            : Optional.empty();
    Decision decision = new Decision(parked, answer, Optional.empty(), List.of());
    return encode(before, decision, Memory.NONE, moment, origin);
  }

  private Step encode(
      State before, Decision decision, Memory memory, Moment moment, Origin origin) {
    Draft draft = new Draft(before);
    draft.take(decision, memory, moment, origin);
    return draft.step(origin);
  }

  /** A step while it is made, decision by decision. */
  private final class Draft {
    private final List<Outgoing> outgoing = new ArrayList<>();
    private final List<Step.Beside> beside = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private State state;

    Draft(State before) {
      state = before;
    }

    void take(Decision decision, Memory memory, Moment moment, Origin origin) {
      Payments payments = new Payments(state, memory);
      Optional<DecisionInput> input = Optional.of(input(origin, moment));
      for (Event event : decision.events()) {
        State.Existing after = Evolver.evolve(state, event, moment.at());
        outgoing.add(event(event, after, input));
        // The others of a decision follow from the first.
        input = Optional.empty();
        payments.take(event);
        state = after;
        ChannelAsk.of(event, after).map(StepMaker.this::request).ifPresent(outgoing::add);
        CommandAsk.of(event, after).map(StepMaker.this::command).ifPresent(outgoing::add);
      }
      events.addAll(decision.events());
      beside.addAll(beside(state, payments, decision));
      if (origin instanceof Origin.OfCommand(SubscriptionCommand command)) {
        decision.answer().ifPresent(answer -> outgoing.add(answer(command, answer, state)));
      }
      if (decision.late().isPresent() && state instanceof State.Existing after) {
        Decision.LateAnswer late = decision.late().get();
        State.Head head = after.head();
        outgoing.add(
            reply(late.commandId(), head.terms().subscriptionId(), late.answer(), head.sequence()));
      }
    }

    /**
     * What there is to put and to forward.
     *
     * @param first what the first decision was made from
     */
    Step step(Origin first) {
      Optional<Step.Change> change = Optional.empty();
      if (state instanceof State.Existing after) {
        Optional<Instant> dueAt = dueAt(after);
        if (!events.isEmpty()) {
          outgoing.add(snapshot(after));
          change = Optional.of(change(after, dueAt, beside));
        } else if (first instanceof Origin.OfDueItem(Instant taken)) {
          // Nothing came of the entry, so it must not stand where it stands: it would be taken
          // again for ever, before all that is due later. An earlier release put it, and the agenda
          // names another time now; or it is what a parked subscription fails on.
          change = Optional.of(change(after, dueAt.filter(next -> !next.equals(taken)), beside));
        } else if (!beside.isEmpty()) {
          change = Optional.of(change(after, dueAt, beside));
        }
      }
      return new Step(change, outgoing, events);
    }
  }

  /** What the stores beside the state keep of a decision. */
  private static List<Step.Beside> beside(State state, Payments payments, Decision decision) {
    List<Step.Beside> beside = new ArrayList<>();
    payments
        .changed()
        .forEach(
            (paymentId, payment) ->
                beside.add(
                    new Step.Beside(
                        BillingTopology.PAYMENTS_STORE,
                        paymentId,
                        fit(MemoryCodec.encode(payment)))));
    if (state instanceof State.Existing existing) {
      String subscriptionId = existing.head().terms().subscriptionId();
      for (Decision.Remembered remembered : decision.remembered()) {
        beside.add(
            new Step.Beside(
                BillingTopology.REQUESTS_STORE,
                requestKey(subscriptionId, remembered.kind(), remembered.requestId()),
                fit(MemoryCodec.encode(remembered.request()))));
      }
    }
    return beside;
  }

  /** The key under which the answer to a request is kept. */
  static String requestKey(String subscriptionId, CommandKind kind, String requestId) {
    return subscriptionId + "/" + kind.name() + "/" + requestId;
  }

  /**
   * An answer goes to whoever waits for it: in a change, to the other subscription.
   *
   * @param now the subscription once this is said; to another client it is none, also in how far it
   *     is, which a caller could tell by waiting for it
   */
  Outgoing answer(SubscriptionCommand command, Answer answer, State now) {
    return CommandAsk.settling(command, answer)
        .map(this::command)
        .orElseGet(
            () ->
                reply(
                    command.getCommandId(),
                    command.getSubscriptionId(),
                    answer,
                    sequence(now, command.getClientId())));
  }

  private static long sequence(State state, String clientId) {
    return state instanceof State.Existing existing
            && existing.head().terms().clientId().equals(clientId)
        ? existing.head().sequence()
        : 0;
  }

  private static Step.Change change(
      State.Existing after, Optional<Instant> dueAt, List<Step.Beside> beside) {
    return new Step.Change(after, fit(StateCodec.encode(after, dueAt)), dueAt, beside);
  }

  /**
   * When the due index is to wake a subscription. A test clock passes through every due instant in
   * order, so time stands still there while an answer is awaited; else the answer would be dated at
   * whatever instant the clock has raced to meanwhile.
   */
  private static Optional<Instant> dueAt(State.Existing after) {
    boolean stands = after.head().terms().clock() instanceof ClockId.Test && isAwaiting(after);
    return stands ? Optional.empty() : Agenda.nextDueAt(after);
  }

  /**
   * True while a subscription waits for the channel, or for the one that is to replace it. One that
   * is parked waits for a person, which holds up no clock.
   */
  static boolean isAwaiting(State.Existing state) {
    boolean changes =
        state instanceof State.Live live && live.change().isPresent() && !live.head().parked();
    return state.awaitsChannel() || changes;
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
            .setLifecycleStatus(Nouns.status(after))
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

  private Outgoing command(SubscriptionCommand command) {
    return new Outgoing(
        BillingTopology.COMMANDS_SINK,
        command.getSubscriptionId(),
        fit(codecs.commands().encode(command)),
        Optional.of(new PublicEvent(command.getCommandId(), "dev.recur.command.Change")));
  }

  private Outgoing reply(String commandId, String subscriptionId, Answer answer, long sequence) {
    ResultStatus status =
        switch (answer.status()) {
          case SUCCEEDED -> ResultStatus.SUCCEEDED;
          case FAILED -> ResultStatus.FAILED;
          case UNKNOWN -> ResultStatus.UNKNOWN;
        };
    CommandOutcome outcome =
        CommandOutcome.newBuilder()
            .setCommandId(commandId)
            .setSubscriptionId(subscriptionId)
            .setStatus(status)
            .setCode(answer.code())
            .setMessage(answer.message())
            .setSequence(sequence)
            .build();
    return new Outgoing(
        BillingTopology.REPLIES_SINK,
        subscriptionId,
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
