package dev.recur.service.gateway;

import dev.recur.schemas.id.Identity;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.Answer.AmountInfo;
import dev.recur.service.gateway.wire.InquiryRefundRequest;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.input.Fields;
import dev.recur.service.input.Times;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Payments;
import dev.recur.service.read.RefundView;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code payments/inquiryRefund}, also of a refund that an update asked for. */
@Singleton
final class InquiryRefundOperation implements Operation {

  private final Subscriptions subscriptions;
  private final Payments payments;

  InquiryRefundOperation(Subscriptions subscriptions, Payments payments) {
    this.subscriptions = subscriptions;
    this.payments = payments;
  }

  @Override
  public String path() {
    return "payments/inquiryRefund";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    InquiryRefundRequest request = InquiryRefundRequest.read(body);
    ReadSide.requireCaughtUp(subscriptions);
    String refundId = refundId(caller, request);
    if (refundId == null || !Identity.isPaymentId(refundId)) {
      throw Ids.noRefund();
    }
    RefundView refund = payments.refund(refundId);
    SubscriptionView view = subscriptions.find(Identity.subscriptionIdOf(refundId));
    if (refund == null || view == null || !view.clientId().equals(caller.clientId())) {
      throw Ids.noRefund();
    }
    return new Answer.RefundState(
        Result.SUCCESS,
        refund.status().name(),
        refund.requestId(),
        refundId,
        AmountInfo.of(refund.amount()),
        refund.status() == RefundView.Status.SUCCESS
            ? Times.write(refund.time(), view.zoneId())
            : null);
  }

  private @Nullable String refundId(MerchantProfile caller, InquiryRefundRequest request) {
    return request.refundId() != null
        ? request.refundId()
        : payments.refundAskedFor(
            caller.clientId(), Objects.requireNonNull(request.refundRequestId()));
  }
}
