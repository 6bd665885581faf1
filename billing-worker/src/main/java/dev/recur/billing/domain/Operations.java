package dev.recur.billing.domain;

import java.util.Optional;

/** What an operator decides: held periods, and parked subscriptions. */
final class Operations {
  private Operations() {}

  static Decision heldCycles(State.Live live, Input.Command.HeldCycles command, Moment moment) {
    if (live.dues().held().isEmpty()) {
      return Decision.answer(Answer.processFail("No period is held: there is nothing to decide."));
    }
    return new Story(live, moment)
        .tell(
            new Event.HeldCyclesDecided(
                command.approve(),
                live.dues().held().stream().map(missed -> missed.period().number()).toList()))
        .decision(Answer.SUCCESS);
  }

  static Decision release(State.Existing state, Input.Command.Release command, Moment moment) {
    if (!state.head().parked()) {
      return Decision.answer(
          Answer.processFail("The subscription is not parked: it goes on anyway."));
    }
    Optional<Collection> unresolved =
        state.collection().filter(c -> c.phase() instanceof Collection.Phase.Unresolved);
    if (unresolved.isPresent()) {
      // It would never be charged again, because this payment may still succeed, and silently so.
      return Decision.answer(
          Answer.processFail(
              "Nobody knows yet what became of "
                  + unresolved.get().payment().paymentId()
                  + ": ask the channel and write its result to charge.results, then release."));
    }
    return new Story(state, moment)
        .tell(new Event.Released(command.note()))
        .decision(Answer.SUCCESS);
  }
}
