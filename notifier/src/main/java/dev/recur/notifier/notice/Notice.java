package dev.recur.notifier.notice;

import java.util.Optional;

/** What one event makes a merchant be told. */
public sealed interface Notice {

  /** Name of the notification in the contract. */
  String notification();

  /** Where it goes, by the contract's own URLs. */
  String url(Terms terms);

  /** What a notifySubscription is about (contract, notifySubscription). */
  enum SubscriptionNotificationType {
    CREATE,
    CANCEL,
    TERMINATE
  }

  /** The subscription's status changed. */
  record OfSubscription(SubscriptionNotificationType type) implements Notice {
    @Override
    public String notification() {
      return "notifySubscription";
    }

    @Override
    public String url(Terms terms) {
      return terms.subscriptionUrl();
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
    public String url(Terms terms) {
      return terms.paymentUrl();
    }
  }

  /**
   * What an event makes the merchant be told.
   *
   * @param before the situation before the event
   * @param what the event
   * @return empty for most events
   */
  static Optional<Notice> of(Situation before, Happening what) {
    return Optional.ofNullable(
        switch (what) {
          case Happening.Approved _, Happening.Declined _, Happening.AuthorisationExpired _ ->
              new OfSubscription(SubscriptionNotificationType.CREATE);
          case Happening.RenewalCancelled _ ->
              new OfSubscription(SubscriptionNotificationType.CANCEL);
          // The merchant was told of it when renewal was switched off (contract, F 11).
          case Happening.Canceled canceled ->
              canceled.immediately()
                  ? new OfSubscription(SubscriptionNotificationType.TERMINATE)
                  : null;
          case Happening.Ended _ -> new OfSubscription(SubscriptionNotificationType.TERMINATE);
          case Happening.PeriodWaived waived ->
              new OfPayment(waived.payment(), PaymentResult.SUCCESS, before.paymentMethodType());
          case Happening.ChargeSucceeded succeeded ->
              new OfPayment(
                  succeeded.payment(), PaymentResult.SUCCESS, succeeded.paymentMethodType());
          case Happening.PaymentFailed failed ->
              new OfPayment(
                  failed.payment(),
                  PaymentResult.ofDecline(failed.code()),
                  before.paymentMethodType());
          case Happening.Created _,
              Happening.PeriodStarted _,
              Happening.ChargeRequested _,
              Happening.ChargeDeclined _,
              Happening.Internal _ ->
              null;
        });
  }
}
