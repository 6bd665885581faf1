package dev.recur.systemtests.expect;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a merchant asks for in a create.
 *
 * @param requestId the merchant's id of the request
 * @param start subscriptionStartTime, in whole seconds
 * @param unit DAYS, WEEKS, MONTHS or YEARS
 * @param count units in a period
 * @param amountMinor price of a period that no trial covers
 * @param currency ISO 4217
 * @param trials periods with a price of their own
 * @param mood how the sandbox's bank treats the buyer
 * @param lead how long before its period a charge but the first is made: {@code chargeLeadMinutes}
 */
public record Offer(
    String requestId,
    OffsetDateTime start,
    ChronoUnit unit,
    int count,
    long amountMinor,
    String currency,
    List<Trial> trials,
    Mood mood,
    Duration lead) {

  /** What it is where nobody says otherwise (seed 001: five minutes into the day before). */
  public static final Duration LEAD = Duration.ofHours(23).plusMinutes(55);

  public Offer {
    trials = List.copyOf(trials);
  }

  /** A range of periods with a price of their own. */
  public record Trial(int firstPeriod, int lastPeriod, long amountMinor) {}

  /** How the sandbox's bank treats the buyer, by {@code paymentMethodId}. */
  public enum Mood {
    /** Every charge succeeds. */
    PAYS("ok"),
    /** Of each payment the first charge is declined softly; the retry a day later succeeds. */
    DECLINES_FIRST("decline_then_ok:1"),
    /** The bank charges and answers that it does not know. */
    UNKNOWN_THEN_PAYS("unknown_then_ok");

    private final String methodId;

    Mood(String methodId) {
      this.methodId = methodId;
    }

    /** The {@code paymentMethodId} that asks for it. */
    public String methodId() {
      return methodId;
    }
  }

  /** A plain monthly one. */
  public static Offer monthly(
      String requestId, OffsetDateTime start, long amountMinor, String currency) {
    return new Offer(
        requestId, start, ChronoUnit.MONTHS, 1, amountMinor, currency, List.of(), Mood.PAYS, LEAD);
  }

  /** The same, paid every so often. */
  public Offer every(int newCount, ChronoUnit newUnit) {
    return new Offer(
        requestId, start, newUnit, newCount, amountMinor, currency, trials, mood, lead);
  }

  /** The same with other prices for a range of periods. */
  public Offer withTrial(int firstPeriod, int lastPeriod, long trialAmountMinor) {
    return new Offer(
        requestId,
        start,
        unit,
        count,
        amountMinor,
        currency,
        List.of(new Trial(firstPeriod, lastPeriod, trialAmountMinor)),
        mood,
        lead);
  }

  /** The same with another bank. */
  public Offer withMood(Mood newMood) {
    return new Offer(requestId, start, unit, count, amountMinor, currency, trials, newMood, lead);
  }

  /** The same, charged so long ahead. */
  public Offer withLead(Duration newLead) {
    return new Offer(requestId, start, unit, count, amountMinor, currency, trials, mood, newLead);
  }

  /** Price of a period (contract A9: trialAmount in the trial's range, else paymentAmount). */
  long priceOf(int period) {
    return trials.stream()
        .filter(trial -> trial.firstPeriod() <= period && period <= trial.lastPeriod())
        .mapToLong(Trial::amountMinor)
        .findFirst()
        .orElse(amountMinor);
  }

  /** True when no period up to this one has the full price: what comes after one is a gift. */
  boolean isTrial(int period) {
    return IntStream.rangeClosed(1, period)
        .allMatch(
            number ->
                trials.stream()
                    .anyMatch(
                        trial -> trial.firstPeriod() <= number && number <= trial.lastPeriod()));
  }
}
