package dev.recur.local.channel.ledger;

import static dev.recur.local.channel.ledger.Presentations.START;
import static dev.recur.local.channel.ledger.Presentations.charge;
import static dev.recur.local.channel.ledger.Presentations.refund;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerRefundTest {

  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private final Ledger ledger = new Ledger(Ledger.NEVER_FORGETS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ok",
        "decline_insufficient_funds",
        "decline_stolen",
        "risk_reject",
        "decline_then_ok:3",
        "pending:5",
        "unknown_then_ok",
        "timeout"
      })
  void moodsAboutCharging_shouldNotBeAboutRefunds(String method) {
    present(charge("A", 1, "ok", START));
    assertThat(present(refund("AR", "A", method, 1999)).outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void refundDeclined_shouldBeDeclinedAndLeaveTheMoneyWhereItIs() {
    present(charge("A", 1, "refund_declined", START));
    Reply.Answered declined = present(refund("AR", "A", "refund_declined", 1999));
    assertThat(declined.outcome()).isEqualTo(Outcome.DECLINED_HARD);
    assertThat(declined.code()).isEqualTo("refund_declined");
    assertThat(present(refund("AS", "A", "ok", 1999)).outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void refundPending_shouldGoBackLater_andCountAtOnce() {
    present(charge("A", 1, "refund_pending:2", START));
    Presentation refund = refund("AR", "A", "refund_pending:2", 1000);
    assertThat(present(refund).outcome()).isEqualTo(Outcome.PENDING);
    assertThat(declineOf(refund("AS", "A", "ok", 1000))).isEqualTo("refund_exceeds_payment");
    assertThat(inquire(refund, START.plusSeconds(119))).isEqualTo(Outcome.PENDING);
    assertThat(inquire(refund, START.plusSeconds(120))).isEqualTo(Outcome.SUCCEEDED);
    assertThat(ledger.lines().get(1).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(present(refund("AT", "A", "ok", 999)).outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void severalRefunds_shouldNeverExceedWhatWasCharged() {
    present(charge("A", 1, "ok", START));
    assertThat(present(refund("AR", "A", "ok", 999)).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(declineOf(refund("AS", "A", "ok", 1001))).isEqualTo("refund_exceeds_payment");
    assertThat(present(refund("AT", "A", "ok", 1000)).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(declineOf(refund("AU", "A", "ok", 1))).isEqualTo("refund_exceeds_payment");
  }

  @Test
  void moreChargedThanALongHolds_shouldGoBackUpToThat() {
    long largest = 999_999_999_999_999_999L;
    for (int attempt = 1; attempt <= 10; attempt++) {
      present(charge("A", attempt, "ok", START, largest));
    }
    for (int refund = 0; refund < 9; refund++) {
      assertThat(present(refund("A" + refund, "A", "ok", largest)).outcome())
          .isEqualTo(Outcome.SUCCEEDED);
    }
    assertThat(declineOf(refund("AT", "A", "ok", largest))).isEqualTo("refund_exceeds_payment");
  }

  @Test
  void sameRefundAgain_shouldGiveBackOnce() {
    present(charge("A", 1, "ok", START));
    present(refund("AR", "A", "ok", 1999));
    assertThat(present(refund("AR", "A", "ok", 1999)).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(ledger.lines()).hasSize(2);
    assertThat(ledger.lines().getLast().calls()).isEqualTo(2);
  }

  @Test
  void paymentThatWasNeverCharged_shouldNotBeRefunded() {
    assertThat(declineOf(refund("AR", "A", "ok", 1))).isEqualTo("payment_not_charged");
  }

  @Test
  void declinedPayment_shouldNotBeRefunded() {
    present(charge("A", 1, "decline_stolen", START));
    assertThat(declineOf(refund("AR", "A", "ok", 1))).isEqualTo("payment_not_charged");
  }

  @Test
  void otherSubscriptionsPayment_shouldNotBeRefunded() {
    present(charge("A", 1, "ok", START));
    assertThat(declineOf(refund("BR", "A", "ok", 1))).isEqualTo("payment_not_charged");
  }

  @Test
  void otherPaymentOfTheSubscription_shouldKeepItsOwnMoney() {
    present(charge("A", 1, "ok", START));
    present(charge("AA", 1, "ok", START, 5000));
    assertThat(declineOf(refund("AR", "A", "ok", 2000))).isEqualTo("refund_exceeds_payment");
    assertThat(present(refund("AS", "AA", "ok", 5000)).outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void pendingPayment_shouldBeRefundedOnceItSucceeded() {
    present(charge("A", 1, "pending:60", START));
    assertThat(declineOf(refund("AR", "A", "ok", 1))).isEqualTo("payment_not_charged");
    assertThat(present(refund("AS", "A", "ok", START.plusSeconds(3600), 1999, "USD")).outcome())
        .isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void otherCurrency_shouldBeDeclined() {
    present(charge("A", 1, "ok", START));
    assertThat(declineOf(refund("AR", "A", "ok", START, 1, "EUR"))).isEqualTo("refund_currency");
  }

  private @Nullable String declineOf(Presentation refund) {
    Reply.Answered answer = present(refund);
    assertThat(answer.outcome()).isEqualTo(Outcome.DECLINED_HARD);
    return answer.code();
  }

  private Outcome inquire(Presentation request, Instant at) {
    Decision decision = ledger.inquire(request.key(), at, NOW);
    decision.events().forEach(ledger::apply);
    return ((Reply.Answered) decision.reply()).outcome();
  }

  private Reply.Answered present(Presentation request) {
    Decision decision = ledger.present(request, NOW);
    decision.events().forEach(ledger::apply);
    return decision.reply() instanceof Reply.Silent(Reply.Answered late)
        ? late
        : (Reply.Answered) decision.reply();
  }
}
