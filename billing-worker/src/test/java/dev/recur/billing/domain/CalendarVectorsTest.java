package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * What the worker decides, and the others only show: the service on its pages and the notifier in
 * e-mails are tried with the same vectors.
 */
class CalendarVectorsTest {
  private static final String START = "2026-01-01T00:00:00Z";

  @ParameterizedTest
  @CsvFileSource(resources = "/vectors/period-starts.csv", delimiter = '|', numLinesToSkip = 1)
  void period_shouldStartAsTheVectorsSay(
      Instant anchor, String zone, PeriodUnit unit, int count, int period, Instant start) {
    Calendar calendar = new Calendar(anchor, 1, ZoneId.of(zone), new PeriodRule(unit, count));
    assertThat(calendar.startOf(period)).isEqualTo(start);
  }

  /** The first payment at the plan's own price, where it is the very first, is announced. */
  @ParameterizedTest
  @CsvFileSource(resources = "/vectors/trial-ends.csv", delimiter = '|', numLinesToSkip = 1)
  void trialEnding_shouldBeOfTheFirstPaidPeriod(
      String trials, boolean signOnly, @Nullable Integer firstPaid) {
    Offer offer = Offer.from(START).notices(3, 7);
    Pattern.compile("(\\d)-(\\d):(\\d+)")
        .matcher(trials)
        .results()
        .forEach(
            range ->
                offer.trial(
                    Integer.parseInt(range.group(1)),
                    Integer.parseInt(range.group(2)),
                    Long.parseLong(range.group(3))));
    Diary diary = Diary.approved(START, (signOnly ? offer.signOnly() : offer).build());
    diary.until("2026-06-01T00:00:00Z");

    assertThat(firstPaidAfterATrial(diary)).isEqualTo(firstPaid);
  }

  /** Its period; null where something was charged before, or is at another price. */
  private static @Nullable Integer firstPaidAfterATrial(Diary diary) {
    for (Event event : diary.all()) {
      switch (event) {
        case Event.ChargeRequested _, Event.RenewalUpcoming _ -> {
          return null;
        }
        case Event.TrialEnding ending -> {
          return ending.amount().equals(Given.usd(1999)) ? ending.period().number() : null;
        }
        default -> {}
      }
    }
    return null;
  }
}
