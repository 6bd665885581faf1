package dev.recur.service.gateway;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.Answer.AmountInfo;
import dev.recur.service.gateway.wire.Answer.Transaction;
import dev.recur.service.gateway.wire.Answer.TransactionType;
import dev.recur.service.gateway.wire.InquiryPaymentRequest;
import dev.recur.service.gateway.wire.PaymentResult;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.input.Fields;
import dev.recur.service.input.Times;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.PaymentView.Purpose;
import dev.recur.service.read.Payments;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code payments/inquiryPayment}: a payment with each attempt, and what of it went back. */
@Singleton
final class InquiryPaymentOperation implements Operation {

  private final Subscriptions subscriptions;
  private final Payments payments;

  InquiryPaymentOperation(Subscriptions subscriptions, Payments payments) {
    this.subscriptions = subscriptions;
    this.payments = payments;
  }

  @Override
  public String path() {
    return "payments/inquiryPayment";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    InquiryPaymentRequest request = InquiryPaymentRequest.read(body);
    ReadSide.requireCaughtUp(subscriptions);
    String paymentId = paymentId(caller, request);
    if (paymentId == null || !Identity.isPaymentId(paymentId)) {
      throw Ids.noPayment();
    }
    SubscriptionView view = subscriptions.find(Identity.subscriptionIdOf(paymentId));
    if (view == null || !view.clientId().equals(caller.clientId())) {
      throw Ids.noPayment();
    }
    PaymentView payment = payments.payment(paymentId);
    if (payment != null) {
      return state(view, payment);
    }
    if (isOfPay(view, paymentId)) {
      return notAskedForYet(view, paymentId);
    }
    throw Ids.noPayment();
  }

  private @Nullable String paymentId(MerchantProfile caller, InquiryPaymentRequest request) {
    return request.paymentId() != null
        ? request.paymentId()
        : payments.paymentAskedFor(
            caller.clientId(), Objects.requireNonNull(request.paymentRequestId()));
  }

  /** True of the first payment of a subscription that came with it: its id was told before. */
  private static boolean isOfPay(SubscriptionView view, String paymentId) {
    return view.lineage().origin() == Origin.PAY
        && paymentId.equals(Identity.paymentIdOfPeriod(view.subscriptionId(), 1));
  }

  private Answer state(SubscriptionView view, PaymentView payment) {
    Result result = PaymentResult.of(payment.status(), payment.code());
    boolean paid = payment.status() == PaymentView.Status.SUCCESS;
    return new Answer.PaymentState(
        Result.SUCCESS,
        payment.status().name(),
        result.resultCode(),
        result.resultMessage(),
        requestId(view, payment),
        payment.paymentId(),
        AmountInfo.of(payment.amount()),
        Times.write(payment.createdAt(), view.zoneId()),
        paid ? Times.write(payment.time(), view.zoneId()) : null,
        transactions(view, payment));
  }

  private static @Nullable String requestId(SubscriptionView view, PaymentView payment) {
    if (payment.purpose() == Purpose.MANUAL) {
      return payment.requestId();
    }
    return isOfPay(view, payment.paymentId()) ? view.subscriptionRequestId() : null;
  }

  private List<Transaction> transactions(SubscriptionView view, PaymentView payment) {
    Stream<Transaction> attempts =
        payment.attempts().stream()
            .map(
                attempt ->
                    new Transaction(
                        PaymentResult.of(attempt.status(), attempt.code()),
                        Identity.attemptKey(payment.paymentId(), attempt.number()),
                        TransactionType.PAYMENT,
                        attempt.status().name(),
                        AmountInfo.of(payment.amount()),
                        requestId(view, payment),
                        Times.write(attempt.time(), view.zoneId())));
    Stream<Transaction> refunds =
        payments.refunds(payment.paymentId()).stream()
            .map(
                refund ->
                    new Transaction(
                        PaymentResult.of(refund),
                        refund.refundId(),
                        TransactionType.REFUND,
                        refund.status().name(),
                        AmountInfo.of(refund.amount()),
                        refund.requestId(),
                        Times.write(refund.time(), view.zoneId())));
    return Stream.concat(attempts, refunds).toList();
  }

  /** Nothing is asked of the channel before the buyer has agreed. */
  private static Answer notAskedForYet(SubscriptionView view, String paymentId) {
    String status;
    Result result;
    if (view.lifecycle().isOver()) {
      status = "CANCELLED";
      result = Result.of(ResultCode.PROCESS_FAIL, "It ended before anything was paid.");
    } else {
      boolean offered = view.lifecycle() == Lifecycle.INCOMPLETE;
      status = (offered ? PaymentView.Status.PENDING : PaymentView.Status.PROCESSING).name();
      result =
          Result.of(
              ResultCode.PAYMENT_IN_PROCESS,
              offered
                  ? "The buyer has not agreed yet: inquire again later."
                  : "It is not due yet: inquire again later.");
    }
    return new Answer.PaymentState(
        Result.SUCCESS,
        status,
        result.resultCode(),
        result.resultMessage(),
        view.subscriptionRequestId(),
        paymentId,
        AmountInfo.of(view.price(1)),
        null,
        null,
        List.of());
  }
}
