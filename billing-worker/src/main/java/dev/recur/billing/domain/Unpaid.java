package dev.recur.billing.domain;

/**
 * A period's payment that failed for good, while its period lasts.
 *
 * @param payment the payment
 * @param attempt number of its last attempt: the next one has a key of its own
 * @param methods which method each attempt used
 * @param reopened true when it is to be tried again, because the buyer pays otherwise since
 */
public record Unpaid(Payment payment, int attempt, MethodsUsed methods, boolean reopened) {
  int period() {
    return payment.period().number();
  }

  Unpaid reopen() {
    return new Unpaid(payment, attempt, methods, true);
  }
}
