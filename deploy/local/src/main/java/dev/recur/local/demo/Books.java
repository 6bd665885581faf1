package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.demo.Entry.Who;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What a play comes to: the money that the bank moved, that the merchant was told of, and that
 * inquiries show, which must be the same; and whether a webhook is missing.
 */
final class Books {

  private long bankMinor;
  private long refundedMinor;
  private long toldMinor;
  private long shownMinor;
  private String currency = "";
  private int webhooks;
  private final List<String> gaps = new ArrayList<>();

  /**
   * Enters one subscription.
   *
   * @param ledger the bank's lines
   * @param told the webhooks, in sequence
   * @param payments those of inquireSubscriptionPayment
   */
  void add(List<JsonNode> ledger, List<Webhook> told, List<JsonNode> payments) {
    for (JsonNode line : ledger) {
      currency = line.path("currency").asText();
      if (line.path("outcome").asText().equals("SUCCEEDED")) {
        long amount = line.path("amountMinor").asLong();
        if (line.path("operation").asText().equals("REFUND")) {
          refundedMinor += amount;
        } else {
          bankMinor += amount;
        }
      }
    }
    webhooks += told.size();
    gaps.addAll(Inbox.gaps(told));
    for (Webhook webhook : told) {
      if (webhook.kind() == Webhook.Kind.PAYMENT
          && webhook.body().at("/result/resultStatus").asText().equals("S")) {
        toldMinor += webhook.body().at("/paymentAmount/value").asLong();
      }
    }
    for (JsonNode payment : payments) {
      if (payment.path("status").asText().equals("SUCCESS")) {
        shownMinor += payment.at("/paymentAmount/value").asLong();
      }
    }
  }

  /** The last line of a diary. */
  Entry close(ZonedDateTime at) {
    boolean agree = bankMinor == toldMinor && bankMinor == shownMinor && gaps.isEmpty();
    String text =
        agree
            ? "paid, told and shown alike; %d webhooks, all signed, none missing"
                .formatted(webhooks)
            : "paid, but %s told and %s shown; %d webhooks, missing: %s"
                .formatted(money(toldMinor), money(shownMinor), webhooks, gaps);
    String refunds = refundedMinor == 0 ? "" : "; %s went back".formatted(money(refundedMinor));
    return new Entry(at, Who.BOOKS, agree ? "agree" : "DISAGREE", money(bankMinor), text + refunds);
  }

  private String money(long minor) {
    return currency.isEmpty() ? "" : Words.money(minor, currency);
  }
}
