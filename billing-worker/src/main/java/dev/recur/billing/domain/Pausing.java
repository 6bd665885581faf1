package dev.recur.billing.domain;

import java.time.Instant;
import java.util.Optional;

/** Pausing, resuming, and paying otherwise. */
final class Pausing {
  private Pausing() {}

  static Decision pause(State.Live live, Input.Command.PauseCharging command, Moment moment) {
    if (live.change().isPresent()) {
      // What is about to be replaced has no use for it, and the new subscription would not know.
      return Requests.refuseForNow(live, command, Answer.duringPayment(), moment);
    }
    Optional<Instant> resumeTime = command.resumeTime();
    if (resumeTime.filter(at -> !at.isAfter(moment.at())).isPresent()) {
      return Requests.refuse(
          live,
          command,
          Answer.paramIllegal("resumeTime has passed: give a time ahead, or leave it out."),
          moment);
    }
    if (resumeTime.filter(at -> at.isAfter(moment.at().plus(Checks.AHEAD_MAX))).isPresent()) {
      return Requests.refuse(
          live,
          command,
          Answer.paramIllegal(
              "resumeTime lies more than a hundred years ahead: leave it out for no end."),
          moment);
    }
    if (live.renewal() == State.Renewal.OFF) {
      return Requests.refuse(
          live,
          command,
          Answer.processFail("Renewal is off: nothing more is charged, so nothing can pause."),
          moment);
    }
    return Requests.accept(
        pause(new Story(live, moment), Optional.of(command.requestId()), resumeTime), command);
  }

  /**
   * From now on nothing is charged: a declined payment that waited for its next attempt gets its
   * final outcome, and what was not charged so far never is.
   */
  static Story pause(Story story, Optional<String> requestId, Optional<Instant> resumeTime) {
    Charging.abandonRetry(story);
    if (story.live().pause().isEmpty()) {
      CatchUp.leave(story, Event.SkipReason.PAUSED);
    }
    return story.tell(new Event.Paused(requestId, resumeTime));
  }

  static Decision resume(State.Live live, Input.Command.Resume command, Moment moment) {
    Story story = new Story(live, moment);
    if (live.pause().isPresent()) {
      story.tell(new Event.Resumed(Optional.of(command.requestId())));
    }
    return Requests.accept(story, command);
  }

  static Decision replaceMethod(
      State.Live live, Input.Command.ReplaceMethod command, Moment moment) {
    if (live.dues().mayStillSucceed() || live.change().isPresent()) {
      return Requests.refuseForNow(live, command, Answer.duringPayment(), moment);
    }
    Optional<Answer> objection =
        PlanCheck.objection(live.head().terms(), command.method(), live.progress().opened() + 1);
    if (objection.isPresent()) {
      return Requests.refuse(live, command, objection.get(), moment);
    }
    return Requests.accept(
        new Story(live, moment)
            .tell(new Event.MethodReplaced(command.requestId(), command.method())),
        command);
  }
}
