package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.schemas.id.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks at one subscription from every side there is, the bank's, the webhooks' and the inquiries',
 * and tells what is new since the last look.
 */
final class Observer {

  /** The most that one page of payments holds. */
  private static final int PAGE_SIZE = 100;

  private final Stage.Scenery scenery;
  private final MerchantClient merchant;
  private final String subscriptionId;
  private final String address;
  private final Telling telling;
  private final Map<String, String> toldOutcomes = new HashMap<>();
  private final Set<Long> toldWebhooks = new HashSet<>();
  private final Set<String> toldMails = new HashSet<>();

  /**
   * An observer.
   *
   * @param address where the buyer is written to; empty: nowhere
   */
  Observer(
      Stage.Scenery scenery,
      MerchantClient merchant,
      String subscriptionId,
      String address,
      Telling telling) {
    this.scenery = scenery;
    this.merchant = merchant;
    this.subscriptionId = subscriptionId;
    this.address = address;
    this.telling = telling;
  }

  String subscriptionId() {
    return subscriptionId;
  }

  String address() {
    return address;
  }

  Telling telling() {
    return telling;
  }

  String paymentIdOf(int period) {
    return Identity.paymentIdOfPeriod(subscriptionId, period);
  }

  /** What the bank was asked for, oldest first. */
  List<JsonNode> ledger() {
    return scenery.bank().ledger(subscriptionId);
  }

  /** What the merchant was told, in sequence. */
  List<Webhook> webhooks() {
    return scenery.inbox().about(subscriptionId);
  }

  /** What the buyer was written, oldest first. */
  List<Mail> mails() {
    return address.isEmpty() ? List.of() : scenery.mails().to(address);
  }

  /** The payments that inquireSubscriptionPayment shows. */
  List<JsonNode> payments() {
    List<JsonNode> payments = new ArrayList<>();
    merchant
        .inquire(
            "subscriptions/inquireSubscriptionPayment",
            Map.of("subscriptionId", subscriptionId, "pageSize", PAGE_SIZE))
        .ifPresent(answer -> answer.path("payments").forEach(payments::add));
    return payments;
  }

  /** What bank, webhooks and e-mails have said since the last time. */
  List<Entry> news() {
    List<Entry> news = new ArrayList<>();
    for (JsonNode line : ledger()) {
      String outcome = line.path("outcome").asText();
      String before = toldOutcomes.put(line.path("key").asText(), outcome);
      if (before == null) {
        news.add(telling.bank(line));
      } else if (!before.equals(outcome)) {
        news.add(telling.settled(line, before));
      }
    }
    for (Webhook webhook : webhooks()) {
      if (toldWebhooks.add(webhook.sequence())) {
        news.add(telling.webhook(webhook));
      }
    }
    for (Mail mail : mails()) {
      if (toldMails.add(mail.id())) {
        news.add(telling.mail(mail));
      }
    }
    return news;
  }

  /** True once inquireSubscription shows that the buyer has agreed. */
  boolean isApproved() {
    return subscription()
        .filter(shown -> !shown.path("lifecycleStatus").asText().equals("incomplete"))
        .isPresent();
  }

  /** What inquireSubscription says. */
  Entry inquiry() {
    return telling.inquiry(known());
  }

  /** What inquireSubscription says of the order. */
  Entry order() {
    return telling.order(known());
  }

  /** What else the bank was told of a period's latest attempt, and why it declined. */
  Entry bankWasTold(int period) {
    JsonNode line = last(ledger(), each -> each.path("period").asInt() == period);
    return telling.bankWasTold(
        line,
        last(
            scenery.bank().details(subscriptionId),
            each -> each.path("key").equals(line.path("key"))));
  }

  /** The card's token that the merchant was told. */
  String tokenTold() {
    return webhooks().reversed().stream()
        .map(webhook -> webhook.body().path("tokenId").asText())
        .filter(Method::isToken)
        .findFirst()
        .orElseThrow(() -> new DemoFailedException("The merchant was told no token"));
  }

  private static JsonNode last(List<JsonNode> lines, Predicate<JsonNode> which) {
    return lines.reversed().stream()
        .filter(which)
        .findFirst()
        .orElseThrow(() -> new DemoFailedException("The bank was not asked for it"));
  }

  private JsonNode known() {
    return subscription()
        .orElseThrow(() -> new DemoFailedException("inquireSubscription does not know it"));
  }

  private Optional<JsonNode> subscription() {
    return merchant
        .inquire("subscriptions/inquireSubscription", Map.of("subscriptionId", subscriptionId))
        .map(answer -> answer.path("subscription"));
  }
}
