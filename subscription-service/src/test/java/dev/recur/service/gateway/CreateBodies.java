package dev.recur.service.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Bodies that merchants send. */
public final class CreateBodies {

  private static final ObjectMapper JSON = new ObjectMapper();

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

  /**
   * The monthly subscription with one field changed.
   *
   * @param path names joined by dots, for example {@code periodRule.periodCount}
   * @param json what to put there
   */
  public static String with(String path, String json) {
    return edited(MONTHLY, path, json);
  }

  /** The monthly subscription without one field. */
  public static String without(String path) {
    return edited(MONTHLY, path, "");
  }

  /**
   * Any body with one field changed.
   *
   * @param json what to put there; empty: nothing
   */
  static String edited(String original, String path, String json) {
    try {
      ObjectNode body = (ObjectNode) JSON.readTree(original);
      String[] names = path.split("\\.", -1);
      ObjectNode parent = body;
      for (int i = 0; i < names.length - 1; i++) {
        parent = parent.withObjectProperty(names[i]);
      }
      String name = names[names.length - 1];
      if (json.isEmpty()) {
        parent.remove(name);
      } else {
        JsonNode value = JSON.readTree(json);
        parent.set(name, value);
      }
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
