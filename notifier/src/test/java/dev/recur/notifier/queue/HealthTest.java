package dev.recur.notifier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.queue.Health.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a lane is doing. */
class HealthTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final String NO_ATTEMPT =
      "None of a delivery's attempts was acknowledged, nor anything else meanwhile.";

  @Test
  void failures_shouldCountAsFailingAfterADay_andCloseTheLaneAfterFiveDays() {
    Health health = failed(Health.UNKNOWN, START);
    assertThat(health.status()).isEqualTo(Status.ACTIVE);

    health = failed(health, START.plus(Duration.ofHours(24)).minusMillis(1));
    assertThat(health.status()).isEqualTo(Status.ACTIVE);

    Instant day = START.plus(Duration.ofHours(24));
    health = failed(health, day);
    assertThat(health.status()).isEqualTo(Status.FAILING);
    assertThat(health.since()).isEqualTo(day);
    assertThat(health.reason()).contains("Nothing was acknowledged for 24 hours.");
    assertThat(health.gate().open()).isTrue();

    Instant fiveDays = START.plus(Duration.ofDays(5));
    health = failedEvery(Health.GOES_ON_WITHIN, health, day, fiveDays.minusMillis(1));
    assertThat(health.status()).isEqualTo(Status.FAILING);
    health = failed(health, fiveDays);
    assertThat(health.status()).isEqualTo(Status.DISABLED);
    assertThat(health.gate().open()).isFalse();
  }

  /** With all pauses a fifth shorter, eight attempts take less than a day. */
  @Test
  void attemptsThatAreUsedUp_shouldCountAsFailing_whereNothingWasAcknowledgedMeanwhile() {
    Instant over = START.plus(Schedule.ANTOM.spanMin());
    assertThat(over).isBefore(START.plus(Health.FAILING_AFTER));

    Health health = exhausted(failed(Health.UNKNOWN, START), over);
    assertThat(health.status()).isEqualTo(Status.FAILING);
    assertThat(health.since()).isEqualTo(over);
    assertThat(health.reason()).contains(NO_ATTEMPT);
    assertThat(acknowledged(health, over.plusSeconds(1)).round()).isOne();
  }

  /** The receiver is well, and does not take this one. */
  @Test
  void attemptsThatAreUsedUp_shouldSayNothing_whereOthersWereAcknowledged() {
    Health health = acknowledged(failed(Health.UNKNOWN, START), START.plusSeconds(1));
    health = failed(health, START.plusSeconds(2));

    assertThat(exhausted(health, START.plus(Schedule.ANTOM.spanMin())).status())
        .isEqualTo(Status.ACTIVE);
    assertThat(exhausted(Health.UNKNOWN, START).status()).isEqualTo(Status.ACTIVE);
  }

  /** Whose fault the last one was does not matter: whoever is held has to be found again. */
  @ParameterizedTest
  @EnumSource(names = {"OUR_FAULT", "DEFERRED", "NOT_ALLOWED", "BROKEN", "OVERLOADED"})
  void attemptsThatAreUsedUp_shouldCountAsFailing_whateverTheLastAnswer(Answer last) {
    Health health = failed(Health.UNKNOWN, START);
    Instant over = START.plus(Schedule.ANTOM.spanMin());

    assertThat(attempted(health, last, over, exhausted(over)).status()).isEqualTo(Status.FAILING);
  }

  /** We were down ourselves, for days: the attempts before and after are one delivery's. */
  @Test
  void attemptsThatAreUsedUp_shouldCountAsFailing_alsoWhenTheLastOneWasLate() {
    Health health = failed(Health.UNKNOWN, START);
    Instant late = START.plus(Duration.ofDays(4));

    assertThat(exhausted(health, late).status()).isEqualTo(Status.FAILING);
  }

  @Test
  void probesThatFail_shouldNeitherCloseTheLane_norTakeItsFailuresForOneTime() {
    Health health = exhausted(failed(Health.UNKNOWN, START), START.plus(Duration.ofHours(20)));
    for (int hour = 21; hour < 24 * 20; hour++) {
      assertThat(probed(health, Answer.NONE, START.plus(Duration.ofHours(hour)))).isEqualTo(health);
    }

    Instant later = START.plus(Duration.ofDays(20));
    assertThat(failed(health, later).status()).isEqualTo(Status.FAILING);
    assertThat(probed(health, Answer.GONE, later).status()).isEqualTo(Status.DISABLED);
    assertThat(probed(health, Answer.ACKNOWLEDGED, later).status()).isEqualTo(Status.ACTIVE);
  }

  /** A crash may make an attempt twice; of the second outcome the delivery does not change. */
  @Test
  void outcomeThatComesTwice_shouldBeNoNews() {
    Health health = exhausted(failed(Health.UNKNOWN, START), START.plus(Duration.ofHours(20)));
    Instant later = START.plus(Duration.ofDays(9));

    assertThat(attempted(health, Answer.REFUSED, later, List.of())).isEqualTo(health);
    assertThat(attempted(health, Answer.GONE, later, List.of()).status())
        .isEqualTo(Status.DISABLED);
    assertThat(attempted(health, Answer.ACKNOWLEDGED, later, List.of()).status())
        .isEqualTo(Status.ACTIVE);
  }

  /** Else the attempts at one delivery alone would never close a lane. */
  @Test
  void longestPauseOfASchedule_shouldNotEndTheFailing() {
    for (Schedule schedule : List.of(Schedule.ANTOM, Schedule.DAYS_3, Schedule.DAYS_30)) {
      for (Duration pause : schedule.pauses()) {
        assertThat(pause.multipliedBy(100 + Schedule.JITTER_PERCENT).dividedBy(100))
            .isLessThan(Health.GOES_ON_WITHIN);
      }
    }
  }

  /** Nothing was asked of it in between, so nobody knows that it was not well. */
  @Test
  void twoFailuresFarApart_shouldNotCountAsFailing() {
    Health health = failed(Health.UNKNOWN, START);
    Instant later = START.plus(Duration.ofDays(6));

    health = failed(health, later);
    assertThat(health.status()).isEqualTo(Status.ACTIVE);
    assertThat(health.failingSince()).contains(later);
  }

  @Test
  void failingLane_shouldBeGivenFiveDaysAnew_afterATimeWithoutAttempts() {
    Health health = failed(Health.UNKNOWN, START);
    health = failed(health, START.plus(Duration.ofHours(25)));
    assertThat(health.status()).isEqualTo(Status.FAILING);

    Instant later = START.plus(Duration.ofDays(9));
    health = failed(health, later);
    assertThat(health.status()).isEqualTo(Status.FAILING);
    Instant last = later.plus(Duration.ofDays(5));
    health = failedEvery(Duration.ofDays(1), health, later, last.minusSeconds(1));
    assertThat(health.status()).isEqualTo(Status.FAILING);
    assertThat(failed(health, last).status()).isEqualTo(Status.DISABLED);
  }

  /** Its merchant is told before it is closed, and has time. */
  @Property
  void lane_shouldNotBeClosed_beforeItWasSaidToFail(@ForAll("outcomes") List<Outcome> outcomes) {
    Health health = Health.UNKNOWN;
    Instant now = START;
    for (Outcome outcome : outcomes) {
      now = now.plusSeconds(4L * outcome.afterSeconds());
      Health next = attempted(health, outcome.answer(), now);
      if (next.status() == Status.DISABLED && health.status() != Status.DISABLED) {
        assertThat(health.status()).isEqualTo(Status.FAILING);
        assertThat(Duration.between(health.since(), now)).isGreaterThan(Duration.ofDays(2));
      }
      health = next;
    }
  }

  /** E-mails of all merchants go through one server, of which no merchant can mend anything. */
  @Test
  void laneThatOnlyAPersonCloses_shouldFailAndGoOn() {
    Health health = Health.UNKNOWN;
    for (int day = 0; day < 30; day++) {
      Instant now = START.plus(Duration.ofDays(day));
      health = health.attempted(attempt(Answer.NONE, now), retry(now), now, false);
    }
    assertThat(health.status()).isEqualTo(Status.FAILING);
  }

  @Test
  void acknowledgement_shouldBeginAnew() {
    Health health = failed(Health.UNKNOWN, START);
    health = acknowledged(health, START.plus(Duration.ofHours(23)));
    health = failed(health, START.plus(Duration.ofHours(25)));

    assertThat(health.status()).isEqualTo(Status.ACTIVE);
    assertThat(health.round()).isZero();
  }

  @Test
  void laneThatFailed_shouldBeWellAgainWithAnAcknowledgement_inANewRound() {
    Health failing = failed(failed(Health.UNKNOWN, START), START.plus(Duration.ofDays(1)));
    Health health = acknowledged(failing, START.plus(Duration.ofDays(3)));

    assertThat(health.status()).isEqualTo(Status.ACTIVE);
    assertThat(health.reason()).isEmpty();
    assertThat(health.round()).isEqualTo(failing.round() + 1);
  }

  @Test
  void gone_shouldCloseTheLaneAtOnce_untilItIsEnabled() {
    Health health = attempted(Health.UNKNOWN, Answer.GONE, START);
    assertThat(health.status()).isEqualTo(Status.DISABLED);
    assertThat(health.reason()).contains("The receiver answered 410 Gone.");

    // What was in the air then changes nothing.
    assertThat(acknowledged(health, START.plusSeconds(1))).isEqualTo(health);
    assertThat(failed(health, START.plusSeconds(1))).isEqualTo(health);

    Health enabled = health.enabled(START.plusSeconds(2));
    assertThat(enabled.status()).isEqualTo(Status.ACTIVE);
    assertThat(enabled.round()).isEqualTo(health.round() + 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST", "OUR_FAULT", "NOBODY", "DEFERRED"})
  void whatIsNoWordOfTheReceiver_shouldSayNothing(Answer answer) {
    Health failing = failed(Health.UNKNOWN, START);
    Instant later = START.plus(Duration.ofDays(6));

    assertThat(attempted(Health.UNKNOWN, answer, START)).isEqualTo(Health.UNKNOWN);
    assertThat(attempted(failing, answer, later)).isEqualTo(failing);
  }

  /** Its merchant gave a URL that nobody may post to, and has to see it. */
  @Test
  void urlThatMayNotBePostedTo_shouldCountAsFailing() {
    Instant later = START.plus(Duration.ofDays(1));
    Health health = attempted(Health.UNKNOWN, Answer.NOT_ALLOWED, START);

    assertThat(attempted(health, Answer.NOT_ALLOWED, later).status()).isEqualTo(Status.FAILING);
  }

  @Test
  void disabledTwice_shouldKeepTheFirstReason() {
    Health health = Health.UNKNOWN.disabled("first", START);

    assertThat(health.disabled("second", START.plusSeconds(1))).isEqualTo(health);
  }

  @Test
  void laneThatSometimesFails_shouldNotBeWrittenWithEveryOutcome() {
    Health written = Health.UNKNOWN;
    Health health = written;
    for (int second = 0; second < 600; second++) {
      Instant now = START.plusSeconds(second);
      health = second % 3 == 0 ? acknowledged(health, now) : failed(health, now);
      assertThat(health.isWorthWriting(written, now)).isFalse();
    }
  }

  @Property
  void restart_shouldKnowSinceWhenNothingWasAcknowledged_toTheMinute(
      @ForAll("outcomes") List<Outcome> outcomes) {
    Health written = Health.UNKNOWN;
    Health health = written;
    Instant now = START;
    for (Outcome outcome : outcomes) {
      now = now.plusSeconds(outcome.afterSeconds());
      health = attempted(health, outcome.answer(), now);
      if (health.isWorthWriting(written, now)) {
        written = health;
      }
      assertThat(written.status()).isEqualTo(health.status());
      assertThat(written.round()).isEqualTo(health.round());
      Optional<Instant> since = health.failingSince();
      if (since.isEmpty() || !now.isBefore(since.get().plus(Duration.ofMinutes(1)))) {
        assertThat(written.failingSince()).isEqualTo(since);
        assertThat(lastFailure(health)).isBefore(lastFailure(written).plus(Duration.ofHours(1)));
      }
    }
  }

  /** One outcome, so long after the one before. */
  record Outcome(Answer answer, int afterSeconds) {}

  @Provide
  Arbitrary<List<Outcome>> outcomes() {
    return Combinators.combine(
            Arbitraries.of(Answer.ACKNOWLEDGED, Answer.REFUSED, Answer.NONE, Answer.BROKEN),
            Arbitraries.integers().between(0, 40_000))
        .as(Outcome::new)
        .list()
        .ofMaxSize(60);
  }

  @Property
  void statusOfAnAnswer_shouldSayWhatIsWrong(@ForAll @IntRange(min = 100, max = 599) int status) {
    assertThat(Answer.ofStatus(status))
        .isEqualTo(
            switch (status) {
              case 410 -> Answer.GONE;
              case 429, 503 -> Answer.OVERLOADED;
              default -> status >= 500 ? Answer.BROKEN : Answer.REFUSED;
            });
  }

  private static Health failed(Health health, Instant now) {
    return attempted(health, Answer.REFUSED, now);
  }

  private static Health exhausted(Health health, Instant now) {
    return attempted(health, Answer.REFUSED, now, exhausted(now));
  }

  private static List<Change> exhausted(Instant now) {
    return List.of(new Change.Exhausted(1, 8, 0, now.minus(Schedule.ANTOM.spanMin()), true));
  }

  private static List<Change> retry(Instant now) {
    return List.of(new Change.RetryDue(1, 1, now.plusSeconds(1)));
  }

  private static Health probed(Health health, Answer answer, Instant now) {
    Change change =
        answer == Answer.ACKNOWLEDGED
            ? new Change.Acknowledged(1, 9, true)
            : new Change.Counted(1, 9);
    return attempted(health, answer, now, List.of(change));
  }

  private static Health acknowledged(Health health, Instant now) {
    return attempted(health, Answer.ACKNOWLEDGED, now);
  }

  /** Failures from one time to another, so far apart at most. */
  private static Health failedEvery(Duration pause, Health health, Instant from, Instant to) {
    Health last = health;
    for (Instant now = from.plus(pause); now.isBefore(to); now = now.plus(pause)) {
      last = failed(last, now);
    }
    return failed(last, to);
  }

  private static Instant lastFailure(Health health) {
    return health.lastFailedAt().orElse(Instant.EPOCH);
  }

  private static Health attempted(Health health, Answer answer, Instant now) {
    return attempted(health, answer, now, retry(now));
  }

  private static Health attempted(Health health, Answer answer, Instant now, List<Change> changes) {
    return health.attempted(attempt(answer, now), changes, now, true);
  }

  private static Attempt attempt(Answer answer, Instant at) {
    return new Attempt(1, 1, at, answer, Optional.empty());
  }
}
