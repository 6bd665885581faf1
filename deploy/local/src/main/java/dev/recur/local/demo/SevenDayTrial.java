package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The play: the example of Antom's "Subscription trial" (seven days free on 12 March 2025, then
 * month by month), carried on for a year until the merchant takes it back.
 */
final class SevenDayTrial {

  /** The time in the example: seven days before the trial's end. */
  static final OffsetDateTime NOW = OffsetDateTime.parse("2025-03-12T16:15:29+08:00");

  /** The trial's end minus one period, as the example says. */
  static final OffsetDateTime START = OffsetDateTime.parse("2025-02-19T16:15:29+08:00");

  /** When the merchant cancels: in the thirteenth period, a good week into it. */
  static final OffsetDateTime CANCELS_AT = OffsetDateTime.parse("2026-03-02T10:00:00+08:00");

  /** The period that has begun when the clock has gone on for twelve months. */
  static final int LAST_PERIOD = 13;

  private static final String CURRENCY = "USD";
  private static final long PRICE_MINOR = 1999;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  private final Stack stack;
  private final Loopback http;
  private final Diary diary;
  private final MerchantClient merchant;
  private final TestClock clock;
  private int subscriptionNotices;

  SevenDayTrial(Stack stack, Loopback http, Diary diary) {
    this.stack = stack;
    this.http = http;
    this.diary = diary;
    this.merchant = new MerchantClient(stack, http, InstantSource.system());
    this.clock = TestClock.at(NOW, stack, http);
  }

  /**
   * Plays it from beginning to end.
   *
   * @throws DemoFailedException when it cannot go on
   */
  void play() {
    diary.heading("Seven days free, then 19.99 USD a month (times are the subscription's, +08:00)");
    diary.heading("The merchant offers the subscription");
    JsonNode offer = create();
    Observer observer = observer(offer.path("subscriptionId").asText());
    write(observer, Wanted.known());

    diary.heading("The buyer agrees");
    merchant.approve(offer.path("normalUrl").asText());
    tell(Entry.What.APPROVE, "", "by the buyer, on the page the merchant sent them to");
    subscriptionNotices++;
    write(observer, Wanted.runningAt(NOW, subscriptionNotices));

    for (int period = 2; period <= LAST_PERIOD; period++) {
      travel(START.plusMonths(period - 1L));
      write(observer, Wanted.runningAt(clock.now(), subscriptionNotices));
    }

    travel(CANCELS_AT);
    merchant.ask(
        "cancel",
        Map.of(
            "subscriptionId", offer.path("subscriptionId").asText(), "cancellationType", "CANCEL"));
    tell(Entry.What.CANCEL, "", "by the merchant: no renewal");
    subscriptionNotices++;
    write(observer, Wanted.status("CANCELLED", subscriptionNotices));

    travel(START.plusMonths(LAST_PERIOD));
    write(observer, Wanted.status("TERMINATED", subscriptionNotices));

    diary.heading("Looking back");
    diary.write(observer.summary());
  }

  private JsonNode create() {
    Map<String, Object> amount = amount(PRICE_MINOR);
    Map<String, Object> body = new HashMap<>();
    body.put("subscriptionRequestId", "demo-" + UUID.randomUUID());
    body.put("subscriptionDescription", "Seven days free, then 19.99 USD a month");
    body.put("subscriptionRedirectUrl", "https://shop.example/thanks");
    body.put("subscriptionStartTime", START.toString());
    body.put("periodRule", Map.of("periodType", "MONTH", "periodCount", 1));
    body.put(
        "trials",
        List.of(Map.of("trialStartPeriod", 1, "trialEndPeriod", 1, "trialAmount", amount(0))));
    body.put("paymentMethod", Map.of("paymentMethodType", "GCASH"));
    body.put("paymentAmount", amount);
    body.put("orderInfo", Map.of("orderAmount", amount));
    body.put("subscriptionNotificationUrl", stack.webhookUrl() + "/subscription");
    body.put("paymentNotificationUrl", stack.webhookUrl() + "/payment");
    body.put("env", Map.of("terminalType", "WEB"));
    body.put("testClockId", clock.id());
    JsonNode answer = merchant.ask("create", body);
    tell(
        Entry.What.CREATE,
        Words.money(PRICE_MINOR, CURRENCY),
        "every month from %s, the first for %s"
            .formatted(Words.second(START), Words.money(0, CURRENCY)));
    return answer;
  }

  private Observer observer(String subscriptionId) {
    return new Observer(
        merchant,
        new BankSide(stack, http),
        new Inbox(stack, http, subscriptionId),
        clock,
        subscriptionId);
  }

  private void travel(OffsetDateTime to) {
    diary.heading("The clock goes on to " + DAY.format(to));
    clock.goTo(to);
  }

  private void tell(Entry.What what, String amount, String text) {
    diary.write(List.of(new Entry(clock.now(), what, "subscription", amount, text)));
  }

  private void write(Observer observer, Wanted wanted) {
    Observer.Findings findings = observer.look(wanted);
    diary.write(findings.news());
    if (!findings.missing().isEmpty()) {
      throw new DemoFailedException("Waited in vain: " + findings.missing());
    }
  }

  private static Map<String, Object> amount(long minor) {
    return Map.of("currency", CURRENCY, "value", Long.toString(minor));
  }
}
