package dev.recur.service.gateway;

import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.Answer.AmountInfo;
import dev.recur.service.gateway.wire.Answer.Paginator;
import dev.recur.service.gateway.wire.Answer.PaymentMethodInfo;
import dev.recur.service.gateway.wire.InquirePaymentsRequest;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.input.Fields;
import dev.recur.service.input.Times;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.Payments;
import dev.recur.service.read.Payments.PaymentPage;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/**
 * {@code subscriptions/inquireSubscriptionPayment}. For a subscription that does not exist the list
 * is empty (Antom, inquireSubscriptionPayment: payments).
 */
@Singleton
final class InquirePaymentsOperation implements Operation {

  private static final PaymentPage NO_PAYMENTS = new PaymentPage(List.of(), 0);

  private final Subscriptions subscriptions;
  private final Payments payments;

  InquirePaymentsOperation(Subscriptions subscriptions, Payments payments) {
    this.subscriptions = subscriptions;
    this.payments = payments;
  }

  @Override
  public String path() {
    return "subscriptions/inquireSubscriptionPayment";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    InquirePaymentsRequest request = InquirePaymentsRequest.read(body);
    ReadSide.requireCaughtUp(subscriptions);
    SubscriptionView view = subscriptions.find(request.subscriptionId());
    if (view == null || !view.clientId().equals(caller.clientId())) {
      return answer(request, NO_PAYMENTS, List.of());
    }
    PaymentPage page =
        payments.payments(
            request.subscriptionId(),
            request.paymentStatuses(),
            request.paging().currentPage(),
            request.paging().pageSize());
    return answer(
        request, page, page.payments().stream().map(payment -> payment(view, payment)).toList());
  }

  private static Answer answer(
      InquirePaymentsRequest request, PaymentPage page, List<Answer.Payment> payments) {
    return new Answer.Payments(
        Result.SUCCESS, payments, Paginator.of(request.paging(), page.totalCount()));
  }

  private static Answer.Payment payment(SubscriptionView view, PaymentView payment) {
    boolean paid = payment.status() == PaymentView.Status.SUCCESS;
    return new Answer.Payment(
        payment.paymentId(),
        payment.status().name(),
        payment.period(),
        new PaymentMethodInfo(
            Objects.requireNonNullElse(payment.methodType(), view.paymentMethod().type()), null),
        AmountInfo.of(payment.amount()),
        paid ? Times.write(payment.time(), view.zoneId()) : null);
  }
}
