package dev.recur.service.gateway;

/** Bodies that merchants send. */
public final class CreateBodies {

  private CreateBodies() {}

  /** A plain monthly subscription, everything in its documented form. */
  public static final String MONTHLY =
      """
      {
        "subscriptionRequestId": "order-4711",
        "subscriptionDescription": "Reading Club, monthly",
        "subscriptionRedirectUrl": "https://club.example/done?order=4711",
        "subscriptionStartTime": "2026-01-31T12:01:01+08:00",
        "periodRule": {"periodType": "MONTH", "periodCount": "1"},
        "paymentMethod": {"paymentMethodType": "GCASH"},
        "subscriptionNotificationUrl": "https://club.example/hooks/subscription",
        "paymentNotificationUrl": "https://club.example/hooks/payment",
        "orderInfo": {"orderAmount": {"currency": "USD", "value": "999"}},
        "paymentAmount": {"currency": "USD", "value": "999"},
        "settlementStrategy": {"settlementCurrency": "USD"},
        "env": {"terminalType": "WEB"}
      }
      """;
}
