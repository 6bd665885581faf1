package dev.recur.systemtests.expect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of the ledger sees what it is there to see. */
class LedgerCheckTest {

  private static final OffsetDateTime START = OffsetDateTime.parse("2027-01-01T10:00:00+00:00");
  private static final Expectation MONTHLY =
      new Expectation("C", Offer.monthly("r", START, 500, "EUR"), START);
  private static final List<Charge> YEAR = MONTHLY.charges(START.plusYears(1));

  @Test
  void sameLines_shouldBeExact_inAnyOrder() {
    List<Charge> ledger = new ArrayList<>(YEAR);
    Collections.reverse(ledger);

    LedgerCheck check = LedgerCheck.of(YEAR, ledger);

    assertThat(check.isExact()).isTrue();
    assertThat(check.expected()).isEqualTo(13);
    assertThat(check.found()).isEqualTo(13);
    assertThat(check.surplusPayments()).isZero();
  }

  @Test
  void missingLine_shouldBeMissed() {
    LedgerCheck check = LedgerCheck.of(YEAR, YEAR.subList(0, 12));

    assertThat(check.isExact()).isFalse();
    assertThat(check.missed()).containsExactly(purpose(13));
    assertThat(check.found()).isEqualTo(12);
  }

  @Test
  void secondSuccessUnderAnotherKey_shouldBeDoubled() {
    Charge fourth = YEAR.get(3);
    List<Charge> ledger = new ArrayList<>(YEAR);
    ledger.add(withKey(fourth, fourth.paymentId() + "/2"));

    LedgerCheck check = LedgerCheck.of(YEAR, ledger);

    assertThat(check.isExact()).isFalse();
    assertThat(check.doubled()).containsExactly(purpose(4));
    assertThat(check.surplusPayments()).isEqualTo(1);
    assertThat(check.missed()).isEmpty();
  }

  @Test
  void secondSuccessUnderAnotherPayment_shouldBeDoubled() {
    Charge fourth = YEAR.get(3);
    List<Charge> ledger = new ArrayList<>(YEAR);
    ledger.add(
        new Charge(
            "elsewhere/1",
            fourth.operation(),
            fourth.what(),
            "elsewhere",
            fourth.amountMinor(),
            fourth.currency(),
            fourth.outcome(),
            fourth.at()));

    assertThat(LedgerCheck.of(YEAR, ledger).doubled()).containsExactly(purpose(4));
  }

  @Test
  void secondLineUnderTheSameKey_shouldBeDoubled() {
    List<Charge> ledger = new ArrayList<>(YEAR);
    ledger.add(YEAR.get(3));

    LedgerCheck check = LedgerCheck.of(YEAR, ledger);

    assertThat(check.doubled()).containsExactly(purpose(4));
    assertThat(check.surplus()).containsExactly(YEAR.get(3));
  }

  @Test
  void paidOnlyUnderAnotherKey_shouldBeNeitherMissedNorDoubled_butNotExact() {
    Charge last = YEAR.get(12);
    List<Charge> ledger = new ArrayList<>(YEAR.subList(0, 12));
    ledger.add(withKey(last, "fresh"));

    LedgerCheck check = LedgerCheck.of(YEAR, ledger);

    assertThat(check.missed()).isEmpty();
    assertThat(check.doubled()).isEmpty();
    assertThat(check.surplusPayments()).isZero();
    assertThat(check.isExact()).isFalse();
  }

  @Test
  void chargeNobodyOwes_shouldBeSurplus() {
    List<Charge> longer = MONTHLY.charges(START.plusMonths(13));

    LedgerCheck check = LedgerCheck.of(YEAR, longer);

    assertThat(check.surplus()).containsExactly(longer.getLast());
    assertThat(check.surplusPayments()).isEqualTo(1);
    assertThat(check.doubled()).isEmpty();
  }

  @Test
  void chargeOfAFreePeriod_shouldBeSurplus() {
    Expectation trial =
        new Expectation("C", MONTHLY.offer().withTrial(1, 1, 0), MONTHLY.approvedAt());

    LedgerCheck check = LedgerCheck.of(trial.charges(START.plusYears(1)), YEAR);

    assertThat(check.surplus()).containsExactly(YEAR.getFirst());
  }

  @Test
  void anotherAmountCurrencyTimeOutcomeOrOperation_shouldBeDifferent() {
    Charge c = YEAR.get(5);
    List<Charge> variants =
        List.of(
            new Charge(
                c.key(),
                c.operation(),
                c.what(),
                c.paymentId(),
                501,
                c.currency(),
                c.outcome(),
                c.at()),
            new Charge(
                c.key(), c.operation(), c.what(), c.paymentId(), 500, "USD", c.outcome(), c.at()),
            new Charge(
                c.key(),
                c.operation(),
                c.what(),
                c.paymentId(),
                500,
                "EUR",
                c.outcome(),
                c.at().plusMillis(1)),
            new Charge(
                c.key(), c.operation(), c.what(), c.paymentId(), 500, "EUR", "PENDING", c.at()),
            new Charge(
                c.key(), "REFUND", c.what(), c.paymentId(), 500, "EUR", c.outcome(), c.at()));

    for (Charge variant : variants) {
      List<Charge> ledger = new ArrayList<>(YEAR);
      ledger.set(5, variant);
      LedgerCheck check = LedgerCheck.of(YEAR, ledger);
      assertThat(check.different()).as("%s", variant).hasSize(1);
      assertThat(check.isExact()).isFalse();
    }
  }

  @Test
  void missingDecline_shouldBeDifferent() {
    Expectation unwilling =
        new Expectation("C", MONTHLY.offer().withMood(Offer.Mood.DECLINES_FIRST), START);
    List<Charge> expected = unwilling.charges(START.plusMonths(2).plusDays(1));
    assertThat(expected).hasSize(6);

    LedgerCheck check = LedgerCheck.of(expected, expected.subList(1, 6));

    assertThat(check.missed()).isEmpty();
    assertThat(check.isExact()).isFalse();
  }

  private static Charge withKey(Charge c, String key) {
    return new Charge(
        key,
        c.operation(),
        c.what(),
        c.paymentId(),
        c.amountMinor(),
        c.currency(),
        c.outcome(),
        c.at());
  }

  private static Purpose purpose(int period) {
    return new Purpose(MONTHLY.subscriptionId(), "PERIOD", period);
  }
}
