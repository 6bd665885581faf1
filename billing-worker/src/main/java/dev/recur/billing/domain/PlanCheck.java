package dev.recur.billing.domain;

import dev.recur.schemas.method.MethodRules;
import dev.recur.schemas.method.MethodUse;
import dev.recur.schemas.method.Objection;
import dev.recur.schemas.method.PaymentMethods;
import java.util.Optional;

/** Whether a payment method can do what a plan asks of it (seeds 002, 003 and 004). */
final class PlanCheck {
  private PlanCheck() {}

  /**
   * Why a method cannot be used under these terms; empty when it can.
   *
   * @param fromPeriod the first period it is to pay for: what lies before asks nothing of it
   */
  static Optional<Answer> objection(Terms terms, PaymentMethod method, int fromPeriod) {
    return Checks.refusal(() -> Checks.method("paymentMethod", method))
        .or(() -> catalogueObjection(terms, method.type(), fromPeriod));
  }

  /** Why the catalogue does not allow a method under these terms, from a period on. */
  static Optional<Answer> catalogueObjection(Terms terms, String code, int fromPeriod) {
    boolean zero =
        terms.price().isZero()
            || terms.trials().stream()
                .anyMatch(trial -> trial.price().isZero() && trial.endPeriod() >= fromPeriod)
            || (fromPeriod == 1 && terms.initialAmount().filter(Money::isZero).isPresent());
    MethodUse use =
        new MethodUse(
            terms.price().currency(), terms.billing().managed(), terms.billing().signOnly(), zero);
    return PaymentMethods.of(terms.methods().profile())
        .objection(code, use)
        .map(Objection::sentence)
        .map(why -> Answer.paramIllegal("paymentMethod: " + why));
  }

  /** Whether money can go back over a method. */
  static boolean takesRefunds(Terms terms, PaymentMethod method) {
    return PaymentMethods.of(terms.methods().profile())
        .find(method.type())
        .map(MethodRules::refundsAllowed)
        .orElse(true);
  }

  /** Why an amount cannot be charged; empty when it can. */
  static Optional<Answer> amount(String field, Money amount, String currency) {
    return Checks.refusal(() -> Checks.positiveMoney(field, amount, currency));
  }
}
