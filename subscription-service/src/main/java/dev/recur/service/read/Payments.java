package dev.recur.service.read;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Payments and refunds as this instance knows them; a moment behind the worker that decides. */
public interface Payments {

  /**
   * Payments of one subscription, in the order in which they were first asked for.
   *
   * @param statuses those wanted
   * @param page from 1
   * @param size most payments on one page
   */
  PaymentPage payments(String subscriptionId, Set<PaymentView.Status> statuses, int page, int size);

  /** The payment, or null when there is none of that id. */
  @Nullable PaymentView payment(String paymentId);

  /**
   * Id of the payment that a merchant asked for by an id of its own: by hand, or with a {@code pay}
   * that brought a subscription; null when there is none. What is asked for may not exist yet.
   */
  @Nullable String paymentAskedFor(String clientId, String paymentRequestId);

  /** The refund, or null when there is none of that id. */
  @Nullable RefundView refund(String refundId);

  /** Id of the refund that a merchant asked for by an id of its own; null when there is none. */
  @Nullable String refundAskedFor(String clientId, String refundRequestId);

  /** Every refund of one payment, in no order. */
  List<RefundView> refunds(String paymentId);

  /**
   * One page of payments.
   *
   * @param totalCount payments on all pages
   */
  record PaymentPage(List<PaymentView> payments, int totalCount) {}
}
