package dev.recur.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Counts the calendar of the trial's diary again, from the seeds' rules. */
class SevenDayTrialTest {

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** Antom, Subscription trial: the example. */
  private static final OffsetDateTime START = OffsetDateTime.parse("2025-02-19T16:15:29+08:00");

  /** Antom, Subscription update: every early charge in its examples. */
  private static final Duration LEAD = Duration.ofHours(23).plusMinutes(55);

  private static final int PAID_FROM = 2;
  private static final int PAID_TO = 13;

  private final List<String> lines = Expectation.lines("seven-day-trial");

  @Test
  void firstCharge_shouldBeADayBeforeTheTrialEnds() {
    assertThat(with("  bank  ").getFirst())
        .isEqualTo("  2025-03-18 16:20:29  bank      period 2      19.99 USD  SUCCEEDED");
  }

  @Test
  void charges_shouldBeThoseOfTheCalendarAndNoOthers() {
    assertThat(with("  bank  "))
        .containsExactlyElementsOf(
            periods()
                .mapToObj(
                    n ->
                        "  %s  bank      %-11s  %10s  SUCCEEDED"
                            .formatted(second(start(n).minus(LEAD)), "period " + n, "19.99 USD"))
                .toList());
  }

  @Test
  void webhooks_shouldTellEachPeriodOnceWhenItIsPaid() {
    List<String> told = with("  webhook   period ");
    assertThat(told.getFirst())
        .isEqualTo(
            "  2025-03-12 16:15:29  webhook   period 1       0.00 USD  S; 2025-02-19 16:15:29 to"
                + " 2025-03-19 16:15:29");
    assertThat(told.subList(1, told.size()))
        .containsExactlyElementsOf(
            periods()
                .mapToObj(
                    n ->
                        "  %s  webhook   %-11s  %10s  S; %s to %s"
                            .formatted(
                                second(start(n).minus(LEAD)),
                                "period " + n,
                                "19.99 USD",
                                second(start(n)),
                                second(start(n + 1))))
                .toList());
  }

  @Test
  void inquiries_shouldShowThePeriodThatHasBegunAndTheNextCharge() {
    assertThat(with("; next charge ").stream().skip(1))
        .containsExactlyElementsOf(
            periods()
                .mapToObj(
                    n ->
                        "  %s  inquiry   active        19.99 USD  ACTIVE; period %d, %s to %s; next charge %s"
                            .formatted(
                                second(start(n)),
                                n,
                                second(start(n)),
                                second(start(n + 1)),
                                second(start(n + 1).minus(LEAD))))
                .toList());
  }

  @Test
  void serviceEnd_shouldBeTheEndOfThePeriodPaidLast() {
    assertThat(with("; until ")).hasSize(3);
    assertThat(with("; until "))
        .allMatch(line -> line.endsWith("; until " + second(start(PAID_TO + 1))));
  }

  private List<String> with(String part) {
    return lines.stream().filter(line -> line.contains(part)).toList();
  }

  private static IntStream periods() {
    return IntStream.rangeClosed(PAID_FROM, PAID_TO);
  }

  private static OffsetDateTime start(int period) {
    return START.plusMonths(period - 1L);
  }

  private static String second(OffsetDateTime time) {
    return SECOND.format(time);
  }
}
