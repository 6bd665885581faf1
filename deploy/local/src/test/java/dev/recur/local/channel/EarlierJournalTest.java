package dev.recur.local.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.local.channel.ledger.Decline;
import dev.recur.local.channel.ledger.Ledger;
import dev.recur.local.channel.ledger.LedgerLine;
import dev.recur.local.channel.ledger.Outcome;
import dev.recur.local.channel.ledger.Presentations;
import dev.recur.local.channel.ledger.Reply;
import dev.recur.local.journal.Journal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal whose lines were written before refunds, reasons and tokens' keys were known. */
class EarlierJournalTest {

  private static final List<String> LINES =
      List.of(
          opened(0, "CHARGE", "A/1", "decline_stolen", "DECLINED_HARD", "null"),
          opened(1, "CHARGE", "A/2", "decline_insufficient_funds", "DECLINED_SOFT", "null"),
          opened(2, "CHARGE", "A/3", "pending:60", "PENDING", "\"2027-01-31T11:00:00Z\""),
          opened(3, "CHARGE", "B/1", "ok", "SUCCEEDED", "null"),
          "{\"type\":\"presentedAgain\",\"line\":3}",
          "{\"type\":\"succeeded\",\"line\":2}",
          "{\"type\":\"tokenised\",\"token\":{\"tokenId\":\"tok_1\",\"behaviour\":\"decline_stolen\","
              + "\"brand\":\"VISA\",\"last4\":\"9979\"}}");

  @TempDir Path directory;

  @Test
  void earlierJournal_shouldBeReadWithTheReasonsItsOutcomesHad() {
    try (DurableLedger ledger = open()) {
      assertThat(ledger.lines(null))
          .extracting(LedgerLine::outcome)
          .containsExactly(
              Outcome.DECLINED_HARD, Outcome.DECLINED_SOFT, Outcome.SUCCEEDED, Outcome.SUCCEEDED);
      assertThat(ledger.lines(null))
          .extracting(LedgerLine::decline)
          .containsExactly(Decline.STOLEN_CARD, Decline.INSUFFICIENT_FUNDS, null, null);
    }
  }

  @Test
  void itsKeys_shouldBeRecognisedAndItsPaymentsRefunded() {
    try (DurableLedger ledger = open()) {
      Reply again = ledger.present(Presentations.charge("B", 1, "ok", Presentations.START));
      assertThat(again).isInstanceOf(Reply.Answered.class);
      assertThat(ledger.lines(null)).hasSize(4);
      assertThat(ledger.lines(null).getLast().calls()).isEqualTo(3);

      Reply refund = ledger.present(Presentations.refund("BR", "B", "ok", 1999));
      assertThat(((Reply.Answered) refund).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }
  }

  @Test
  void itsTokens_shouldBehaveAsTheirCards() {
    try (DurableLedger ledger = open()) {
      Reply reply = ledger.present(Presentations.charge("C", 1, "tok_1", Presentations.START));
      assertThat(((Reply.Answered) reply).outcome()).isEqualTo(Outcome.DECLINED_HARD);
    }
  }

  private DurableLedger open() {
    Path file = directory.resolve("ledger");
    try (Journal journal = Journal.open(file, _ -> {})) {
      journal.append(LINES).join();
    }
    return new DurableLedger(file, Ledger.NEVER_FORGETS, InstantSource.system());
  }

  private static String opened(
      int line, String operation, String key, String method, String outcome, String succeedsAt) {
    return """
        {"type":"opened","line":%d,"seenAt":"2026-11-21T00:00:00Z","request":{"operation":"%s",\
        "key":"%s","subscriptionId":"S%s","clientId":"SANDBOX_M","paymentId":"%s",\
        "purpose":"PERIOD","period":1,"amountMinor":1999,"currency":"USD",\
        "paymentMethodType":"CARD","paymentMethodId":"%s","at":"2027-01-31T10:00:00Z",\
        "sandbox":true},"outcome":"%s","succeedsAt":%s}"""
        .formatted(
            line, operation, key, key.charAt(0), key.substring(0, 1), method, outcome, succeedsAt);
  }
}
