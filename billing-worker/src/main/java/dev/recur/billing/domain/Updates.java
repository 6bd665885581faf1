package dev.recur.billing.domain;

import static dev.recur.billing.domain.Answer.no;

import dev.recur.billing.domain.Collection.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Other terms for a running subscription (Antom, Subscription update; seed 002, changeMode). */
final class Updates {
  /** Deduction starts 24 h before a period does, so it cannot be moved nearer (Antom, update). */
  private static final Duration MOVE_AHEAD_MIN = Duration.ofHours(24);

  private Updates() {}

  static Decision update(State.Live live, Input.Command.Update command, Moment moment) {
    UpdateRequest request = command.request();
    if (live.dues().mayStillSucceed() || live.change().isPresent() || mustWait(live, request)) {
      return Requests.refuseForNow(live, command, Answer.duringPayment(), moment);
    }
    Optional<Answer> objection =
        Checks.refusal(() -> check(live.head().terms(), request))
            .or(() -> stateObjection(live, request, moment.at()))
            .or(() -> differenceObjection(live, command, moment));
    if (objection.isPresent()) {
      return Requests.refuse(live, command, objection.get(), moment);
    }
    Story story = new Story(live, moment).tell(updated(live, request));
    settleDifference(story, command);
    return Requests.accept(story, command);
  }

  /** A difference cannot be charged beside a declined payment that is to be tried again. */
  private static boolean mustWait(State.Live live, UpdateRequest request) {
    return request.difference().filter(UpdateRequest.Difference::pay).isPresent()
        && live.collection().filter(c -> c.phase() instanceof Phase.AwaitingRetry).isPresent();
  }

  private static void check(Terms terms, UpdateRequest request) {
    String currency = terms.price().currency();
    Checks.require(
        !request.asksNothing(), "The update asks for nothing: name what is to be otherwise.");
    request
        .description()
        .ifPresent(
            text -> Checks.text("subscriptionDescription", text, Checks.DESCRIPTION_LENGTH_MAX));
    request
        .price()
        .ifPresent(
            price -> {
              Checks.money("paymentAmount", price);
              Checks.sameCurrency("paymentAmount", price, currency);
            });
    request.orderAmount().ifPresent(money -> Checks.money("orderInfo.orderAmount", money));
    request
        .rule()
        .ifPresent(
            rule -> {
              Checks.rule(rule);
              Checks.require(
                  terms.billing().managed() || rule.unit() == PeriodUnit.DAY,
                  "periodRule.periodType must be DAY for a self-managed subscription.");
            });
    request
        .difference()
        .ifPresent(
            difference -> {
              Checks.positiveMoney("prorationSettings.customAmount", difference.amount(), currency);
              Checks.require(
                  !request.awaited(),
                  "prorationSettings settles now, changeMode NEXT_PERIOD waits: leave one out.");
            });
    Checks.require(
        !request.awaited() || request.nextPeriodStart().isEmpty(),
        "nextSubscriptionDate moves the running period's end, changeMode NEXT_PERIOD leaves it:"
            + " leave one out.");
    Checks.require(
        request.endTime().isEmpty() || terms.billing().cycleCount().isEmpty(),
        "subscriptionEndTime and cycleCount exclude each other: this subscription counts cycles.");
  }

  private static Optional<Answer> stateObjection(
      State.Live live, UpdateRequest request, Instant at) {
    Terms terms = live.head().terms();
    if (live.renewal() == State.Renewal.OFF) {
      return no("Renewal is off: create a new subscription instead.");
    }
    if (request.price().isPresent()) {
      Terms priced =
          terms.amended(
              Optional.empty(),
              request.price(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      Optional<Answer> objection =
          PlanCheck.catalogueObjection(priced, live.method().type(), live.progress().opened() + 1);
      if (objection.isPresent()) {
        return objection;
      }
    }
    if (request.endTime().isPresent()) {
      Instant end = request.endTime().get();
      int last = Math.max(live.progress().opened(), live.progress().current());
      if (end.isAfter(at.plus(Checks.AHEAD_MAX))) {
        return no("subscriptionEndTime lies more than a hundred years ahead: check the year.");
      }
      if (!end.isAfter(at) || (last > 0 && !end.isAfter(live.schedule().startOf(last)))) {
        return no("subscriptionEndTime must lie ahead, and after the last period's start.");
      }
    }
    return request.nextPeriodStart().flatMap(next -> moveObjection(live, next, at));
  }

  private static Optional<Answer> moveObjection(State.Live live, Instant next, Instant at) {
    int moved = live.progress().current() + 1;
    if (live.progress().opened() >= moved) {
      return no("The next period is charged already: move the one after it, once it began.");
    }
    ZoneId zone = live.head().terms().zone();
    PeriodRule rule = live.schedule().ruleOf(live.progress().current());
    Instant onePeriodAhead = new Calendar(at, 1, zone, rule).startOf(2);
    return next.isBefore(at.plus(MOVE_AHEAD_MIN)) || !next.isBefore(onePeriodAhead)
        ? no(
            "nextSubscriptionDate must lie at least 24 hours and less than one period ahead, before "
                + onePeriodAhead
                + ".")
        : Optional.empty();
  }

  private static Optional<Answer> differenceObjection(
      State.Live live, Input.Command.Update command, Moment moment) {
    if (command.request().difference().isEmpty()) {
      return Optional.empty();
    }
    UpdateRequest.Difference difference = command.request().difference().get();
    if (!live.head().terms().billing().managed()) {
      return no("A self-managed subscription settles no differences: charge or refund instead.");
    }
    if (!difference.pay()) {
      if (Refunding.isKnown(live, command.requestId(), command.memory())) {
        return Optional.of(Answer.inconsistent("subscriptionUpdateRequestId"));
      }
      List<SettledPayment> paid = command.memory().refunded();
      if (paid.isEmpty()) {
        return no("The running period has no payment that could go back: refund an older one.");
      }
      return Refunding.carrying(live, paid, difference.amount()).isPresent()
          ? Optional.empty()
          : Refunding.largestObjection(live, paid, difference.amount())
              .map(answer -> Answer.processFail(answer.message()));
    }
    return Chargeable.objection(live)
        .or(
            () ->
                Charging.tooOften(live, moment.nowOn(live.head().terms().clock()))
                    .flatMap(why -> no(why + ": ask for it later.")));
  }

  private static Event.Updated updated(State.Live live, UpdateRequest request) {
    boolean moves = request.nextPeriodStart().isPresent();
    int fromPeriod = moves ? live.progress().current() + 1 : live.nextUnopened();
    PeriodRule agreed = live.schedule().ruleOf(fromPeriod);
    // The same rule again is no change: a new anchor at a short month's end would lose the 31st.
    Optional<PeriodRule> rule = request.rule().filter(asked -> !asked.equals(agreed));
    Optional<Calendar> calendar =
        moves || rule.isPresent()
            ? Optional.of(
                new Calendar(
                    request.nextPeriodStart().orElseGet(() -> live.schedule().startOf(fromPeriod)),
                    fromPeriod,
                    live.head().terms().zone(),
                    rule.orElse(agreed)))
            : Optional.empty();
    return new Event.Updated(
        request.requestId(),
        request.awaited(),
        fromPeriod,
        calendar,
        rule,
        request.description(),
        request.price(),
        request.endTime(),
        request.orderAmount());
  }

  private static void settleDifference(Story story, Input.Command.Update command) {
    if (command.request().difference().isEmpty()) {
      return;
    }
    UpdateRequest.Difference difference = command.request().difference().get();
    Terms terms = story.live().head().terms();
    if (!difference.pay()) {
      Refunding.request(
          story,
          Refunding.carrying(story.live(), command.memory().refunded(), difference.amount())
              .orElseThrow(),
          new Purpose.ForRefund(command.requestId()),
          difference.amount(),
          terms.moneyNotificationUrl(),
          true,
          Optional.empty());
      return;
    }
    Purpose purpose = new Purpose.ForChange(command.requestId());
    Payment payment =
        new Payment(
            PaymentIds.of(terms.subscriptionId(), purpose),
            purpose,
            difference.amount(),
            story.moment().at(),
            story.live().currentPeriod().orElseGet(() -> story.live().schedule().period(1)));
    Charging.attempt(story, payment, 1);
  }
}
