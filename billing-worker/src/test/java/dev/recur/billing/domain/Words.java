package dev.recur.billing.domain;

/** An event as a diary has it: its name, and what tells it from another of its kind. */
final class Words {
  private Words() {}

  static String of(Event event) {
    String name = event.getClass().getSimpleName();
    return switch (event) {
      case Event.PaymentEvent e -> name + " " + ofPayment(e) + purpose(e.payment().purpose());
      case Event.RefundEvent e -> name + " " + e.facts().refund().amount().amountMinor();
      case Event.LifeEvent e -> (name + " " + ofLife(e)).strip();
    };
  }

  private static String ofPayment(Event.PaymentEvent event) {
    int period = event.payment().period().number();
    return switch (event) {
      case Event.ChargeRequested e ->
          period + "/" + e.attempt() + " " + e.payment().amount().amountMinor();
      case Event.CatchUpDecided e -> period + " " + e.act();
      case Event.PeriodWaived _,
          Event.ChargeSucceeded _,
          Event.ChargeDeclined _,
          Event.ChargeUnresolved _,
          Event.InquiryRequested _,
          Event.ChargePresentedAgain _,
          Event.PaymentFailed _,
          Event.ChargeSurplus _ ->
          String.valueOf(period);
    };
  }

  private static String purpose(Purpose purpose) {
    return switch (purpose) {
      case Purpose.ForPeriod _ -> "";
      case Purpose.ForChange(String requestId) -> " difference " + requestId;
      case Purpose.Manual(String requestId) -> " manual " + requestId;
      case Purpose.ForRefund(String requestId) -> " refund " + requestId;
    };
  }

  private static String ofLife(Event.LifeEvent event) {
    return switch (event) {
      case Event.PeriodStarted e -> String.valueOf(e.period().number());
      case Event.PeriodSkipped e -> e.period().number() + " " + e.reason();
      case Event.ChargeAnnounced e ->
          e.period().number() + " " + e.chargeAt() + " " + e.amount().amountMinor();
      case Event.CommandRefused e -> e.code();
      case Event.HeldCyclesDecided e -> e.approved() + " " + e.periods();
      case Event.RenewalCancelled e -> String.valueOf(e.serviceEnd());
      case Event.Canceled e -> e.unpaid() ? "unpaid" : "";
      case Event.Updated e -> e.requestId();
      case Event.UpdateTookEffect e -> e.requestId() + " " + e.period();
      case Event.Paused e -> e.requestId().orElse("unpaid");
      case Event.Resumed e -> e.requestId().orElse("by itself");
      case Event.MethodReplaced e -> e.method().type();
      case Event.ChangeStarted e -> e.change().requestId();
      case Event.ChangeAbandoned e -> e.code();
      case Event.Created _,
          Event.Approved _,
          Event.Declined _,
          Event.AuthorisationExpired _,
          Event.Ended _,
          Event.Changed _,
          Event.Parked _,
          Event.Released _ ->
          "";
    };
  }
}
