package dev.recur.service.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.terms.Amount;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.terms.Trial;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.Views;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What pages show is what the worker decides: its tests read the same vectors. */
class CalendarVectorsTest {

  @ParameterizedTest
  @CsvFileSource(resources = "/vectors/period-starts.csv", delimiter = '|', numLinesToSkip = 1)
  void period_shouldStartAsTheWorkerCounts(
      Instant anchor, String zone, PeriodUnit unit, int count, int period, Instant start) {
    assertThat(new PeriodRule(unit, count).start(anchor, ZoneId.of(zone), period)).isEqualTo(start);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/vectors/trial-ends.csv", delimiter = '|', numLinesToSkip = 1)
  void firstPayment_shouldBeOfThePeriodThatTheWorkerAnnounces(
      String trials, boolean signOnly, @Nullable Integer firstPaid) {
    List<Trial> ranges =
        Pattern.compile("(\\d)-(\\d):(\\d+)")
            .matcher(trials)
            .results()
            .map(
                range ->
                    new Trial(
                        Integer.parseInt(range.group(1)),
                        Integer.parseInt(range.group(2)),
                        new Amount(Long.parseLong(range.group(3)), "USD")))
            .toList();
    SubscriptionView view =
        Views.view(
            RunningService.get().sandbox(), trials, Lifecycle.INCOMPLETE, Views.OFFERED, ranges);
    int period = view.firstPaidPeriodFrom(signOnly ? 2 : 1);

    boolean afterATrial = period > 1 && view.price(period).equals(view.paymentAmount());
    assertThat(afterATrial ? period : null).isEqualTo(firstPaid);
  }
}
