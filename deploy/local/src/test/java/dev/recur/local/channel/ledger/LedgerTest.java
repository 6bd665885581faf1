package dev.recur.local.channel.ledger;

import static dev.recur.local.channel.ledger.Presentations.START;
import static dev.recur.local.channel.ledger.Presentations.charge;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {

  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private final Ledger ledger = new Ledger(Duration.ofHours(1));

  @ParameterizedTest
  @CsvSource({
    ", SUCCEEDED",
    "ok, SUCCEEDED",
    "tok_4242, SUCCEEDED",
    "decline_insufficient_funds, DECLINED_SOFT",
    "decline_stolen, DECLINED_HARD",
    "risk_reject, DECLINED_HARD",
    "pending:5, PENDING",
    "pending:0, SUCCEEDED",
    "pending:x, SUCCEEDED",
    "pending:-1, SUCCEEDED",
    "pending:99999999999999999999, SUCCEEDED",
    "decline_then_ok:0, SUCCEEDED",
    "decline_then_ok:1, DECLINED_SOFT",
    "unknown_then_ok, UNKNOWN",
    "refund_declined, SUCCEEDED",
    "refund_pending:2, SUCCEEDED"
  })
  void charge_shouldBeAnsweredAsTheMethodSays(@Nullable String method, Outcome outcome) {
    assertThat(outcome(present(charge("A", 1, method, START)))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "decline_insufficient_funds, insufficient_funds",
    "decline_stolen, stolen_card",
    "risk_reject, risk_reject"
  })
  void declinedCharge_shouldSayWhyAlsoWhenItIsRepeated(String method, String code) {
    assertThat(code(present(charge("A", 1, method, START)))).isEqualTo(code);
    assertThat(code(present(charge("A", 1, method, START)))).isEqualTo(code);
    assertThat(code(inquire("A/1", START))).isEqualTo(code);
  }

  @Test
  void declineThenOk_shouldCountPerPayment() {
    String method = "decline_then_ok:2";
    assertThat(outcome(present(charge("A", 1, method, START)))).isEqualTo(Outcome.DECLINED_SOFT);
    assertThat(outcome(present(charge("A", 1, method, START)))).isEqualTo(Outcome.DECLINED_SOFT);
    assertThat(outcome(present(charge("A", 2, method, START)))).isEqualTo(Outcome.DECLINED_SOFT);
    assertThat(outcome(present(charge("B", 1, method, START)))).isEqualTo(Outcome.DECLINED_SOFT);
    assertThat(outcome(present(charge("A", 3, method, START)))).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void unknownThenOk_shouldTellTheTruthToAnInquiryAndToARepeat() {
    present(charge("A", 1, "unknown_then_ok", START));
    assertThat(ledger.lines().getFirst().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(outcome(inquire("A/1", START))).isEqualTo(Outcome.SUCCEEDED);
    assertThat(outcome(present(charge("A", 1, "unknown_then_ok", START))))
        .isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void timeout_shouldChargeAndKeepSilentOnce() {
    assertThat(present(charge("A", 1, "timeout", START))).isInstanceOf(Reply.Silent.class);
    assertThat(ledger.lines().getFirst().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(outcome(inquire("A/1", START))).isEqualTo(Outcome.SUCCEEDED);
    assertThat(outcome(present(charge("A", 1, "timeout", START)))).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void pending_shouldSucceedOnTheSubscriptionsClock() {
    present(charge("A", 1, "pending:60", START));
    assertThat(outcome(inquire("A/1", START.plusSeconds(3599)))).isEqualTo(Outcome.PENDING);
    assertThat(ledger.lines().getFirst().outcome()).isEqualTo(Outcome.PENDING);
    assertThat(outcome(inquire("A/1", START.plusSeconds(3600)))).isEqualTo(Outcome.SUCCEEDED);
    assertThat(ledger.lines().getFirst().outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void pending_laterChargeOfTheSubscription_shouldShowThatTimeHasPassed() {
    present(charge("A", 1, "pending:60", START));
    present(charge("AB", 1, "pending:60", START.plusSeconds(3600)));
    assertThat(ledger.lines().getFirst().outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void present_sameKeyOtherContent_shouldConflictAndCount() {
    present(charge("A", 1, "ok", START));
    Presentation other = charge("A", 1, "ok", START.plusSeconds(1), 2000);
    assertThat(present(other)).isInstanceOf(Reply.Conflict.class);
    assertThat(ledger.lines()).hasSize(1);
    assertThat(ledger.lines().getFirst().calls()).isEqualTo(2);
    assertThat(ledger.lines().getFirst().request().amountMinor()).isEqualTo(1999);
  }

  @Test
  void token_shouldBehaveAsItsCard() {
    ledger.apply(
        new LedgerEvent.Tokenised(new CardToken("tok_1", "decline_stolen", "VISA", "9979"), null));
    assertThat(outcome(present(charge("A", 1, "tok_1", START)))).isEqualTo(Outcome.DECLINED_HARD);
    assertThat(outcome(present(charge("B", 1, "tok_2", START)))).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void inquire_unknownKey_shouldNotBeFound() {
    assertThat(outcome(inquire("A/1", START))).isEqualTo(Outcome.NOT_FOUND);
    assertThat(ledger.lines()).isEmpty();
  }

  @Test
  void forgottenKey_shouldBeNotFoundAndChargeAgain() {
    present(charge("A", 1, "ok", START));
    Instant later = NOW.plus(Duration.ofHours(1));
    assertThat(outcome(apply(ledger.inquire("A/1", START, later)))).isEqualTo(Outcome.NOT_FOUND);
    apply(ledger.present(charge("A", 1, "ok", START), later));
    assertThat(ledger.lines()).as("the double is there to be seen").hasSize(2);
  }

  private Reply present(Presentation request) {
    return apply(ledger.present(request, NOW));
  }

  private Reply inquire(String key, Instant at) {
    return apply(ledger.inquire(key, at, NOW));
  }

  private Reply apply(Decision decision) {
    decision.events().forEach(ledger::apply);
    return decision.reply();
  }

  private static Outcome outcome(Reply reply) {
    return ((Reply.Answered) reply).outcome();
  }

  private static @Nullable String code(Reply reply) {
    return ((Reply.Answered) reply).code();
  }
}
