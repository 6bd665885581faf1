package dev.recur.billing.domain;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A new subscription in this one's place (Antom, change). This one waits, uncharged, until the new
 * one is there; only then it ends. Killed in between, the waiting goes on.
 */
final class Changes {
  /** How long a change may go unanswered each time it is asked for. */
  private static final List<Duration> UNANSWERED_MAX =
      List.of(Duration.ofHours(1), Duration.ofHours(8), Duration.ofDays(1), Duration.ofDays(5));

  /** How often it is asked for before a person has to look. */
  private static final int ASKED_MAX = UNANSWERED_MAX.size();

  private Changes() {}

  static Decision change(State.Live live, Input.Command.ChangeSubscription command, Moment moment) {
    if (live.change().isPresent()) {
      return meanwhile(live, live.change().get(), command, moment);
    }
    if (live.dues().mayStillSucceed()) {
      return Requests.refuseForNow(live, command, Answer.duringPayment(), moment);
    }
    Optional<Answer> objection = objection(live);
    if (objection.isPresent()) {
      return Requests.refuse(live, command, objection.get(), moment);
    }
    CreateRequest request = request(live, command.request(), moment);
    return switch (TermsCheck.check(command.clientId(), request, moment.at())) {
      case Checked.Refused<Terms>(Answer answer) -> Requests.refuse(live, command, answer, moment);
      case Checked.Fits<Terms>(Terms terms) -> start(live, command, terms, moment);
    };
  }

  /** Another change is asked for, or the same one again, before the first is decided. */
  private static Decision meanwhile(
      State.Live live, Change change, Input.Command.ChangeSubscription command, Moment moment) {
    if (!change.requestId().equals(command.requestId())) {
      return Requests.refuseForNow(live, command, underWay(), moment);
    }
    if (!change.fingerprint().equals(command.fingerprint())) {
      return Requests.inconsistent(live, command, moment);
    }
    return live.head().parked() && change.terms().isPresent()
        ? askAgain(new Story(live, moment), command.commandId()).decision()
        : Decision.answer(underWay());
  }

  /**
   * A change that stands still because of a fault is asked for once more. It is the same create, so
   * one that was made nevertheless only answers that it is there.
   *
   * @param commandId the command that waits for the outcome
   */
  static Story askAgain(Story story, String commandId) {
    if (story.state() instanceof State.Live live) {
      live.change()
          .flatMap(
              change ->
                  change
                      .terms()
                      .map(terms -> new Event.ChangeStarted(change.awaitedBy(commandId), terms)))
          .ifPresent(story::tell);
    }
    return story;
  }

  /** When it is looked after a change that nobody has answered; empty when it is not. */
  static Optional<Instant> overdueAt(Change change) {
    return change
        .askedAt()
        .map(at -> at.plus(UNANSWERED_MAX.get(Math.min(change.asked(), ASKED_MAX) - 1)));
  }

  /**
   * Nobody has answered. The create may be lost, with a dead letter, or nobody reads it; it is
   * asked for again, and at last a person has to look, for this one is not charged meanwhile.
   */
  static Story overdue(Story story, Change change) {
    return change.asked() < ASKED_MAX
        ? askAgain(story, change.commandId())
        : story.tell(
            new Event.Parked(
                "Nobody has answered whether "
                    + change.newSubscriptionId()
                    + " is to take this one's place: see that subscription.commands is read and has"
                    + " no dead letter of it, then release this subscription, and it is asked for"
                    + " again."));
  }

  /** What is answered while it is not known which of the two subscriptions will be. */
  static Answer underWay() {
    return Answer.again(
        "PROCESSING", "A change is under way: send the same request again in a moment.");
  }

  /** Why this subscription can have no successor now. */
  private static Optional<Answer> objection(State.Live live) {
    if (live.renewal() == State.Renewal.OFF) {
      return Answer.no("Renewal is off: create a new subscription instead.");
    }
    // The successor is charged at once, and would go round what keeps this one from being charged.
    return Chargeable.objection(live);
  }

  private static Decision start(
      State.Live live, Input.Command.ChangeSubscription command, Terms terms, Moment moment) {
    String currency = live.head().terms().price().currency();
    Optional<Answer> objection =
        Checks.refusal(() -> Checks.sameCurrency("paymentAmount", terms.price(), currency));
    if (objection.isPresent()) {
      return Requests.refuse(live, command, objection.get(), moment);
    }
    Change change =
        new Change(
            command.requestId(),
            command.fingerprint(),
            command.commandId(),
            terms.subscriptionId(),
            Optional.of(terms),
            Optional.empty(),
            0);
    // The answer is the new subscription's.
    return new Story(live, moment).tell(new Event.ChangeStarted(change, terms)).decision();
  }

  private static CreateRequest request(State.Live live, ChangeRequest asked, Moment moment) {
    Terms terms = live.head().terms();
    String newId = Identity.subscriptionId(Origin.CHANGE, terms.clientId(), asked.requestId());
    PeriodRule rule = asked.rule().orElse(terms.rule());
    return new CreateRequest(
        newId,
        asked.requestId(),
        asked.description().orElse(terms.description()),
        terms.redirectUrl(),
        asked.startTime().orElse(moment.at()),
        terms.zone().getId(),
        asked.endTime(),
        Optional.of(rule.unit()),
        rule.count(),
        Optional.empty(),
        live.method(),
        terms.subscriptionNotificationUrl(),
        terms.paymentNotificationUrl(),
        asked.price().orElse(terms.price()),
        List.of(),
        asked.orderAmount().or(terms::orderAmount),
        terms.settlementCurrency(),
        terms.sandbox(),
        terms.clock(),
        true,
        terms.policies(),
        new Terms.Billing(terms.billing().managed(), !terms.billing().managed(), Optional.empty()),
        new Terms.MethodRules(terms.methods().profile(), List.of()),
        new Terms.Provenance(
            Origin.CHANGE,
            true,
            Optional.of(terms.subscriptionId()),
            terms.provenance().notifiesBuyer()),
        asked.initialAmount());
  }

  /** The new subscription was decided. */
  static Decision settle(State.Existing state, Input.Command.SettleChange command, Moment moment) {
    if (!(state instanceof State.Live live)
        || live.change()
            .filter(change -> change.newSubscriptionId().equals(command.newSubscriptionId()))
            .isEmpty()) {
      // A repetition, or this one ended meanwhile by other means.
      return Decision.NOTHING;
    }
    Change change = live.change().get();
    Answer outcome = command.outcome();
    Story story = new Story(live, moment);
    if (outcome.status() == Answer.Status.UNKNOWN) {
      return undecided(story, change, outcome);
    }
    if (outcome.succeeded()) {
      Charging.abandonRetry(story);
      story.tell(new Event.Changed(change.newSubscriptionId()));
    } else {
      story.tell(
          new Event.ChangeAbandoned(change.newSubscriptionId(), outcome.code(), outcome.message()));
    }
    return story
        .decision()
        .answering(Optional.of(change.commandId()), outcome)
        .remembering(CommandKind.CHANGE, change.requestId(), change.fingerprint(), outcome, true);
  }

  /**
   * A fault kept the new subscription from being decided. It may still come to be, so this one must
   * not go on as if it could not: it waits, uncharged and parked, which alarms.
   */
  private static Decision undecided(Story story, Change change, Answer outcome) {
    if (!story.live().head().parked()) {
      story.tell(
          new Event.Parked(
              "A fault kept the change to "
                  + change.newSubscriptionId()
                  + " from being decided: see the worker's log, mend it, then release this"
                  + " subscription, and the change is asked for again."));
    }
    return story.decision().answering(Optional.of(change.commandId()), outcome);
  }
}
