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
    return of(Operation.CHARGE, paymentId, attempt, method, at, 1999);
  }

  /** A refund. */
  public static Presentation refund(String paymentId, @Nullable String method) {
    return of(Operation.REFUND, paymentId, 1, method, START, 1999);
  }

  /** A charge or refund of a given amount. */
  public static Presentation of(
      Operation operation,
      String paymentId,
      int attempt,
      @Nullable String method,
      Instant at,
      long amountMinor) {
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
        "USD",
        "CARD",
        method,
        at,
        true);
  }
}
