package dev.recur.service.gateway.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recur.schemas.id.Identity;
import dev.recur.service.history.EventLog;
import dev.recur.service.page.BuyerLinks;
import dev.recur.service.terms.Amount;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an answer's body holds: always a result. Absent fields are left out. */
public sealed interface Answer {

  /** How it went. */
  Result result();

  /** Nothing but the result. */
  @Serdeable
  record Plain(Result result) implements Answer {}

  /**
   * To {@code create}.
   *
   * @param normalUrl the buyer's page, when S
   * @param schemeUrl the same in the buyer's app, when S and the terminal has apps; so the next two
   * @param subscriptionId beyond Antom, whose answer has none; also with U, so that the merchant
   *     can inquire
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Created(
      Result result,
      @Nullable String normalUrl,
      @Nullable String schemeUrl,
      @Nullable String applinkUrl,
      @Nullable String appIdentifier,
      @Nullable String subscriptionId)
      implements Answer {

    /** With the ways to the buyer's page, where there are any. */
    public static Created of(
        Result result, BuyerLinks.@Nullable Links links, String subscriptionId) {
      return links == null
          ? new Created(result, null, null, null, null, subscriptionId)
          : new Created(
              result,
              links.normalUrl(),
              links.schemeUrl(),
              links.applinkUrl(),
              links.appIdentifier(),
              subscriptionId);
    }
  }

  /**
   * To {@code pay} for a subscription, with S and with U.
   *
   * @param paymentId of the first period's payment; what came of it is notified, and can be
   *     inquired
   * @param normalUrl the buyer's page, when S and the buyer has not agreed yet
   * @param schemeUrl the same in the buyer's app, where the terminal has apps; so the next two
   * @param subscriptionId beyond Antom
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Paying(
      Result result,
      String paymentRequestId,
      String paymentId,
      AmountInfo paymentAmount,
      @Nullable String normalUrl,
      @Nullable String schemeUrl,
      @Nullable String applinkUrl,
      @Nullable String appIdentifier,
      String subscriptionId)
      implements Answer {

    /** With the ways to the buyer's page, where there are any. */
    public static Paying of(
        Result result,
        SubscribingPayment request,
        String subscriptionId,
        BuyerLinks.@Nullable Links links) {
      return new Paying(
          result,
          request.paymentRequestId(),
          Identity.paymentIdOfPeriod(subscriptionId, 1),
          AmountInfo.of(request.paymentAmount()),
          links == null ? null : links.normalUrl(),
          links == null ? null : links.schemeUrl(),
          links == null ? null : links.applinkUrl(),
          links == null ? null : links.appIdentifier(),
          subscriptionId);
    }
  }

  /**
   * To {@code createPaymentSession}.
   *
   * @param paymentSessionData what an embedded element needs, when S; so the next three
   * @param normalUrl the buyer's page
   * @param subscriptionId beyond Antom; also with U, so that the merchant can inquire
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PaymentSession(
      Result result,
      @Nullable String paymentSessionData,
      @Nullable String paymentSessionId,
      @Nullable String paymentSessionExpiryTime,
      @Nullable String normalUrl,
      String subscriptionId)
      implements Answer {}

  /**
   * To {@code charge}.
   *
   * @param paymentId also with U, so that the merchant can inquire
   */
  @Serdeable
  record Charged(Result result, String paymentId) implements Answer {}

  /**
   * To {@code change}.
   *
   * @param subscriptionId the new subscription; beyond Antom, whose answer has none
   */
  @Serdeable
  record Changed(Result result, String subscriptionId) implements Answer {}

  /** To {@code inquireSubscription}. */
  @Serdeable
  record Subscription(Result result, SubscriptionInfo subscription) implements Answer {}

  /** To {@code inquireSubscriptionPayment}. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Payments(Result result, List<Payment> payments, Paginator paginator) implements Answer {}

  /** A final payment. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Payment(
      String paymentId,
      String status,
      @Nullable Integer phaseNo,
      PaymentMethodInfo paymentMethod,
      AmountInfo paymentAmount,
      @Nullable String paymentTime) {}

  /** To {@code inquireSubscriptionList}. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record SubscriptionList(Result result, List<SubscriptionInfo> subscriptions, Paginator paginator)
      implements Answer {}

  /** Where in the list one is. */
  @Serdeable
  record Paginator(int currentPage, int pageSize, int totalPage, int totalCount) {

    /** Where one is who asked for that page. */
    public static Paginator of(Paging paging, int totalCount) {
      int pages = Math.ceilDiv(totalCount, paging.pageSize());
      return new Paginator(paging.currentPage(), paging.pageSize(), pages, totalCount);
    }
  }

  /**
   * To {@code refund}, with S and with U.
   *
   * @param refundTime when the money went back, with S
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Refunded(
      Result result,
      String refundRequestId,
      String refundId,
      String paymentId,
      AmountInfo refundAmount,
      @Nullable String refundTime)
      implements Answer {}

  /**
   * To {@code inquiryPayment}.
   *
   * @param paymentRequestId absent where no payment request of the merchant asked for it
   * @param paymentCreateTime absent while nothing has been asked for
   * @param paymentTime when it was paid
   * @param transactions its attempts, then its refunds
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PaymentState(
      Result result,
      String paymentStatus,
      String paymentResultCode,
      String paymentResultMessage,
      @Nullable String paymentRequestId,
      String paymentId,
      AmountInfo paymentAmount,
      @Nullable String paymentCreateTime,
      @Nullable String paymentTime,
      List<Transaction> transactions)
      implements Answer {}

  /** One attempt to move money (Antom, Transaction). */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Transaction(
      Result transactionResult,
      String transactionId,
      TransactionType transactionType,
      String transactionStatus,
      AmountInfo transactionAmount,
      @Nullable String transactionRequestId,
      String transactionTime) {}

  /** Which way the money goes (Antom, TransactionType). */
  enum TransactionType {
    PAYMENT,
    REFUND
  }

  /**
   * To {@code inquiryRefund}.
   *
   * @param refundTime when the money went back
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RefundState(
      Result result,
      String refundStatus,
      String refundRequestId,
      String refundId,
      AmountInfo refundAmount,
      @Nullable String refundTime)
      implements Answer {}

  /**
   * To {@code inquireEvents}, beyond Antom.
   *
   * @param next what to send as {@code after} to go on
   * @param more true when there is more already
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Events(Result result, List<EventLog.Event> events, String next, boolean more)
      implements Answer {}

  /** An amount; the value is in minor units and a string (Antom, Amount). */
  @Serdeable
  record AmountInfo(String currency, String value) {

    /** An amount as the wire writes it. */
    public static AmountInfo of(Amount amount) {
      return new AmountInfo(amount.currency(), Long.toString(amount.minor()));
    }
  }

  /** How the buyer pays. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PaymentMethodInfo(String paymentMethodType, @Nullable String paymentMethodId) {}
}
