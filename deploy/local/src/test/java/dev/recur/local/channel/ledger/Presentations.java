package dev.recur.local.channel.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Requests for tests. */
public final class Presentations {

  /** When the tests' clocks begin. */
  public static final Instant START = Instant.parse("2027-01-31T10:00:00Z");

  private Presentations() {}

  /** A charge for one payment's attempt. */
  public static Presentation charge(
      String paymentId, int attempt, @Nullable String method, Instant at) {
    return charge(paymentId, attempt, method, at, 1999);
  }

  /** A charge of a given amount. */
  public static Presentation charge(
      String paymentId, int attempt, @Nullable String method, Instant at, long amountMinor) {
    return of(Operation.CHARGE, paymentId, attempt, method, at, amountMinor, "USD", null);
  }

  /** A refund of a given amount. */
  public static Presentation refund(
      String paymentId, String refundedPaymentId, @Nullable String method, long amountMinor) {
    return refund(paymentId, refundedPaymentId, method, START, amountMinor, "USD");
  }

  /** A refund at a given time, in a given currency. */
  public static Presentation refund(
      String paymentId,
      String refundedPaymentId,
      @Nullable String method,
      Instant at,
      long amountMinor,
      String currency) {
    return of(Operation.REFUND, paymentId, 1, method, at, amountMinor, currency, refundedPaymentId);
  }

  private static Presentation of(
      Operation operation,
      String paymentId,
      int attempt,
      @Nullable String method,
      Instant at,
      long amountMinor,
      String currency,
      @Nullable String refundedPaymentId) {
    boolean charge = operation == Operation.CHARGE;
    return new Presentation(
        operation,
        paymentId + "/" + attempt,
        "S" + paymentId.charAt(0),
        "SANDBOX_M",
        paymentId,
        charge ? "PERIOD" : "REFUND",
        charge ? 1 : null,
        amountMinor,
        currency,
        "CARD",
        method,
        at,
        true,
        refundedPaymentId,
        null,
        Background.NONE);
  }
}
