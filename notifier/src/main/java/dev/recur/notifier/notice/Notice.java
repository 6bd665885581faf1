package dev.recur.notifier.notice;

import dev.recur.schemas.webhook.EventTypes;
import java.util.Optional;

/** What one event makes a merchant be told. */
public sealed interface Notice {

  /** Name of the notification in the contract. */
  String notification();

  /** What it tells, as endpoints filter by it. */
  String eventType();

  /**
   * Where it goes, by the contract's own URLs.
   *
   * @return empty: nobody named one
   */
  Optional<String> url(ContractUrls urls);

  /** What a notifySubscription is about (contract, notifySubscription). */
  enum SubscriptionNotificationType {
    CREATE,
    CHANGE,
    UPDATE,
    CANCEL,
    TERMINATE
  }

  /** The subscription's status or terms changed. */
  record OfSubscription(SubscriptionNotificationType type) implements Notice {
    @Override
    public String notification() {
      return "notifySubscription";
    }

    @Override
    public String eventType() {
      return switch (type) {
        case CREATE -> EventTypes.SUBSCRIPTION_CREATE;
        case CHANGE -> EventTypes.SUBSCRIPTION_CHANGE;
        case UPDATE -> EventTypes.SUBSCRIPTION_UPDATE;
        case CANCEL -> EventTypes.SUBSCRIPTION_CANCEL;
        case TERMINATE -> EventTypes.SUBSCRIPTION_TERMINATE;
      };
    }

    @Override
    public Optional<String> url(ContractUrls urls) {
      return urls.ofSubscription();
    }
  }

  /**
   * A payment reached its final outcome.
   *
   * @param paymentMethodType code of the method that paid or was to pay
   */
  record OfPayment(Payment payment, PaymentResult result, String paymentMethodType)
      implements Notice {
    @Override
    public String notification() {
      return "notifyPayment";
    }

    @Override
    public String eventType() {
      return result == PaymentResult.SUCCESS ? EventTypes.PAYMENT_SUCCESS : EventTypes.PAYMENT_FAIL;
    }

    @Override
    public Optional<String> url(ContractUrls urls) {
      return urls.ofPayment();
    }
  }

  /** A refund reached its final outcome. */
  record OfRefund(Refund refund, RefundResult result) implements Notice {
    @Override
    public String notification() {
      return "notifyRefund";
    }

    @Override
    public String eventType() {
      return result == RefundResult.SUCCESS ? EventTypes.REFUND_SUCCESS : EventTypes.REFUND_FAIL;
    }

    @Override
    public Optional<String> url(ContractUrls urls) {
      return refund.notificationUrl();
    }
  }

  /**
   * What an event makes the merchant be told.
   *
   * @param before what was known before the event
   * @param what the event
   * @return empty for most events
   */
  static Optional<Notice> of(Context before, Happening what) {
    String methodType = before.situation().method().type();
    return Optional.ofNullable(
        switch (what) {
          case Happening.Approved _, Happening.Declined _, Happening.AuthorisationExpired _ ->
              new OfSubscription(beginning(before.terms().birth().origin()));
          // An update that waits is told when its period has come.
          case Happening.Updated updated -> updated.atOnce() ? update() : null;
          case Happening.UpdateTookEffect _,
              Happening.Paused _,
              Happening.Resumed _,
              Happening.MethodReplaced _ ->
              update();
          case Happening.RenewalCancelled _ ->
              new OfSubscription(SubscriptionNotificationType.CANCEL);
          // What ends with a period was told when renewal was switched off (contract, F 11), unless
          // nobody had asked for it.
          case Happening.Canceled canceled ->
              canceled.immediately() || canceled.unpaid() ? terminate() : null;
          case Happening.Ended _, Happening.Changed _ -> terminate();
          case Happening.PeriodWaived waived ->
              new OfPayment(waived.payment(), PaymentResult.SUCCESS, methodType);
          case Happening.ChargeSucceeded succeeded ->
              new OfPayment(
                  succeeded.payment(), PaymentResult.SUCCESS, succeeded.paymentMethodType());
          case Happening.PaymentFailed failed ->
              new OfPayment(failed.payment(), PaymentResult.ofDecline(failed.code()), methodType);
          case Happening.RefundSucceeded succeeded ->
              new OfRefund(succeeded.refund(), RefundResult.SUCCESS);
          case Happening.RefundFailed failed ->
              new OfRefund(failed.refund(), RefundResult.PROCESS_FAIL);
          // The contract has no notice of these; buyers are written to (Correspondence).
          case Happening.ChargeDeclined _, Happening.TrialEnding _, Happening.RenewalUpcoming _ ->
              null;
          case Happening.Created _, Happening.Internal _ -> null;
        });
  }

  /** The type that says whether a subscription came to be. */
  private static SubscriptionNotificationType beginning(Origin origin) {
    return switch (origin) {
      case CREATE, PAY -> SubscriptionNotificationType.CREATE;
      case CHANGE -> SubscriptionNotificationType.CHANGE;
    };
  }

  private static OfSubscription update() {
    return new OfSubscription(SubscriptionNotificationType.UPDATE);
  }

  private static OfSubscription terminate() {
    return new OfSubscription(SubscriptionNotificationType.TERMINATE);
  }
}
