package dev.recur.billing.domain;

import dev.recur.billing.domain.Collection.Phase;
import java.time.Instant;
import java.util.Optional;

/** What follows from a command. */
final class Commands {
  private Commands() {}

  static Decision decide(State state, Input.Command command, Moment moment) {
    return switch (state) {
      case State.Unborn unborn -> inUnborn(unborn, command, moment);
      case State.Existing existing -> {
        if (!existing.head().terms().clientId().equals(command.clientId())) {
          // Another client's subscription: no trace of the attempt belongs in its ledger.
          yield Decision.answer(Answer.subscriptionNotExist());
        }
        yield inExisting(existing, command, moment);
      }
    };
  }

  private static Decision inUnborn(State.Unborn state, Input.Command command, Moment moment) {
    if (!(command instanceof Input.Command.Create create)) {
      return Decision.answer(Answer.subscriptionNotExist());
    }
    return switch (TermsCheck.check(create.clientId(), create.request(), moment.at())) {
      case TermsCheck.Outcome.Refused refused -> Decision.answer(refused.answer());
      case TermsCheck.Outcome.Fits fits ->
          new Story(state, moment).tell(new Event.Created(fits.terms())).decision(Answer.SUCCESS);
    };
  }

  private static Decision inExisting(State.Existing state, Input.Command command, Moment moment) {
    return switch (command) {
      case Input.Command.Create create -> repeatedCreate(state, create, moment);
      case Input.Command.Approve approve -> approve(state, approve, moment);
      case Input.Command.Decline decline -> decline(state, decline, moment);
      case Input.Command.CancelRenewal _ -> cancelRenewal(state, moment);
      case Input.Command.Terminate _ -> terminate(state, moment);
    };
  }

  private static Decision repeatedCreate(
      State.Existing state, Input.Command.Create create, Moment moment) {
    boolean same =
        switch (TermsCheck.checkShape(create.clientId(), create.request(), moment.at())) {
          case TermsCheck.Outcome.Refused _ -> false;
          case TermsCheck.Outcome.Fits fits -> fits.terms().chargesLike(state.head().terms());
        };
    return same
        ? Decision.answer(Answer.SUCCESS)
        : refuse(
            state,
            create,
            Answer.refused(
                "REPEAT_REQ_INCONSISTENT",
                "This subscriptionRequestId was used before with other content: use a new id for a"
                    + " new subscription."),
            moment);
  }

  private static Decision approve(
      State.Existing state, Input.Command.Approve approve, Moment moment) {
    return switch (state) {
      case State.Incomplete incomplete -> {
        if (!moment.at().isBefore(incomplete.head().terms().expiryTime())) {
          // The due item that says so is on its way; the buyer need not wait for it.
          yield refuse(state, approve, expired(), moment);
        }
        PaymentMethod asked = incomplete.head().terms().method();
        Optional<String> methodId = approve.methodId().or(asked::id);
        yield new Story(state, moment)
            .tell(new Event.Approved(new PaymentMethod(asked.type(), methodId)))
            .decision(Answer.SUCCESS);
      }
      case State.Live _ -> Decision.answer(Answer.SUCCESS);
      case State.Over over ->
          over.wasApproved()
              ? Decision.answer(Answer.SUCCESS)
              : refuse(state, approve, over(over), moment);
    };
  }

  private static Decision decline(
      State.Existing state, Input.Command.Decline decline, Moment moment) {
    return switch (state) {
      case State.Incomplete incomplete -> {
        if (!moment.at().isBefore(incomplete.head().terms().expiryTime())) {
          yield refuse(state, decline, expired(), moment);
        }
        yield new Story(state, moment)
            .tell(new Event.Declined(decline.reason()))
            .decision(Answer.SUCCESS);
      }
      case State.Live _ ->
          refuse(
              state,
              decline,
              Answer.processFail("The buyer has agreed already: cancel the subscription instead."),
              moment);
      case State.Over over ->
          over.ending() == State.Ending.DECLINED
              ? Decision.answer(Answer.SUCCESS)
              : refuse(state, decline, over(over), moment);
    };
  }

  /** Accepted in any state (design: cancel by either id, in any state). */
  private static Decision cancelRenewal(State.Existing state, Moment moment) {
    return switch (state) {
      case State.Incomplete _ ->
          new Story(state, moment).tell(new Event.Canceled(true)).decision(Answer.SUCCESS);
      case State.Live live ->
          live.renewal() == State.Renewal.OFF
              ? Decision.answer(Answer.SUCCESS)
              : renewalOff(live, moment).decision(Answer.SUCCESS);
      case State.Over _ -> Decision.answer(Answer.SUCCESS);
    };
  }

  private static Story renewalOff(State.Live live, Moment moment) {
    Story story = new Story(live, moment);
    abandonRetry(story, live);
    int servedThrough = live.servedThrough();
    if (servedThrough == 0) {
      // Nothing has begun and nothing was paid: there is no period to serve out.
      return story.tell(new Event.Canceled(true));
    }
    Instant serviceEnd = live.head().terms().calendar().period(servedThrough).end();
    return story.tell(new Event.RenewalCancelled(serviceEnd));
  }

  private static Decision terminate(State.Existing state, Moment moment) {
    Story story = new Story(state, moment);
    return switch (state) {
      case State.Incomplete _ -> story.tell(new Event.Canceled(true)).decision(Answer.SUCCESS);
      case State.Live live -> {
        abandonRetry(story, live);
        yield story.tell(new Event.Canceled(true)).decision(Answer.SUCCESS);
      }
      case State.Over _ -> Decision.answer(Answer.SUCCESS);
    };
  }

  /** A declined payment that waited for its next attempt gets its final outcome. */
  static void abandonRetry(Story story, State.Live live) {
    live.collection()
        .ifPresent(
            collection -> {
              if (collection.phase() instanceof Phase.AwaitingRetry waiting) {
                story.tell(new Event.PaymentFailed(collection.payment(), waiting.code(), false));
              }
            });
  }

  private static Decision refuse(
      State.Existing state, Input.Command command, Answer answer, Moment moment) {
    CommandKind kind = CommandKind.of(command);
    if (state.head().refused().contains(kind)) {
      return Decision.answer(answer);
    }
    return new Story(state, moment)
        .tell(new Event.CommandRefused(kind, command.commandId(), answer.code(), answer.message()))
        .decision(answer);
  }

  private static Answer expired() {
    return Answer.processFail(
        "The time to decide is over: create the subscription again under a new request id.");
  }

  private static Answer over(State.Over over) {
    return switch (over.ending()) {
      case EXPIRED -> expired();
      case DECLINED ->
          Answer.processFail("The buyer has declined: create a new subscription to ask again.");
      case WITHDRAWN ->
          Answer.processFail("The merchant has withdrawn the offer: there is nothing to decide.");
      case TERMINATED, CANCELED, COMPLETED ->
          Answer.processFail("The subscription is over: create a new one.");
    };
  }
}
