package dev.recur.systemtests.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.global.api.model.ResultStatusType;
import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.LedgerCheck;
import dev.recur.systemtests.expect.Notice;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.Told;
import dev.recur.systemtests.expect.WebhookCheck;
import dev.recur.systemtests.merchant.Buyer;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Bank;
import dev.recur.systemtests.stack.Inbox.Webhook;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Many subscriptions of many kinds on one test clock.
 *
 * @param clock the test clock
 * @param born when all of them were agreed to
 */
record Portfolio(
    Stack stack, OfficialSdk merchant, String clock, OffsetDateTime born, List<Offer> offers) {

  /** How many creates are under way at a time. */
  private static final int AT_A_TIME = 6;

  /** Creates and approves every one, through the official SDK. */
  static Portfolio open(Stack stack, OfficialSdk merchant, OffsetDateTime born, List<Offer> offers)
      throws IOException {
    String clock = stack.admin().createClock(born);
    try (ExecutorService hands = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<CompletableFuture<Void>> opened =
          offers.stream()
              .map(
                  offer ->
                      CompletableFuture.runAsync(() -> subscribe(merchant, offer, clock), hands))
              .toList();
      opened.forEach(CompletableFuture::join);
    }
    return new Portfolio(stack, merchant, clock, born, offers);
  }

  private static void subscribe(OfficialSdk merchant, Offer offer, String clock) {
    var created = merchant.create(offer, clock);
    assertThat(created.getResult().getResultStatus())
        .as(OfficialSdk.words(created.getResult()))
        .isEqualTo(ResultStatusType.S);
    Buyer.approve(created.getNormalUrl());
  }

  /** Offers of every kind there is, with starts strewn over the first days. */
  static List<Offer> mixed(String name, OffsetDateTime born, int count) {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OffsetDateTime start = born.plusHours(7L * i).plusSeconds(i);
      Offer plain = Offer.monthly(name + "-" + i, start, 1000L + i, i % 2 == 0 ? "PHP" : "EUR");
      offers.add(
          switch (i % 7) {
            case 2 -> plain.every(1, ChronoUnit.WEEKS);
            case 3 ->
                Offer.monthly(name + "-" + i, born.plusDays(7).minusMonths(1), 1000L + i, "PHP")
                    .withTrial(1, 1, 0);
            case 4 -> plain.withMood(Offer.Mood.DECLINES_FIRST);
            case 5 -> plain.withMood(Offer.Mood.UNKNOWN_THEN_PAYS);
            case 6 -> plain.every(2, ChronoUnit.WEEKS);
            default -> plain;
          });
    }
    return offers;
  }

  /** What the ledger must hold at {@code until}. */
  List<Charge> expectedCharges(OffsetDateTime until) {
    return expectations().stream().flatMap(e -> e.charges(until).stream()).toList();
  }

  /** What is found there, with how often each key was presented. */
  List<Bank.Line> lines() throws IOException {
    return stack.bank().lines(ids());
  }

  /** The ledger against what is expected at {@code until}. */
  LedgerCheck checkLedger(OffsetDateTime until) throws IOException {
    return LedgerCheck.of(expectedCharges(until), lines().stream().map(Bank.Line::charge).toList());
  }

  /** The webhooks received so far. */
  List<Webhook> webhooks() throws IOException {
    return stack.inbox().webhooks(ids());
  }

  /** How many notifications must have been made at {@code until}. */
  int expectedNotices(OffsetDateTime until) {
    return expectations().stream().mapToInt(e -> e.notices(until).size()).sum();
  }

  /** What was received against what is expected at {@code until}, per subscription. */
  Map<String, WebhookCheck> checkWebhooks(OffsetDateTime until, List<Webhook> received) {
    Map<String, List<Told>> told = new LinkedHashMap<>();
    for (Webhook webhook : received) {
      Told one = webhook.told();
      told.computeIfAbsent(one.notice().subscriptionId(), _ -> new ArrayList<>()).add(one);
    }
    Map<String, WebhookCheck> checks = new LinkedHashMap<>();
    for (Expectation expectation : expectations()) {
      // Where the channel was away for long an inquiry tells the outcome, some minutes later.
      List<Notice> expected =
          expectation.notices(until).stream().map(notice -> notice.without("paymentTime")).toList();
      String id = expectation.subscriptionId();
      checks.put(id, WebhookCheck.of(expected, told.getOrDefault(id, List.of())));
    }
    return checks;
  }

  private List<Expectation> expectations() {
    return offers.stream().map(offer -> new Expectation(merchant.clientId(), offer, born)).toList();
  }

  private List<String> ids() {
    return expectations().stream().map(Expectation::subscriptionId).toList();
  }
}
