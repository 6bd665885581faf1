package dev.recur.notifier.audit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attempts at the border of what is remembered, to the millisecond. */
class AttemptsTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Instant BORDER = NOW.minus(Attempts.MEMORY);
  private static final Instant TOO_OLD = BORDER.minusMillis(1);
  private static final String KEY = "P1/1";

  private final List<Finding> findings = new ArrayList<>();

  private Attempts at(Instant now, List<Attempt> known) {
    return new Attempts(known, now, findings::add);
  }

  private List<Attempt> paid(Instant when) {
    Attempts attempts = at(when, List.of());
    attempts.say(KEY, "P1", Attempt.Side.PAID_IN_LEDGER, when);
    attempts.say(KEY, "P1", Attempt.Side.PAID_BY_CHANNEL, when);
    return attempts.all();
  }

  @Test
  void attempt_shouldBeRemembered_forTwentyEightDays_andNotAMillisecondLonger() {
    assertThat(Attempts.MEMORY).isEqualTo(Duration.ofDays(28));
    assertThat(at(NOW, paid(BORDER)).isPaid("P1")).isTrue();
    assertThat(at(NOW, paid(TOO_OLD)).isPaid("P1")).isFalse();
  }

  /** As decision 0080 says: what a channel tells anew after that counts as unmatched. */
  @Test
  void successThatIsToldAnew_shouldBeUnmatched_onceItsAttemptIsForgotten() {
    Attempts remembered = at(NOW, paid(BORDER));
    remembered.say(KEY, "P1", Attempt.Side.PAID_BY_CHANNEL, NOW);
    assertThat(remembered.all()).noneMatch(attempt -> attempt.unmatchedSince().isPresent());

    Attempts forgotten = at(NOW, paid(TOO_OLD));
    forgotten.say(KEY, "P1", Attempt.Side.PAID_BY_CHANNEL, NOW);
    assertThat(forgotten.all())
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.unmatchedSince()).contains(NOW));
  }

  /** An audit that reads it for the first time: who speaks first must be within the time. */
  @Test
  void whatIsTooOld_shouldBeTaken_onlyWhereTheOtherSideWaitsForIt() {
    Attempts alone = at(NOW, List.of());
    alone.say(KEY, "P1", Attempt.Side.ASKED_IN_LEDGER, TOO_OLD);
    assertThat(alone.all()).isEmpty();

    Attempts young = at(NOW, List.of());
    young.say(KEY, "P1", Attempt.Side.ASKED_OF_CHANNEL, BORDER);
    assertThat(young.all()).hasSize(1);
    young.say(KEY, "P1", Attempt.Side.ASKED_IN_LEDGER, TOO_OLD);
    assertThat(young.all()).noneMatch(attempt -> attempt.unmatchedSince().isPresent());
  }

  /** As decision 0080 says: of the two sides the first lay beyond the border, the second not. */
  @Test
  void sidesOnBothSidesOfTheBorder_shouldBeUnmatched_whereTheOlderIsReadFirst() {
    Attempts attempts = at(NOW, List.of());
    attempts.say(KEY, "P1", Attempt.Side.PAID_BY_CHANNEL, TOO_OLD);
    attempts.say(KEY, "P1", Attempt.Side.PAID_IN_LEDGER, BORDER);
    assertThat(attempts.all())
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.unmatchedSince()).contains(BORDER));
  }

  /** However old: only the other side ends it. */
  @Test
  void whatIsUnmatched_shouldNeverBeForgotten_andNeverBeAFinding() {
    Attempts before = at(TOO_OLD, List.of());
    before.say(KEY, "P1", Attempt.Side.PAID_BY_CHANNEL, TOO_OLD);

    Attempts later = at(NOW.plus(Duration.ofDays(400)), before.all());
    assertThat(later.all()).hasSize(1);
    later.say(KEY, "P1", Attempt.Side.PAID_IN_LEDGER, TOO_OLD);
    assertThat(later.all()).noneMatch(attempt -> attempt.unmatchedSince().isPresent());
    assertThat(findings).isEmpty();
  }
}
