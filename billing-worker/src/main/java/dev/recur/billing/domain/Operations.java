package dev.recur.billing.domain;

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
    return state.head().parked()
        ? new Story(state, moment).tell(new Event.Released(command.note())).decision(Answer.SUCCESS)
        : Decision.answer(Answer.processFail("The subscription is not parked: it goes on anyway."));
  }
}
