package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.demo.Entry.Who;
import dev.recur.schemas.id.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at one subscription from every side there is, the bank's, the webhooks' and the inquiries',
 * and tells what is new since the last look.
 */
final class Observer {

  /** The most that one page of payments holds. */
  private static final int PAGE_SIZE = 100;

  private final Stage stage;
  private final String subscriptionId;
  private final String label;
  private final Map<String, String> toldOutcomes = new HashMap<>();
  private final Set<Long> toldWebhooks = new HashSet<>();
  private String description;

  /**
   * An observer.
   *
   * @param label what it is called in the diary; empty where the play has no other
   * @param description what the buyer reads in the statement, as offered
   */
  Observer(Stage stage, String subscriptionId, String label, String description) {
    this.stage = stage;
    this.subscriptionId = subscriptionId;
    this.label = label;
    this.description = description;
  }

  String subscriptionId() {
    return subscriptionId;
  }

  String label() {
    return label;
  }

  String description() {
    return description;
  }

  String paymentIdOf(int period) {
    return Identity.paymentIdOfPeriod(subscriptionId, period);
  }

  /** A text that says which subscription it is about, where there are several. */
  String labelled(String text) {
    return label.isEmpty() ? text : "[" + label + "] " + text;
  }

  /** What the bank was asked for, oldest first. */
  List<JsonNode> ledger() {
    return stage.scenery().bank().ledger(subscriptionId);
  }

  /** What the merchant was told, in sequence. */
  List<Webhook> webhooks() {
    return stage.scenery().inbox().about(subscriptionId);
  }

  /** The payments that inquireSubscriptionPayment shows. */
  List<JsonNode> payments() {
    List<JsonNode> payments = new ArrayList<>();
    stage
        .scenery()
        .merchant()
        .inquire(
            "subscriptions/inquireSubscriptionPayment",
            Map.of("subscriptionId", subscriptionId, "pageSize", PAGE_SIZE))
        .ifPresent(answer -> answer.path("payments").forEach(payments::add));
    return payments;
  }

  /** What bank and webhooks have said since the last time. */
  List<Entry> news() {
    List<Entry> news = new ArrayList<>();
    for (JsonNode line : ledger()) {
      String outcome = line.path("outcome").asText();
      String before = toldOutcomes.put(line.path("key").asText(), outcome);
      if (before == null) {
        news.add(bank(line, outcome));
      } else if (!before.equals(outcome)) {
        news.add(settled(line, outcome + ", which was " + before));
      }
    }
    for (Webhook webhook : webhooks()) {
      if (toldWebhooks.add(webhook.sequence())) {
        news.add(
            switch (webhook.kind()) {
              case SUBSCRIPTION -> ofSubscription(webhook.body());
              case PAYMENT -> ofPayment(webhook.body());
              case REFUND -> ofRefund(webhook.body());
            });
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
    JsonNode subscription =
        subscription()
            .orElseThrow(() -> new DemoFailedException("inquireSubscription does not know it"));
    return now(
        Who.INQUIRY,
        subscription.path("lifecycleStatus").asText(),
        Words.money(subscription.path("paymentAmount")),
        String.join("; ", inquiryWords(subscription)));
  }

  private Optional<JsonNode> subscription() {
    return stage
        .scenery()
        .merchant()
        .inquire("subscriptions/inquireSubscription", Map.of("subscriptionId", subscriptionId))
        .map(answer -> answer.path("subscription"));
  }

  private Entry bank(JsonNode line, String outcome) {
    String key = line.path("key").asText();
    String attempt = key.substring(key.lastIndexOf('/') + 1);
    int calls = line.path("calls").asInt();
    return new Entry(
        Words.time(line.path("at"), stage.zone()),
        Who.BANK,
        purpose(line),
        amount(line),
        labelled(
            outcome
                + (attempt.equals("1") ? "" : ", attempt " + attempt)
                + (calls == 1 ? "" : ", asked %d times".formatted(calls))));
  }

  /** What was open has its outcome. The ledger does not say since when. */
  private Entry settled(JsonNode line, String outcome) {
    return now(Who.BANK, purpose(line), amount(line), outcome);
  }

  private static String purpose(JsonNode line) {
    String purpose = line.path("purpose").asText();
    return switch (purpose) {
      case "PERIOD" -> "period " + line.path("period").asText();
      case "CHANGE" -> "difference";
      case "MANUAL" -> "charge";
      default -> purpose.toLowerCase(Locale.ROOT);
    };
  }

  private static String amount(JsonNode line) {
    return Words.money(line.path("amountMinor").asLong(), line.path("currency").asText());
  }

  /** The contract gives it no time of its own: it is told of what was done just now. */
  private Entry ofSubscription(JsonNode body) {
    List<String> words = new ArrayList<>();
    words.add(
        "%s, %s"
            .formatted(
                body.path("subscriptionStatus").asText(), body.path("lifecycleStatus").asText()));
    JsonNode end = body.path("subscriptionEndTime");
    words.add(end.asText().startsWith("2099-") ? "no end" : "until " + second(end));
    if (body.hasNonNull("relatedSubscriptionId")) {
      words.add("follows " + stage.labelOf(body.path("relatedSubscriptionId").asText()));
    }
    return now(
        Who.WEBHOOK,
        body.path("subscriptionNotificationType").asText(),
        "",
        String.join("; ", words));
  }

  /** A failure has no time in the contract either; a success has. */
  private Entry ofPayment(JsonNode body) {
    String code = body.at("/result/resultCode").asText();
    List<String> words = new ArrayList<>();
    words.add(body.at("/result/resultStatus").asText() + (isSuccess(code) ? "" : ", " + code));
    words.add(
        "%s to %s"
            .formatted(second(body.path("periodStartTime")), second(body.path("periodEndTime"))));
    if (body.hasNonNull("paymentRequestId")) {
      words.add(Words.name(body.path("paymentRequestId").asText()));
    }
    return timed(
        body.path("paymentTime"),
        "period " + body.path("phaseNo").asText(),
        Words.money(body.path("paymentAmount")),
        String.join("; ", words));
  }

  private Entry ofRefund(JsonNode body) {
    return timed(
        body.path("refundTime"),
        "refund",
        Words.money(body.path("refundAmount")),
        "%s; %s"
            .formatted(
                body.path("refundStatus").asText(),
                Words.name(body.path("refundRequestId").asText())));
  }

  private static boolean isSuccess(String code) {
    return code.equals("SUCCESS");
  }

  private List<String> inquiryWords(JsonNode subscription) {
    List<String> words = new ArrayList<>();
    words.add(subscription.path("status").asText());
    if (subscription.hasNonNull("currentPhaseNo")) {
      words.add(
          "period %s, %s to %s"
              .formatted(
                  subscription.path("currentPhaseNo").asText(),
                  second(subscription.path("currentPeriodStart")),
                  second(subscription.path("currentPeriodEnd"))));
    }
    timeIfKnown(words, "next charge", subscription.path("nextChargeTime"));
    timeIfKnown(words, "until", subscription.path("subscriptionEndTime"));
    timeIfKnown(words, "resumes", subscription.path("resumeTime"));
    if (subscription.path("lifecycleStatus").asText().equals("trialing")
        && subscription.hasNonNull("trialPlan")) {
      JsonNode trial = subscription.path("trialPlan");
      int free = trial.path("freeTrialDays").asInt();
      words.add(
          "trial until "
              + second(trial.path("trialEndTime"))
              + (free == 0 ? "" : ", %d days free".formatted(free)));
    }
    JsonNode update = subscription.path("awaitedUpdate");
    if (update.isObject()) {
      words.add(
          "%s from period %s on"
              .formatted(
                  Words.money(update.path("paymentAmount")), update.path("phaseNo").asText()));
    }
    List<String> held = new ArrayList<>();
    subscription.path("heldPeriods").forEach(period -> held.add(period.asText()));
    if (!held.isEmpty()) {
      words.add("periods %s are held".formatted(String.join(", ", held)));
    }
    labelIfKnown(words, "follows", subscription.path("relatedSubscriptionId"));
    labelIfKnown(words, "followed by", subscription.path("replacedBySubscriptionId"));
    String described = subscription.path("description").asText();
    if (!described.equals(description)) {
      description = described;
      words.add("called \"" + described + "\"");
    }
    return words;
  }

  private void timeIfKnown(List<String> words, String word, JsonNode time) {
    if (time.isTextual()) {
      words.add(word + " " + second(time));
    }
  }

  private void labelIfKnown(List<String> words, String word, JsonNode id) {
    if (id.isTextual()) {
      words.add(word + " " + stage.labelOf(id.asText()));
    }
  }

  private String second(JsonNode time) {
    return Words.second(time, stage.zone());
  }

  private Entry timed(JsonNode time, String about, String amount, String text) {
    return time.isTextual()
        ? new Entry(Words.time(time, stage.zone()), Who.WEBHOOK, about, amount, labelled(text))
        : now(Who.WEBHOOK, about, amount, text);
  }

  private Entry now(Who who, String about, String amount, String text) {
    return new Entry(stage.clock().now(), who, about, amount, labelled(text));
  }
}
