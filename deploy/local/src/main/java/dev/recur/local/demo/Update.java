package dev.recur.local.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What an {@code update} asks for, as the wire has it and in words. */
public final class Update {

  private final String name;
  private final Map<String, Object> fields = new HashMap<>();
  private final Map<String, String> localTimes = new HashMap<>();
  private final List<String> words = new ArrayList<>();
  private String price = "";

  private Update(String name) {
    this.name = name;
  }

  /**
   * An update.
   *
   * @param name what its request id begins with; the same name within one play is the same id
   */
  public static Update named(String name) {
    return new Update(name);
  }

  /** Another price, which a period has from the next that is not charged yet. */
  public Update price(String amount) {
    price = amount;
    fields.put("paymentAmount", Words.amount(amount));
    fields.put("orderInfo", Map.of("orderAmount", Words.amount(amount)));
    return this;
  }

  /** Another text for the statement. */
  public Update called(String text) {
    fields.put("subscriptionDescription", text);
    words.add("called \"" + text + "\"");
    return this;
  }

  /** Another length of a period. */
  public Update every(int count, String unit) {
    fields.put("periodRule", Map.of("periodType", unit, "periodCount", count));
    words.add(Words.every(count, unit));
    return this;
  }

  /** A difference that the buyer pays now. */
  public Update paying(String difference) {
    return settling("IMMEDIATE_PAY_CUSTOM_AMOUNT", difference, "to pay now");
  }

  /** A difference that goes back to the buyer now. */
  public Update refunding(String difference) {
    return settling("IMMEDIATE_REFUND_CUSTOM_AMOUNT", difference, "to go back now");
  }

  /** When the next period begins: a local time. */
  public Update nextPeriodFrom(String time) {
    localTimes.put("nextSubscriptionDate", time);
    return this;
  }

  /** Nothing of it is in force before the next period. */
  public Update withNextPeriod() {
    fields.put("changeMode", "NEXT_PERIOD");
    words.add("with the next period");
    return this;
  }

  String name() {
    return name;
  }

  String price() {
    return price;
  }

  /**
   * The request's fields.
   *
   * @param wire from a local time to one of the wire
   */
  Map<String, Object> fields(Function<String, String> wire) {
    Map<String, Object> body = new HashMap<>(fields);
    localTimes.forEach((field, time) -> body.put(field, wire.apply(time)));
    return body;
  }

  /**
   * The same in words, but for the price.
   *
   * @param shown from a local time to one of the diary
   */
  String words(Function<String, String> shown) {
    List<String> all = new ArrayList<>(List.of(name));
    all.addAll(words);
    localTimes.values().forEach(time -> all.add("next period from " + shown.apply(time)));
    return String.join("; ", all);
  }

  private Update settling(String mode, String difference, String inWords) {
    fields.put(
        "prorationSettings",
        Map.of("prorationMode", mode, "customAmount", Words.amount(difference)));
    words.add(difference + " " + inWords);
    return this;
  }
}
