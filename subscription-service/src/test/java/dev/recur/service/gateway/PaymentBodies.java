package dev.recur.service.gateway;

/** Requests for a payment that begins a subscription. */
public final class PaymentBodies {

  private PaymentBodies() {}

  /** A plain monthly subscription, as Antom's documents write it. */
  public static final String MONTHLY =
      """
      {
        "paymentRequestId": "pay-4711",
        "productCode": "CASHIER_PAYMENT",
        "order": {
          "referenceOrderId": "4711",
          "orderDescription": "Reading Club order",
          "orderAmount": {"currency": "PHP", "value": "99900"}
        },
        "paymentAmount": {"currency": "PHP", "value": "49900"},
        "paymentMethod": {"paymentMethodType": "GCASH"},
        "paymentRedirectUrl": "https://club.example/done?order=4711",
        "paymentNotifyUrl": "https://club.example/hooks/payment",
        "settlementStrategy": {"settlementCurrency": "USD"},
        "userRegion": "PH",
        "env": {"terminalType": "WEB"},
        "subscriptionInfo": {
          "subscriptionDescription": "Reading Club, monthly",
          "subscriptionStartTime": "2026-01-31T12:01:01+08:00",
          "periodRule": {"periodType": "MONTH", "periodCount": 1},
          "subscriptionNotifyUrl": "https://club.example/hooks/subscription"
        }
      }
      """;

  /** The monthly subscription with one field changed. */
  public static String with(String path, String json) {
    return edited(MONTHLY, path, json);
  }

  /** The monthly subscription without one field. */
  public static String without(String path) {
    return edited(MONTHLY, path, "");
  }

  /** Any body with one field changed, or without it. */
  public static String edited(String body, String path, String json) {
    return CreateBodies.edited(body, path, json);
  }
}
