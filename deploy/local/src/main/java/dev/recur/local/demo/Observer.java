package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at one subscription from every side there is, the bank's, the webhooks' and the inquiries',
 * and tells what is new since the last look.
 */
final class Observer {

  /** Webhooks are promised within 5 s; this is three times as long. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  /** The most that one page of payments holds. */
  private static final int PAGE_SIZE = 100;

  private final MerchantClient merchant;
  private final BankSide bank;
  private final Inbox inbox;
  private final TestClock clock;
  private final String subscriptionId;
  private final Set<String> toldCharges = new HashSet<>();
  private final Set<Long> toldWebhooks = new HashSet<>();
  private final Set<String> toldPayments = new HashSet<>();

  Observer(
      MerchantClient merchant, BankSide bank, Inbox inbox, TestClock clock, String subscriptionId) {
    this.merchant = merchant;
    this.bank = bank;
    this.inbox = inbox;
    this.clock = clock;
    this.subscriptionId = subscriptionId;
  }

  /**
   * What was found.
   *
   * @param missing what was waited for in vain; empty when all was there
   */
  record Findings(List<Entry> news, String missing) {}

  /** Everything there is at one time. */
  private record Sight(Optional<JsonNode> subscription, List<JsonNode> payments, int totalCount) {}

  /** Looks until everything wanted is there, for a bounded time. */
  Findings look(Wanted wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Sight sight = sight();
      String missing = missing(wanted, sight);
      if (missing.isEmpty() || System.nanoTime() - end >= 0) {
        return new Findings(news(sight), missing);
      }
      pause();
    }
  }

  /** The whole life in three lines. */
  List<Entry> summary() {
    List<JsonNode> charges = bank.ledger(subscriptionId);
    List<JsonNode> payments = sight().payments();
    List<Integer> periods = charges.stream().map(charge -> charge.path("period").asInt()).toList();
    List<String> gaps = inbox.gaps();
    int refunds = inbox.count(Webhook.Kind.REFUND);
    return List.of(
        new Entry(
            clock.now(),
            Entry.What.CHARGE,
            "all " + charges.size(),
            charges.isEmpty()
                ? ""
                : Words.money(
                    charges.stream().mapToLong(c -> c.path("amountMinor").asLong()).sum(),
                    charges.getFirst().path("currency").asText()),
            "for periods " + ranges(periods)),
        Entry.of(
            clock.now(),
            Entry.What.WEBHOOK,
            "all " + inbox.all().size(),
            "%d of the subscription, %d of its payments%s; all signed, %s"
                .formatted(
                    inbox.count(Webhook.Kind.SUBSCRIPTION),
                    inbox.count(Webhook.Kind.PAYMENT),
                    refunds == 0 ? "" : ", %d of its refunds".formatted(refunds),
                    gaps.isEmpty() ? "none missing" : "missing: " + gaps)),
        new Entry(
            clock.now(),
            Entry.What.INQUIRY,
            "all " + payments.size(),
            payments.isEmpty()
                ? ""
                : Words.money(
                    payments.stream().mapToLong(p -> p.at("/paymentAmount/value").asLong()).sum(),
                    payments.getFirst().at("/paymentAmount/currency").asText()),
            "paid for periods "
                + ranges(payments.stream().map(p -> p.path("phaseNo").asInt()).sorted().toList())));
  }

  /** {@code 2 to 13} where each comes once and none is left out; else all of them. */
  static String ranges(List<Integer> numbers) {
    if (numbers.isEmpty()) {
      return "none";
    }
    int first = numbers.getFirst();
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) != first + i) {
        return numbers.toString();
      }
    }
    return first + " to " + numbers.getLast() + ", one each";
  }

  /** Payments before the subscription: what the latter says is then at least as new. */
  private Sight sight() {
    Optional<JsonNode> payments =
        merchant.inquire(
            "inquireSubscriptionPayment",
            Map.of("subscriptionId", subscriptionId, "pageSize", PAGE_SIZE));
    List<JsonNode> list = new ArrayList<>();
    payments.ifPresent(answer -> answer.path("payments").forEach(list::add));
    int totalCount =
        payments.map(answer -> answer.path("paginator").path("totalCount").asInt()).orElse(0);
    Optional<JsonNode> subscription =
        merchant
            .inquire("inquireSubscription", Map.of("subscriptionId", subscriptionId))
            .map(answer -> answer.path("subscription"));
    inbox.look();
    return new Sight(subscription, List.copyOf(list), totalCount);
  }

  private String missing(Wanted wanted, Sight sight) {
    if (sight.subscription().filter(wanted.inquiry()).isEmpty()) {
      return "inquireSubscription never said that " + wanted.inWords();
    }
    JsonNode running = sight.subscription().get().path("currentPhaseNo");
    boolean paid =
        running.isMissingNode()
            || sight.payments().stream()
                .anyMatch(payment -> payment.path("phaseNo").asInt() == running.asInt());
    if (!paid) {
      return "inquireSubscriptionPayment never had a payment for period " + running;
    }
    int paymentNotices = inbox.count(Webhook.Kind.PAYMENT);
    if (paymentNotices != sight.totalCount()) {
      return "there are %d payments, but %d notifyPayment"
          .formatted(sight.totalCount(), paymentNotices);
    }
    int subscriptionNotices = inbox.count(Webhook.Kind.SUBSCRIPTION);
    if (subscriptionNotices < wanted.subscriptionNotices()) {
      return "there are %d notifySubscription, not %d"
          .formatted(subscriptionNotices, wanted.subscriptionNotices());
    }
    return "";
  }

  private List<Entry> news(Sight sight) {
    List<Entry> news = new ArrayList<>();
    for (JsonNode charge : bank.ledger(subscriptionId)) {
      if (toldCharges.add(charge.path("key").asText())) {
        news.add(charge(charge));
      }
    }
    for (Webhook webhook : inbox.all()) {
      if (toldWebhooks.add(webhook.sequence())) {
        news.add(webhook(webhook));
      }
    }
    sight.subscription().ifPresent(subscription -> news.addAll(subscription(subscription)));
    for (JsonNode payment : sight.payments()) {
      if (toldPayments.add(payment.path("paymentId").asText())) {
        news.add(payment(payment));
      }
    }
    return news.stream().sorted(Entry.IN_TIME).toList();
  }

  private Entry charge(JsonNode charge) {
    return new Entry(
        Words.time(charge.path("at"), offset()),
        Entry.What.CHARGE,
        "period " + charge.path("period").asText(),
        Words.money(charge.path("amountMinor").asLong(), charge.path("currency").asText()),
        charge.path("outcome").asText());
  }

  private Entry webhook(Webhook webhook) {
    return switch (webhook.kind()) {
      case SUBSCRIPTION -> subscriptionNotice(webhook.body());
      case PAYMENT -> paymentNotice(webhook.body());
      case REFUND -> refundNotice(webhook.body());
    };
  }

  private Entry paymentNotice(JsonNode body) {
    return new Entry(
        Words.time(
            body.path(body.hasNonNull("paymentTime") ? "paymentTime" : "paymentCreateTime"),
            offset()),
        Entry.What.WEBHOOK,
        "period " + body.path("phaseNo").asText(),
        Words.money(body.path("paymentAmount")),
        "%s: from %s to %s"
            .formatted(
                body.at("/result/resultStatus").asText(),
                Words.day(body.path("periodStartTime"), offset()),
                Words.day(body.path("periodEndTime"), offset())));
  }

  /** One that failed has no time of its own. */
  private Entry refundNotice(JsonNode body) {
    JsonNode time = body.path("refundTime");
    return new Entry(
        time.isTextual() ? Words.time(time, offset()) : clock.now(),
        Entry.What.WEBHOOK,
        "refund",
        Words.money(body.path("refundAmount")),
        body.path("refundStatus").asText());
  }

  private Entry subscriptionNotice(JsonNode body) {
    // The contract gives it no time of its own: it is told of what was done just now.
    return Entry.of(
        clock.now(),
        Entry.What.WEBHOOK,
        "subscription",
        "%s: %s, %s; %s"
            .formatted(
                body.path("subscriptionNotificationType").asText(),
                body.path("subscriptionStatus").asText(),
                body.path("lifecycleStatus").asText(),
                end(Words.time(body.path("subscriptionEndTime"), offset()))));
  }

  private static String end(OffsetDateTime end) {
    return end.getYear() == 2099 ? "no end" : "until " + Words.second(end);
  }

  private List<Entry> subscription(JsonNode subscription) {
    List<Entry> entries = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String lifecycle = subscription.path("lifecycleStatus").asText();
    text.append(subscription.path("status").asText()).append(", ").append(lifecycle);
    if (subscription.hasNonNull("currentPhaseNo")) {
      text.append("; period ")
          .append(subscription.path("currentPhaseNo").asText())
          .append(" from ")
          .append(Words.day(subscription.path("currentPeriodStart"), offset()))
          .append(" to ")
          .append(Words.day(subscription.path("currentPeriodEnd"), offset()));
    }
    if (subscription.hasNonNull("nextChargeTime")) {
      text.append("; next charge ")
          .append(Words.second(subscription.path("nextChargeTime"), offset()));
    }
    if (subscription.hasNonNull("subscriptionEndTime")) {
      text.append("; until ")
          .append(Words.second(subscription.path("subscriptionEndTime"), offset()));
    }
    entries.add(Entry.of(clock.now(), Entry.What.INQUIRY, "subscription", text.toString()));
    if (lifecycle.equals("trialing")) {
      JsonNode trial = subscription.path("trialPlan");
      entries.add(
          new Entry(
              clock.now(),
              Entry.What.INQUIRY,
              "trial",
              Words.money(trial.at("/phases/0/trialAmount")),
              "%d days free, until %s"
                  .formatted(
                      trial.path("freeTrialDays").asInt(),
                      Words.second(trial.path("trialEndTime"), offset()))));
    }
    return entries;
  }

  private Entry payment(JsonNode payment) {
    return new Entry(
        clock.now(),
        Entry.What.INQUIRY,
        "period " + payment.path("phaseNo").asText(),
        Words.money(payment.path("paymentAmount")),
        payment.path("status").asText()
            + (payment.hasNonNull("paymentTime")
                ? ", paid " + Words.second(payment.path("paymentTime"), offset())
                : ""));
  }

  private ZoneOffset offset() {
    return clock.now().getOffset();
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailedException("Interrupted while waiting", e);
    }
  }
}
