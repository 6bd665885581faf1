package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.read.PaymentView;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * {@code subscriptions/inquireSubscriptionPayment} (Antom, inquireSubscriptionPayment).
 *
 * @param paymentStatuses those wanted; none named means all that are final
 */
public record InquirePaymentsRequest(
    String subscriptionId, Set<PaymentView.Status> paymentStatuses, Paging paging) {

  private static final int STATUSES_MAX = 2;

  /** Payments that are not final yet are no part of the contract's list. */
  private enum Final {
    SUCCESS,
    FAIL
  }

  /** Reads the body. */
  public static InquirePaymentsRequest read(Fields body) {
    Set<PaymentView.Status> statuses = EnumSet.noneOf(PaymentView.Status.class);
    body.optionalAnyOf("paymentStatuses", STATUSES_MAX, Final.class)
        .filter(wanted -> !wanted.isEmpty())
        .orElse(List.of(Final.values()))
        .forEach(wanted -> statuses.add(PaymentView.Status.valueOf(wanted.name())));
    return new InquirePaymentsRequest(
        body.text("subscriptionId", CommonFields.ID_CHARS_MAX), statuses, Paging.read(body));
  }
}
