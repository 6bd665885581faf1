package dev.recur.billing.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one decision while it is being made, with the state after the latest of them. Lives
 * and dies inside one call of {@link Decider}.
 */
final class Story {
  private final Moment moment;
  private final List<Event> events = new ArrayList<>();
  private State state;

  Story(State state, Moment moment) {
    this.state = state;
    this.moment = moment;
  }

  Story tell(Event event) {
    state = Evolver.evolve(state, event, moment.at());
    events.add(event);
    return this;
  }

  State state() {
    return state;
  }

  /** The state, where the story goes on only with a live one. */
  State.Live live() {
    return (State.Live) state;
  }

  Moment moment() {
    return moment;
  }

  /** What the subscription's clock shows, see {@link Moment#nowOn}. */
  Instant now() {
    return moment.nowOn(((State.Existing) state).head().terms().clock());
  }

  Decision decision() {
    return Decision.of(events);
  }

  Decision decision(Answer answer) {
    return Decision.of(events, answer);
  }
}
