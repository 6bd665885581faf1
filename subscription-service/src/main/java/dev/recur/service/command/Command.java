package dev.recur.service.command;

import dev.recur.service.terms.Amount;
import dev.recur.service.terms.ChangeTerms;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.RefundTerms;
import dev.recur.service.terms.UpdateTerms;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody wants of one subscription. */
public sealed interface Command {

  /** The merchant the subscription belongs to. */
  String clientId();

  /** The subscription. */
  String subscriptionId();

  /** The merchant wants a subscription. */
  record Create(String clientId, String subscriptionId, CreateTerms terms) implements Command {}

  /** Merchant or buyer want no further renewal, or no further service. */
  record Cancel(String clientId, String subscriptionId, Cancellation cancellation, By by)
      implements Command {

    /** As the merchant wants it. */
    public Cancel(String clientId, String subscriptionId, Cancellation cancellation) {
      this(clientId, subscriptionId, cancellation, By.MERCHANT);
    }
  }

  /**
   * The buyer agrees.
   *
   * @param paymentMethodType code of the method the buyer chose; absent: the request's
   * @param paymentMethodId token the channel gave for it; absent: the request's, where there is one
   */
  record Approve(
      String clientId,
      String subscriptionId,
      @Nullable String paymentMethodType,
      @Nullable String paymentMethodId)
      implements Command {

    /** To pay as the request says. */
    public Approve(String clientId, String subscriptionId) {
      this(clientId, subscriptionId, null, null);
    }
  }

  /** The buyer does not agree. */
  record Decline(String clientId, String subscriptionId) implements Command {}

  /** The merchant wants other terms. */
  record Update(String clientId, String subscriptionId, UpdateTerms terms) implements Command {}

  /**
   * The merchant wants charging to stand still.
   *
   * @param resumeTime when it goes on by itself; absent: only when asked to
   */
  record Pause(
      String clientId, String subscriptionId, String requestId, @Nullable Instant resumeTime)
      implements Command {}

  /** The merchant wants charging to go on. */
  record Resume(String clientId, String subscriptionId, String requestId) implements Command {}

  /** The buyer pays otherwise from now on; merchant or buyer say so. */
  record ReplacePaymentMethod(
      String clientId, String subscriptionId, String requestId, PaymentMethod paymentMethod, By by)
      implements Command {

    /** As the merchant says. */
    public ReplacePaymentMethod(
        String clientId, String subscriptionId, String requestId, PaymentMethod paymentMethod) {
      this(clientId, subscriptionId, requestId, paymentMethod, By.MERCHANT);
    }
  }

  /**
   * The merchant triggers a charge of a self-managed subscription.
   *
   * @param amount absent: the price of a period
   */
  record Charge(
      String clientId, String subscriptionId, String paymentRequestId, @Nullable Amount amount)
      implements Command {}

  /** The merchant wants money to go back. */
  record Refund(String clientId, String subscriptionId, RefundTerms terms) implements Command {}

  /** The merchant wants a new subscription in this one's place. */
  record Change(String clientId, String subscriptionId, ChangeTerms terms) implements Command {}

  /** An operator decides about periods that are held after an outage. */
  record DecideHeldCycles(String clientId, String subscriptionId, boolean approve)
      implements Command {}

  /**
   * An operator lets a parked subscription go on.
   *
   * @param note what was found and done
   */
  record Release(String clientId, String subscriptionId, @Nullable String note)
      implements Command {}

  /** Who wants what either may want. */
  enum By {
    MERCHANT,
    BUYER
  }

  /** How a subscription is to end. The names are those of the wire contract. */
  enum Cancellation {
    /** Served to the end of the running period. */
    CANCEL,
    /** Ends at once. */
    TERMINATE
  }
}
