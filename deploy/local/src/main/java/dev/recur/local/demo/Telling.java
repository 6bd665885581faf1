package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.demo.Entry.Who;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What bank, webhooks and inquiries say about one subscription, as lines of the diary. */
final class Telling {

  /** The year of the end that is told where none was agreed (contract, change). */
  private static final String NO_END = "2099-";

  private final Supplier<ZonedDateTime> clock;
  private final String label;
  private final UnaryOperator<String> labels;
  private String description;

  /**
   * A way to tell.
   *
   * @param clock the time on the play's clock, in the play's zone
   * @param label what the subscription is called in the diary; empty where the play has no other
   * @param labels what the subscriptions with given ids are called
   * @param description what the buyer reads in the statement, as offered
   */
  Telling(
      Supplier<ZonedDateTime> clock,
      String label,
      UnaryOperator<String> labels,
      String description) {
    this.clock = clock;
    this.label = label;
    this.labels = labels;
    this.description = description;
  }

  String label() {
    return label;
  }

  String description() {
    return description;
  }

  /** A text that says which subscription it is about, where there are several. */
  String labelled(String text) {
    return label.isEmpty() ? text : "[" + label + "] " + text;
  }

  /** A line of the bank's ledger that was not there before. */
  Entry bank(JsonNode line) {
    String key = line.path("key").asText();
    String attempt = key.substring(key.lastIndexOf('/') + 1);
    int calls = line.path("calls").asInt();
    return new Entry(
        Words.time(line.path("at"), zone()),
        Who.BANK,
        purpose(line),
        amount(line),
        labelled(
            line.path("outcome").asText()
                + (attempt.equals("1") ? "" : ", attempt " + attempt)
                + (calls == 1 ? "" : ", asked %d times".formatted(calls))));
  }

  /**
   * A line of the bank's ledger whose outcome is another now. The ledger does not say since when.
   *
   * @param before the outcome that it had
   */
  Entry settled(JsonNode line, String before) {
    return now(
        Who.BANK,
        purpose(line),
        amount(line),
        line.path("outcome").asText() + ", which was " + before);
  }

  /**
   * What else the bank was told, and why it declined.
   *
   * @param details the same line's
   */
  Entry bankWasTold(JsonNode line, JsonNode details) {
    List<String> words = new ArrayList<>();
    words.add("was told: " + Method.in(details).words());
    words.add(
        "order "
            + Words.money(
                details.path("orderAmountMinor").asLong(), details.path("orderCurrency").asText()));
    if (details.hasNonNull("settlementCurrency")) {
      words.add("settled in " + details.path("settlementCurrency").asText());
    }
    if (details.hasNonNull("code")) {
      words.add("declined: " + details.path("code").asText());
    }
    return now(Who.BANK, purpose(line), amount(line), String.join("; ", words));
  }

  /** What inquireSubscription says of the order, for display only. */
  Entry order(JsonNode subscription) {
    return now(
        Who.INQUIRY,
        "order",
        Words.money(subscription.at("/orderInfo/orderAmount")),
        "settled in " + subscription.at("/settlementStrategy/settlementCurrency").asText());
  }

  /** A webhook. */
  Entry webhook(Webhook webhook) {
    return switch (webhook.kind()) {
      case SUBSCRIPTION -> ofSubscription(webhook.body());
      case PAYMENT -> ofPayment(webhook.body());
      case REFUND -> ofRefund(webhook.body());
    };
  }

  /** What inquireSubscription says: of the description only that it is another. */
  Entry inquiry(JsonNode subscription) {
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
    String lifecycle = subscription.path("lifecycleStatus").asText();
    if (lifecycle.equals("trialing") && subscription.hasNonNull("trialPlan")) {
      words.add(trial(subscription.path("trialPlan")));
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
    return now(
        Who.INQUIRY,
        lifecycle,
        Words.money(subscription.path("paymentAmount")),
        String.join("; ", words));
  }

  private String trial(JsonNode trial) {
    int free = trial.path("freeTrialDays").asInt();
    return "trial until "
        + second(trial.path("trialEndTime"))
        + (free == 0 ? "" : ", %d days free".formatted(free));
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

  /** What the buyer was written. It says no time that a program could read: it came just now. */
  Entry mail(Mail mail) {
    // A blank at which no line is broken looks like any other.
    return now(Who.MAILBOX, "mail", "", "\"%s\"".formatted(mail.subject().replace('\u00a0', ' ')));
  }

  /** The contract gives it no time of its own: it is told of what was done just now. */
  private Entry ofSubscription(JsonNode body) {
    List<String> words = new ArrayList<>();
    words.add(
        "%s, %s"
            .formatted(
                body.path("subscriptionStatus").asText(), body.path("lifecycleStatus").asText()));
    JsonNode end = body.path("subscriptionEndTime");
    words.add(end.asText().startsWith(NO_END) ? "no end" : "until " + second(end));
    labelIfKnown(words, "follows", body.path("relatedSubscriptionId"));
    if (Method.isToken(body.path("tokenId").asText())) {
      words.add("the token is told");
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
    words.add(
        body.at("/result/resultStatus").asText() + (code.equals("SUCCESS") ? "" : ", " + code));
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

  private void timeIfKnown(List<String> words, String word, JsonNode time) {
    if (time.isTextual()) {
      words.add(word + " " + second(time));
    }
  }

  private void labelIfKnown(List<String> words, String word, JsonNode id) {
    if (id.isTextual()) {
      words.add(word + " " + labels.apply(id.asText()));
    }
  }

  private ZoneId zone() {
    return clock.get().getZone();
  }

  private String second(JsonNode time) {
    return Words.second(time, zone());
  }

  private Entry timed(JsonNode time, String about, String amount, String text) {
    return time.isTextual()
        ? new Entry(Words.time(time, zone()), Who.WEBHOOK, about, amount, labelled(text))
        : now(Who.WEBHOOK, about, amount, text);
  }

  private Entry now(Who who, String about, String amount, String text) {
    return new Entry(clock.get(), who, about, amount, labelled(text));
  }
}
