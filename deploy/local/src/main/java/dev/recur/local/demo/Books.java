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

  private final ZonedDateTime at;
  private long bankMinor;
  private long refundedMinor;
  private long toldMinor;
  private long shownMinor;
  private String currency = "";
  private int webhooks;
  private final List<String> gaps = new ArrayList<>();

  private Books(ZonedDateTime at) {
    this.at = at;
  }

  /** Reads everything once more. */
  static Books of(List<Subscription> subscriptions, ZonedDateTime at) {
    Books books = new Books(at);
    subscriptions.forEach(subscription -> books.add(subscription.observer()));
    return books;
  }

  /** The last line of a diary. */
  Entry entry() {
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

  private void add(Observer observer) {
    for (JsonNode line : observer.ledger()) {
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
    List<Webhook> told = observer.webhooks();
    webhooks += told.size();
    gaps.addAll(Inbox.gaps(told));
    for (Webhook webhook : told) {
      if (webhook.kind() == Webhook.Kind.PAYMENT
          && webhook.body().at("/result/resultStatus").asText().equals("S")) {
        toldMinor += webhook.body().at("/paymentAmount/value").asLong();
      }
    }
    for (JsonNode payment : observer.payments()) {
      if (payment.path("status").asText().equals("SUCCESS")) {
        shownMinor += payment.at("/paymentAmount/value").asLong();
      }
    }
  }

  private String money(long minor) {
    return currency.isEmpty() ? "" : Words.money(minor, currency);
  }
}
