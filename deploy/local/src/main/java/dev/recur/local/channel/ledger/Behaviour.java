package dev.recur.local.channel.ledger;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the bank treats a payment method, written into the method's id. */
public sealed interface Behaviour {

  /** Most declines and most minutes that a method can ask for; more is no behaviour of its own. */
  int COUNT_MAX = 10_000_000;

  /** Everything succeeds. */
  record Ok() implements Behaviour {}

  /** Every charge is declined softly: {@code decline_insufficient_funds}. */
  record InsufficientFunds() implements Behaviour {}

  /** Every charge is declined for good: {@code decline_stolen}. */
  record Stolen() implements Behaviour {}

  /** Every charge is refused as fraud, for good: {@code risk_reject}. */
  record RiskReject() implements Behaviour {}

  /**
   * Of each payment the first charges are declined softly: {@code decline_then_ok:N}.
   *
   * @param declines how many
   */
  record DeclineThenOk(int declines) implements Behaviour {}

  /**
   * A charge is not decided at once, and succeeds later: {@code pending:M}.
   *
   * @param decidedAfter on the subscription's clock
   */
  record Pending(Duration decidedAfter) implements Behaviour {}

  /** A charge succeeds and the bank answers that it does not know: {@code unknown_then_ok}. */
  record UnknownThenOk() implements Behaviour {}

  /** A charge succeeds and the bank does not answer in time: {@code timeout}. */
  record Timeout() implements Behaviour {}

  /** Charges succeed, refunds are declined: {@code refund_declined}. */
  record RefundDeclined() implements Behaviour {}

  /**
   * Charges succeed, a refund is not decided at once, and succeeds later: {@code refund_pending:M}.
   *
   * @param decidedAfter on the subscription's clock
   */
  record RefundPending(Duration decidedAfter) implements Behaviour {}

  /** The behaviour that a payment method's id asks for; one that asks for none succeeds. */
  static Behaviour of(@Nullable String paymentMethodId) {
    return switch (paymentMethodId) {
      case null -> new Ok();
      case "decline_insufficient_funds" -> new InsufficientFunds();
      case "decline_stolen" -> new Stolen();
      case "risk_reject" -> new RiskReject();
      case "unknown_then_ok" -> new UnknownThenOk();
      case "timeout" -> new Timeout();
      case "refund_declined" -> new RefundDeclined();
      case String id -> Counted.parse(id);
    };
  }

  /** The behaviours with a number behind a colon. */
  final class Counted {

    private static final Pattern FORM =
        Pattern.compile("(decline_then_ok|pending|refund_pending):([0-9]{1,8})");

    private Counted() {}

    private static Behaviour parse(String id) {
      Matcher form = FORM.matcher(id);
      if (!form.matches() || Integer.parseInt(form.group(2)) > COUNT_MAX) {
        return new Ok();
      }
      int count = Integer.parseInt(form.group(2));
      return switch (form.group(1)) {
        case "pending" -> new Pending(Duration.ofMinutes(count));
        case "refund_pending" -> new RefundPending(Duration.ofMinutes(count));
        default -> new DeclineThenOk(count);
      };
    }
  }
}
