package dev.recur.service.terms;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a merchant asks for when it creates a subscription: shape and lengths are checked, what it
 * means is not.
 *
 * @param zone offset or region in which the calendar is counted
 * @param expiryTime until when the buyer may agree; absent: the worker's default
 * @param subscriptionNotificationUrl an empty text: the merchant's endpoints are told
 * @param policies the rules in force: the merchant's, with what the request asked for
 * @param methodProfile the merchant's
 * @param offering how it comes to its buyer
 */
public record CreateTerms(
    String subscriptionRequestId,
    String description,
    String redirectUrl,
    Instant startTime,
    String zone,
    @Nullable Instant endTime,
    PeriodRule periodRule,
    @Nullable Instant expiryTime,
    PaymentMethod paymentMethod,
    String subscriptionNotificationUrl,
    @Nullable String paymentNotificationUrl,
    Amount paymentAmount,
    List<Trial> trials,
    @Nullable Amount orderAmount,
    @Nullable String settlementCurrency,
    boolean sandbox,
    @Nullable String testClockId,
    Policies policies,
    Billing billing,
    MethodProfile methodProfile,
    Offering offering) {

  public CreateTerms {
    trials = List.copyOf(trials);
  }

  /** The same, paid otherwise. */
  public CreateTerms paidWith(PaymentMethod method) {
    return new CreateTerms(
        subscriptionRequestId,
        description,
        redirectUrl,
        startTime,
        zone,
        endTime,
        periodRule,
        expiryTime,
        method,
        subscriptionNotificationUrl,
        paymentNotificationUrl,
        paymentAmount,
        trials,
        orderAmount,
        settlementCurrency,
        sandbox,
        testClockId,
        policies,
        billing,
        methodProfile,
        offering);
  }
}
