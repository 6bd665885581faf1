package dev.recur.billing.domain;

import dev.recur.schemas.id.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
    CreateRequest request = create.request();
    boolean agreed = request.provenance().origin() == Origin.CHANGE;
    return switch (agreed
        ? TermsCheck.checkAgreed(create.clientId(), request, moment.at())
        : TermsCheck.check(create.clientId(), request, moment.at())) {
      case Checked.Refused<Terms>(Answer answer) -> Decision.answer(answer);
      case Checked.Fits<Terms>(Terms terms) -> {
        Story story = new Story(state, moment).tell(new Event.Created(terms));
        if (terms.provenance().authorised()) {
          story.tell(new Event.Approved(terms.method()));
        }
        yield story.decision(Answer.SUCCESS);
      }
    };
  }

  private static Decision inExisting(State.Existing state, Input.Command command, Moment moment) {
    return switch (command) {
      case Input.Command.Create create -> repeatedCreate(state, create, moment);
      case Input.Command.Approve approve -> approve(state, approve, moment);
      case Input.Command.Decline decline -> decline(state, decline, moment);
      case Input.Command.CancelRenewal _ -> cancelRenewal(state, moment);
      case Input.Command.Terminate _ -> terminate(state, moment);
      case Input.Command.SettleChange settle -> Changes.settle(state, settle, moment);
      case Input.Command.HeldCycles held -> Operations.heldCycles(state, held, moment);
      case Input.Command.Release release -> Operations.release(state, release, moment);
      case Input.Command.RefundPayment refund -> Refunding.refund(state, refund, moment);
      case Input.Command.Update update ->
          running(state, update, moment, live -> Updates.update(live, update, moment));
      case Input.Command.PauseCharging pause ->
          running(state, pause, moment, live -> Pausing.pause(live, pause, moment));
      case Input.Command.Resume resume ->
          running(state, resume, moment, live -> Pausing.resume(live, resume, moment));
      case Input.Command.ReplaceMethod replace ->
          running(state, replace, moment, live -> Pausing.replaceMethod(live, replace, moment));
      case Input.Command.ChargeNow charge ->
          running(state, charge, moment, live -> ManualCharges.charge(live, charge, moment));
      case Input.Command.ChangeSubscription change ->
          running(state, change, moment, live -> Changes.change(live, change, moment));
    };
  }

  /** What only a running subscription can be asked, and is answered alike when it is repeated. */
  private static Decision running(
      State.Existing state,
      Input.Command.Requested requested,
      Moment moment,
      Function<State.Live, Decision> decided) {
    return Requests.repeated(state, requested, moment)
        .orElseGet(
            () ->
                state instanceof State.Live live
                    ? decided.apply(live)
                    : Requests.refuse(state, requested, notRunning(state), moment));
  }

  private static Answer notRunning(State.Existing state) {
    return switch (state) {
      case State.Incomplete _ ->
          Answer.processFail("The buyer has not agreed yet: wait for notifySubscription.");
      case State.Live _ -> Answer.processFail("The subscription is running.");
      case State.Over over -> over(over);
    };
  }

  private static Decision repeatedCreate(
      State.Existing state, Input.Command.Create create, Moment moment) {
    boolean same =
        switch (TermsCheck.checkShape(create.clientId(), create.request(), moment.at())) {
          case Checked.Refused<Terms> _ -> false;
          case Checked.Fits<Terms>(Terms terms) ->
              terms.fingerprint().equals(state.head().fingerprint());
        };
    return same
        ? Decision.answer(Answer.SUCCESS)
        : Requests.refuseOnce(
            state,
            CommandKind.CREATE,
            create,
            Answer.inconsistent("subscriptionRequestId"),
            moment);
  }

  private static Decision approve(
      State.Existing state, Input.Command.Approve approve, Moment moment) {
    return switch (state) {
      case State.Incomplete incomplete -> {
        if (!moment.at().isBefore(incomplete.head().terms().expiryTime())) {
          // The due item that says so is on its way; the buyer need not wait for it.
          yield Requests.refuseOnce(state, CommandKind.APPROVE, approve, expired(), moment);
        }
        PaymentMethod chosen = chosen(incomplete.head().terms(), approve);
        Optional<Answer> objection = choiceObjection(incomplete.head().terms(), chosen);
        yield objection.isPresent()
            ? Requests.refuseOnce(state, CommandKind.APPROVE, approve, objection.get(), moment)
            : new Story(state, moment).tell(new Event.Approved(chosen)).decision(Answer.SUCCESS);
      }
      case State.Live _ -> Decision.answer(Answer.SUCCESS);
      case State.Over over ->
          over.wasApproved()
              ? Decision.answer(Answer.SUCCESS)
              : Requests.refuseOnce(state, CommandKind.APPROVE, approve, over(over), moment);
    };
  }

  /** The method of the request, where the buyer did not choose another; a token goes with it. */
  private static PaymentMethod chosen(Terms terms, Input.Command.Approve approve) {
    PaymentMethod asked = terms.method();
    String type = approve.methodType().orElse(asked.type());
    Optional<String> id =
        type.equals(asked.type()) ? approve.methodId().or(asked::id) : approve.methodId();
    return new PaymentMethod(type, id);
  }

  private static Optional<Answer> choiceObjection(Terms terms, PaymentMethod chosen) {
    List<String> choices = terms.methods().choices();
    boolean offered =
        choices.contains(chosen.type()) || chosen.type().equals(terms.method().type());
    return offered
        ? PlanCheck.objection(terms, chosen, 1)
        : Optional.of(
            Answer.paramIllegal(
                "paymentMethod: "
                    + chosen.type()
                    + " is not offered for this subscription: choose one that is."));
  }

  private static Decision decline(
      State.Existing state, Input.Command.Decline decline, Moment moment) {
    return switch (state) {
      case State.Incomplete incomplete -> {
        if (!moment.at().isBefore(incomplete.head().terms().expiryTime())) {
          yield Requests.refuseOnce(state, CommandKind.DECLINE, decline, expired(), moment);
        }
        yield new Story(state, moment)
            .tell(new Event.Declined(decline.reason()))
            .decision(Answer.SUCCESS);
      }
      case State.Live _ ->
          Requests.refuseOnce(
              state,
              CommandKind.DECLINE,
              decline,
              Answer.processFail("The buyer has agreed already: cancel the subscription instead."),
              moment);
      case State.Over over ->
          over.ending() == State.Ending.DECLINED
              ? Decision.answer(Answer.SUCCESS)
              : Requests.refuseOnce(state, CommandKind.DECLINE, decline, over(over), moment);
    };
  }

  /** Accepted in any state (design: cancel by either id, in any state). */
  private static Decision cancelRenewal(State.Existing state, Moment moment) {
    return switch (state) {
      case State.Incomplete _ ->
          new Story(state, moment).tell(new Event.Canceled(true, false)).decision(Answer.SUCCESS);
      case State.Live live -> {
        if (live.change().isPresent()) {
          // It would end with this one, and the buyer be charged by the new one for ever. Not
          // final, so it is answered and not told.
          yield Decision.answer(Changes.underWay());
        }
        yield live.renewal() == State.Renewal.OFF
            ? Decision.answer(Answer.SUCCESS)
            : renewalOff(live, moment).decision(Answer.SUCCESS);
      }
      case State.Over _ -> Decision.answer(Answer.SUCCESS);
    };
  }

  private static Story renewalOff(State.Live live, Moment moment) {
    Story story = new Story(live, moment);
    Charging.abandonRetry(story);
    int servedThrough = live.servedThrough();
    if (servedThrough == 0) {
      // Nothing has begun and nothing was paid: there is no period to serve out.
      return story.tell(new Event.Canceled(true, false));
    }
    Instant serviceEnd = live.schedule().startOf(servedThrough + 1);
    return story.tell(new Event.RenewalCancelled(serviceEnd));
  }

  private static Decision terminate(State.Existing state, Moment moment) {
    Story story = new Story(state, moment);
    return switch (state) {
      case State.Incomplete _ ->
          story.tell(new Event.Canceled(true, false)).decision(Answer.SUCCESS);
      case State.Live live -> {
        if (live.change().isPresent()) {
          // The change would never be answered, and the new subscription go on unnoticed.
          yield Decision.answer(Changes.underWay());
        }
        Charging.abandonRetry(story);
        yield story.tell(new Event.Canceled(true, false)).decision(Answer.SUCCESS);
      }
      case State.Over _ -> Decision.answer(Answer.SUCCESS);
    };
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
      case TERMINATED, CANCELED, COMPLETED, CHANGED ->
          Answer.processFail("The subscription is over: create a new one.");
    };
  }
}
