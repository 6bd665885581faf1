package dev.recur.local.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a merchant offers: the body of a {@code create}, and the same in words. Times are local, in
 * the zone of the play.
 */
public final class Offer {

  private final String price;
  private final Map<String, Object> fields = new HashMap<>();
  private final List<Map<String, Object>> trials = new ArrayList<>();
  private final Map<String, Object> policies = new HashMap<>();
  private final List<String> words = new ArrayList<>();
  private String description = "Membership";
  private String label = "";
  private String start = "";
  private String end = "";
  private int count = 1;
  private String unit = "MONTH";
  private Method method = Method.of("GCASH");
  private String terminal = "WEB";
  private String order;
  private String buyer = "";
  private String locale = "";

  private Offer(String price) {
    this.price = price;
    this.order = price;
  }

  /**
   * A monthly subscription that is paid by GCash and begins when it is offered.
   *
   * @param price of a period, for example {@code 19.99 USD}
   */
  public static Offer of(String price) {
    return new Offer(price);
  }

  /** What the buyer reads in the statement. */
  public Offer called(String text) {
    description = text;
    return this;
  }

  /** Tells it apart from the play's other subscriptions. */
  public Offer as(String name) {
    label = name;
    return this;
  }

  /** When period 1 begins. */
  public Offer from(String time) {
    start = time;
    return this;
  }

  /** No period begins at that time or later. */
  public Offer until(String time) {
    end = time;
    return this;
  }

  /**
   * How long a period is.
   *
   * @param of DAY, WEEK, MONTH or YEAR
   */
  public Offer every(int number, String of) {
    count = number;
    unit = of;
    return this;
  }

  /** Gives a range of periods a price of its own. */
  public Offer trial(int first, int last, String priceOfEach) {
    trials.add(
        Map.of(
            "trialStartPeriod",
            first,
            "trialEndPeriod",
            last,
            "trialAmount",
            Words.amount(priceOfEach)));
    words.add(
        (first == last ? "period " + first : "periods %d to %d".formatted(first, last))
            + " for "
            + priceOfEach);
    return this;
  }

  /** How the buyer pays. */
  public Offer by(String type) {
    method = Method.of(type);
    return this;
  }

  /** The merchant has collected a card, for which it has to be certified. */
  public Offer byCard(String number) {
    method = Method.of(TestCard.of(number));
    return this;
  }

  /** The buyer chooses on the page how to pay. */
  public Offer asTheBuyerChooses() {
    method = Method.OF_THE_BUYERS_CHOICE;
    return this;
  }

  /** Where the buyer is: an ISO 3166 country. */
  public Offer in(String country) {
    fields.put("userRegion", country);
    words.add("in " + country);
    return this;
  }

  /**
   * Who the buyer is, and so that it is written to.
   *
   * @param name in letters that may stand in an address, too
   * @param language for example {@code de-AT}
   */
  public Offer to(String name, String language) {
    buyer = name;
    locale = language;
    words.add("to %s, written to in %s".formatted(name, language));
    return this;
  }

  /**
   * What the buyer holds.
   *
   * @param device WEB, WAP or APP
   */
  public Offer on(String device) {
    terminal = device;
    words.add("on " + device);
    return this;
  }

  /** The order's amount, for display, where it is not the price. */
  public Offer order(String amount) {
    order = amount;
    words.add("order " + amount);
    return this;
  }

  /** In which currency the merchant is paid. */
  public Offer settledIn(String currency) {
    fields.put("settlementStrategy", Map.of("settlementCurrency", currency));
    words.add("settled in " + currency);
    return this;
  }

  /**
   * How the buyer pays.
   *
   * @param id a card's token, or what the sandbox channel does with it
   */
  public Offer by(String type, String id) {
    method = Method.of(type, id);
    return this;
  }

  /** A field of the request, as it goes over the wire. */
  public Offer with(String field, Object value) {
    fields.put(field, value);
    words.add(field + " " + value);
    return this;
  }

  /** A policy in place of the merchant's. */
  public Offer policy(String name, Object value) {
    policies.put(name, value);
    words.add(name + " " + value);
    return this;
  }

  String price() {
    return price;
  }

  String description() {
    return description;
  }

  String label() {
    return label;
  }

  int count() {
    return count;
  }

  String unit() {
    return unit;
  }

  /** When period 1 begins: a local time; empty: when it is offered. */
  String start() {
    return start;
  }

  /** When no period begins any more: a local time; empty: open-ended. */
  String end() {
    return end;
  }

  /** The buyer's name; empty where nobody is written to. */
  String buyer() {
    return buyer;
  }

  /** The buyer's language. */
  String locale() {
    return locale;
  }

  /** WEB, WAP or APP. */
  String terminal() {
    return terminal;
  }

  /** The order's amount. */
  String order() {
    return order;
  }

  /** The request's fields that say what is charged, when, and how. */
  Map<String, Object> terms() {
    Map<String, Object> body = new HashMap<>(fields);
    body.put("subscriptionDescription", description);
    body.put("periodRule", Map.of("periodType", unit, "periodCount", count));
    if (!method.wire().isEmpty()) {
      body.put("paymentMethod", method.wire());
    }
    body.put("paymentAmount", Words.amount(price));
    if (!trials.isEmpty()) {
      body.put("trials", trials);
    }
    if (!policies.isEmpty()) {
      body.put("policies", policies);
    }
    return body;
  }

  /**
   * The same in words, but for the price.
   *
   * @param starts start and end as the diary has them; the end empty for none
   */
  String words(String starts, String ends) {
    List<String> all = new ArrayList<>();
    all.add(
        Words.every(count, unit) + " from " + starts + (ends.isEmpty() ? "" : " until " + ends));
    all.addAll(words);
    all.add("by " + method.words());
    return String.join("; ", all);
  }
}
