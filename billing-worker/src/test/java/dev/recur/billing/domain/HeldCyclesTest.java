package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Periods that are held after an outage, and what an operator decides of them, as diaries. */
class HeldCyclesTest {
  private static final String START = "2026-01-01T00:00:00Z";

  @Test
  void heldAndApproved_shouldBeCharged() {
    Diary diary = held();
    diary.until("2026-04-20T00:00:00Z");
    assertThat(diary.heldCycles(true).succeeded()).isTrue();
    diary.tells(
        "2026-04-20T00:00:00Z HeldCyclesDecided true [2, 3]",
        "2026-04-20T00:00:00Z ChargeRequested 2/1 1999",
        "2026-04-20T00:00:00Z ChargeSucceeded 2",
        "2026-04-20T00:00:00Z ChargeRequested 3/1 1999",
        "2026-04-20T00:00:00Z ChargeSucceeded 3");
  }

  /** An operator's script that did not hear the answer asks again, and must not be told to stop. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void decidedAgain_shouldBeAnsweredAlikeAndLeaveNoTrace(boolean approve) {
    Diary diary = held();
    diary.heldCycles(approve);
    diary.until("2026-04-20T00:00:00Z").skip();
    assertThat(diary.heldCycles(approve).succeeded()).isTrue();
    diary.tells();
    diary.terminate();
    assertThat(diary.heldCycles(approve).succeeded()).as("also once it is over").isTrue();
  }

  /** It would be a lie that those periods are, or are not, charged. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void decidedOtherwise_shouldBeRefused(boolean approve) {
    Diary diary = held();
    diary.heldCycles(approve);
    Answer answer = diary.heldCycles(!approve);
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    assertThat(answer.message()).contains("decided otherwise");
  }

  @Test
  void heldAndNotApproved_shouldNeverBeCharged() {
    Diary diary = held();
    diary.until("2026-04-20T00:00:00Z");
    assertThat(diary.heldCycles(false).succeeded()).isTrue();
    diary.until("2026-05-01T00:00:00Z");
    diary.tells(
        "2026-04-20T00:00:00Z HeldCyclesDecided false [2, 3]",
        "2026-04-30T00:05:00Z ChargeRequested 5/1 1999",
        "2026-04-30T00:05:00Z ChargeSucceeded 5",
        "2026-05-01T00:00:00Z PeriodStarted 5");
  }

  @Test
  void missedPeriodDeclinedForGood_shouldLeaveTheOthersUntilTheMethodIsReplaced() {
    Diary diary = held().channel(HARD);
    diary.heldCycles(true);
    diary.until("2026-04-20T00:00:00Z").channel(OK);
    diary.replaceMethod("m-1", "DANA");
    diary.tells(
        "2026-04-15T00:00:00Z HeldCyclesDecided true [2, 3]",
        "2026-04-15T00:00:00Z ChargeRequested 2/1 1999",
        "2026-04-15T00:00:00Z ChargeDeclined 2",
        "2026-04-15T00:00:00Z PaymentFailed 2",
        "2026-04-20T00:00:00Z MethodReplaced DANA",
        "2026-04-20T00:00:00Z ChargeRequested 3/1 1999",
        "2026-04-20T00:00:00Z ChargeSucceeded 3");
  }

  /** Canceled meanwhile: nothing more is charged, old or new. */
  @Test
  void heldAndCanceled_shouldNeverBeCharged() {
    Diary diary = held();
    diary.cancel();
    assertThat(diary.heldCycles(true).code()).isEqualTo("PROCESS_FAIL");
    diary.until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-04-15T00:00:00Z RenewalCancelled 2026-05-01T00:00:00Z",
        "2026-04-15T00:00:00Z CommandRefused PROCESS_FAIL",
        "2026-05-01T00:00:00Z Canceled");
  }

  /** Oldest first, also where others have come to be owed meanwhile. */
  @Test
  void heldBesideOthersThatAreOwed_shouldBeChargedOldestFirst() {
    Diary diary = held();
    // The charge of period 6 waits for a difference that nobody answers.
    diary.until("2026-05-28T00:00:00Z").channelSilent();
    diary.update(NewTerms.of("u-1").price(2999).pay(1000));
    diary.until("2026-06-01T12:00:00Z");
    diary.outageUntil("2026-08-15T00:00:00Z");
    assertThat(diary.live().dues().held())
        .extracting(missed -> missed.period().number())
        .containsExactly(2, 3, 7);
    assertThat(diary.live().dues().backlog())
        .extracting(missed -> missed.period().number())
        .containsExactly(6);
    diary.heldCycles(true);
    assertThat(diary.live().dues().backlog())
        .extracting(missed -> missed.period().number())
        .containsExactly(2, 3, 6, 7);
  }

  @Test
  void nothingHeld_shouldBeSaid() {
    Diary diary = Diary.monthly(START);
    Answer answer = diary.heldCycles(true);
    assertThat(diary.heldCycles(false)).isEqualTo(answer);
    diary.tells("2026-01-01T00:00:00Z CommandRefused PROCESS_FAIL");
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    assertThat(answer.message()).contains("No period is held");
  }

  /** Periods 2 and 3 are held, 4 is running and paid. */
  private static Diary held() {
    Diary diary =
        Diary.approved(START, Offer.from(START).catchUp(Policies.CatchUp.HOLD, 12).build());
    return diary.outageUntil("2026-04-15T00:00:00Z").skip();
  }
}
