package dev.recur.billing.domain;

import java.util.List;
import java.util.Optional;

/**
 * What follows from an input.
 *
 * @param events what happened, in order; empty when nothing did
 * @param answer for whoever gave the command; empty when nobody did, or the answer comes later
 * @param late for whoever gave an earlier command and has waited for this
 * @param remembered requests that are answered by this
 */
public record Decision(
    List<Event> events,
    Optional<Answer> answer,
    Optional<LateAnswer> late,
    List<Remembered> remembered) {
  /** A repeated result or a stale due item: nothing follows. */
  static final Decision NOTHING =
      new Decision(List.of(), Optional.empty(), Optional.empty(), List.of());

  public Decision {
    events = List.copyOf(events);
    remembered = List.copyOf(remembered);
  }

  /** The answer to an earlier command. */
  public record LateAnswer(String commandId, Answer answer) {}

  /** A request and its answer. */
  public record Remembered(CommandKind kind, String requestId, KnownRequest request) {}

  static Decision answer(Answer answer) {
    return new Decision(List.of(), Optional.of(answer), Optional.empty(), List.of());
  }

  static Decision of(List<Event> events) {
    return new Decision(events, Optional.empty(), Optional.empty(), List.of());
  }

  static Decision of(List<Event> events, Answer answer) {
    return new Decision(events, Optional.of(answer), Optional.empty(), List.of());
  }

  /** The same, with an answer for somebody who has waited. */
  Decision answering(Optional<String> commandId, Answer later) {
    return new Decision(events, answer, commandId.map(id -> new LateAnswer(id, later)), remembered);
  }

  /** The same, remembered as the answer to a request. */
  Decision remembering(
      CommandKind kind, String requestId, String fingerprint, Answer given, boolean isFinal) {
    return new Decision(
        events,
        answer,
        late,
        List.of(new Remembered(kind, requestId, new KnownRequest(fingerprint, given, isFinal))));
  }
}
