package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.read.PaymentView;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * {@code subscriptions/inquireSubscriptionPayment} (Antom, inquireSubscriptionPayment).
 *
 * @param paymentStatuses those wanted; none named means all
 * @param currentPage from 1
 */
public record InquirePaymentsRequest(
    String subscriptionId, Set<PaymentView.Status> paymentStatuses, int currentPage, int pageSize) {

  private static final int PAGE_SIZE_MAX = 100;
  private static final long PAGE_SIZE_DEFAULT = 10;
  private static final int STATUSES_MAX = 2;

  /** Reads the body. */
  public static InquirePaymentsRequest read(Fields body) {
    Set<PaymentView.Status> statuses = EnumSet.noneOf(PaymentView.Status.class);
    body.optionalAnyOf("paymentStatuses", STATUSES_MAX, PaymentView.Status.class)
        .ifPresent(statuses::addAll);
    Long page = body.optionalInteger("currentPage", 1, Integer.MAX_VALUE);
    Long size = body.optionalInteger("pageSize", 1, PAGE_SIZE_MAX);
    return new InquirePaymentsRequest(
        body.text("subscriptionId", CommonFields.ID_CHARS_MAX),
        statuses.isEmpty() ? EnumSet.allOf(PaymentView.Status.class) : statuses,
        Math.toIntExact(Objects.requireNonNullElse(page, 1L)),
        Math.toIntExact(Objects.requireNonNullElse(size, PAGE_SIZE_DEFAULT)));
  }
}
