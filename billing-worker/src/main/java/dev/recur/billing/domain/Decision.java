package dev.recur.billing.domain;

import java.util.List;
import java.util.Optional;

/**
 * What follows from an input.
 *
 * @param events what happened, in order; empty when nothing did
 * @param answer for whoever gave the command; empty when nobody did
 */
public record Decision(List<Event> events, Optional<Answer> answer) {
  /** A repeated result or a stale due item: nothing follows. */
  static final Decision NOTHING = new Decision(List.of(), Optional.empty());

  public Decision {
    events = List.copyOf(events);
  }

  static Decision answer(Answer answer) {
    return new Decision(List.of(), Optional.of(answer));
  }

  static Decision of(List<Event> events) {
    return new Decision(events, Optional.empty());
  }

  static Decision of(List<Event> events, Answer answer) {
    return new Decision(events, Optional.of(answer));
  }
}
