package dev.recur.systemtests.expect;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a webhook tells, as far as the contract fixes it: the fields by their wire names, those of
 * nested objects with a dot between. Beyond the wire's fields, {@code kind} is notifySubscription,
 * notifyPayment or notifyRefund.
 */
public record Notice(String subscriptionId, Map<String, String> fields) {

  /** Field that says which notification it is. */
  public static final String KIND = "kind";

  public static final String OF_SUBSCRIPTION = "notifySubscription";
  public static final String OF_PAYMENT = "notifyPayment";
  public static final String OF_REFUND = "notifyRefund";

  public Notice {
    fields = new TreeMap<>(fields);
  }

  /** The same, saying nothing of one field. */
  public Notice without(String field) {
    Map<String, String> rest = new TreeMap<>(fields);
    rest.remove(field);
    return new Notice(subscriptionId, rest);
  }

  /** True when {@code told} says all that this one says. */
  boolean isToldBy(Notice told) {
    return subscriptionId.equals(told.subscriptionId)
        && fields.entrySet().stream()
            .allMatch(field -> field.getValue().equals(told.fields.get(field.getKey())));
  }

  /** The fields that this one and {@code told} have in common, as the latter says them. */
  Notice narrowed(Notice told) {
    Map<String, String> common = new TreeMap<>(told.fields);
    common.keySet().retainAll(fields.keySet());
    return new Notice(told.subscriptionId, common);
  }
}
