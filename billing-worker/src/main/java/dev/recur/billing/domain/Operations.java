package dev.recur.billing.domain;

import java.util.List;
import java.util.Optional;

/** What an operator decides: held periods, and parked subscriptions. */
final class Operations {
  private Operations() {}

  /**
   * Whoever does not know whether he was heard asks again, and is answered as before: the latest
   * decision is remembered, and the same one once more is no other.
   */
  static Decision heldCycles(
      State.Existing state, Input.Command.HeldCycles command, Moment moment) {
    if (state instanceof State.Live live && !live.dues().held().isEmpty()) {
      List<Integer> periods =
          live.dues().held().stream().map(missed -> missed.period().number()).toList();
      return new Story(live, moment)
          .tell(new Event.HeldCyclesDecided(command.approve(), periods))
          .decision(Answer.SUCCESS)
          .remembering(
              CommandKind.HELD_CYCLES,
              Input.Command.HeldCycles.LATEST,
              command.fingerprint(),
              Answer.SUCCESS,
              true);
    }
    Optional<KnownRequest> latest = command.memory().request();
    if (latest.filter(known -> known.fingerprint().equals(command.fingerprint())).isPresent()) {
      return Decision.answer(Answer.SUCCESS);
    }
    Answer refusal =
        Answer.processFail(
            latest.isEmpty()
                ? "No period is held: there is nothing to decide."
                : "No period is held any more: the others were decided otherwise, which stays.");
    return Requests.refuseOnce(state, CommandKind.HELD_CYCLES, command, refusal, moment);
  }

  /** Of one that is not parked it is what is asked for: billing goes on. */
  static Decision release(State.Existing state, Input.Command.Release command, Moment moment) {
    if (!state.head().parked()) {
      return Decision.answer(Answer.SUCCESS);
    }
    Optional<Collection> unresolved =
        state.collection().filter(c -> c.phase() instanceof Collection.Phase.Unresolved);
    if (unresolved.isPresent()) {
      // It would never be charged again, because this payment may still succeed, and silently so.
      Answer refusal =
          Answer.processFail(
              "Nobody knows yet what became of "
                  + unresolved.get().payment().paymentId()
                  + ": ask the channel and write its result to charge.results, then release.");
      return Requests.refuseOnce(state, CommandKind.RELEASE, command, refusal, moment);
    }
    Story story = new Story(state, moment).tell(new Event.Released(command.note()));
    if (state instanceof State.Live live && live.change().isPresent()) {
      Changes.askAgain(story, live.change().get().commandId());
    }
    return story.decision(Answer.SUCCESS);
  }
}
