package dev.recur.billing.domain;

import static dev.recur.billing.domain.Answer.no;

import java.util.Optional;

/** Charges that the merchant triggers (seed 002, self-managed). */
final class ManualCharges {
  private ManualCharges() {}

  static Decision charge(State.Live live, Input.Command.ChargeNow command, Moment moment) {
    if (live.dues().mayStillSucceed()) {
      return Requests.refuseForNow(
          live,
          command,
          Answer.again(
              "PAYMENT_IN_PROCESS",
              "A charge of this subscription is being processed: send the same request again"
                  + " later."),
          moment);
    }
    if (live.change().isPresent()) {
      return Requests.refuseForNow(live, command, Changes.underWay(), moment);
    }
    Terms terms = live.head().terms();
    Money amount = command.amount().orElseGet(() -> live.priceOf(live.progress().current()));
    Optional<Answer> objection = objection(live, terms, amount, moment);
    if (objection.isPresent()) {
      return Requests.refuse(live, command, objection.get(), moment);
    }
    Purpose purpose = new Purpose.Manual(command.requestId());
    Payment payment =
        new Payment(
            PaymentIds.of(terms.subscriptionId(), purpose),
            purpose,
            amount,
            moment.at(),
            live.currentPeriod().orElseThrow());
    return Requests.accept(Charging.attempt(new Story(live, moment), payment, 1), command);
  }

  private static Optional<Answer> objection(
      State.Live live, Terms terms, Money amount, Moment moment) {
    if (terms.billing().managed()) {
      return no("The subscription is managed: its periods are charged by themselves.");
    }
    if (live.renewal() == State.Renewal.OFF) {
      return no("Renewal is off: nothing more is charged.");
    }
    if (live.currentPeriod().isEmpty()) {
      return no("The subscription has not started yet: charge after its start time.");
    }
    return Chargeable.objection(live)
        .or(
            () ->
                Charging.tooOften(live, moment.nowOn(terms.clock()))
                    .flatMap(why -> no(why + ": charge later.")))
        .or(() -> PlanCheck.amount("paymentAmount", amount, terms.price().currency()));
  }
}
