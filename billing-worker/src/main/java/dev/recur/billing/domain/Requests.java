package dev.recur.billing.domain;

import java.util.Optional;

/** Commands with an id of their own: what a repeat is answered, and how a refusal is told. */
final class Requests {
  private Requests() {}

  /** What a request that was answered before is answered again; empty when it is to be decided. */
  static Optional<Decision> repeated(
      State.Existing state, Input.Command.Requested command, Moment moment) {
    if (command.memory().request().isEmpty()) {
      return Optional.empty();
    }
    KnownRequest known = command.memory().request().get();
    if (!known.fingerprint().equals(command.fingerprint())) {
      return Optional.of(inconsistent(state, command, moment));
    }
    return known.isFinal() ? Optional.of(Decision.answer(known.answer())) : Optional.empty();
  }

  /** Refuses an id that was used before with other content. */
  static Decision inconsistent(
      State.Existing state, Input.Command.Requested command, Moment moment) {
    Answer answer = Answer.inconsistent(idField(command.kind()));
    return refuseOnce(state, command.kind(), command, answer, moment);
  }

  /**
   * Refuses what has no request id to remember the refusal by; of each kind it is told once. So is
   * an id that was used before: what is remembered by it is the answer to its first content.
   */
  static Decision refuseOnce(
      State.Existing state, CommandKind kind, Input.Command command, Answer answer, Moment moment) {
    if (state.head().refused().contains(kind)) {
      return Decision.answer(answer);
    }
    return new Story(state, moment)
        .tell(
            new Event.CommandRefused(
                kind, command.commandId(), Optional.empty(), answer.code(), answer.message()))
        .decision(answer);
  }

  /** Accepts: the answer is final. */
  static Decision accept(Story story, Input.Command.Requested command) {
    return story
        .decision(Answer.SUCCESS)
        .remembering(
            command.kind(), command.requestId(), command.fingerprint(), Answer.SUCCESS, true);
  }

  /** Refuses for good. */
  static Decision refuse(
      State.Existing state, Input.Command.Requested command, Answer answer, Moment moment) {
    return refuse(state, command, answer, moment, true);
  }

  /** Refuses what may succeed later under the same id. */
  static Decision refuseForNow(
      State.Existing state, Input.Command.Requested command, Answer answer, Moment moment) {
    return refuse(state, command, answer, moment, false);
  }

  private static Decision refuse(
      State.Existing state,
      Input.Command.Requested command,
      Answer answer,
      Moment moment,
      boolean isFinal) {
    boolean told = command.memory().request().isPresent();
    if (told && !isFinal) {
      return Decision.answer(answer);
    }
    Decision decision =
        told
            ? Decision.answer(answer)
            : new Story(state, moment)
                .tell(
                    new Event.CommandRefused(
                        command.kind(),
                        command.commandId(),
                        Optional.of(command.requestId()),
                        answer.code(),
                        answer.message()))
                .decision(answer);
    return decision.remembering(
        command.kind(), command.requestId(), command.fingerprint(), answer, isFinal);
  }

  private static String idField(CommandKind kind) {
    return switch (kind) {
      case UPDATE, PAUSE, RESUME, REPLACE_METHOD -> "subscriptionUpdateRequestId";
      case CHARGE -> "paymentRequestId";
      case REFUND -> "refundRequestId";
      case CHANGE -> "subscriptionChangeRequestId";
      case CREATE, APPROVE, DECLINE, HELD_CYCLES, RELEASE -> "request id";
    };
  }
}
