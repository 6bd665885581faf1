package dev.recur.service.read;

import dev.recur.schemas.id.Origin;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.Trial;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public state of a subscription after one decision.
 *
 * @param sequence of the last event this state contains
 * @param at when that event happened, on the subscription's clock
 * @param renewalOff true when no further period will be charged
 * @param zone offset or region in which the calendar is counted
 * @param serviceEnd when service ends or ended, once that is known
 * @param expiryTime until when the buyer may agree
 * @param currentPeriod absent before the first
 * @param nextChargeAt absent when no charge will fall due
 * @param onTestClock true when its time is not the real one
 * @param orderAmount for display
 * @param settlementCurrency the merchant is settled in
 */
@Serdeable
public record SubscriptionView(
    String subscriptionId,
    String clientId,
    String subscriptionRequestId,
    long sequence,
    Instant at,
    Lifecycle lifecycle,
    boolean renewalOff,
    String description,
    String redirectUrl,
    Instant startTime,
    String zone,
    @Nullable Instant endTime,
    @Nullable Instant serviceEnd,
    PeriodRule periodRule,
    Amount paymentAmount,
    List<Trial> trials,
    PaymentMethod paymentMethod,
    Instant expiryTime,
    @Nullable Period currentPeriod,
    @Nullable Instant nextChargeAt,
    boolean sandbox,
    boolean onTestClock,
    Billing billing,
    @Nullable Amount orderAmount,
    @Nullable String settlementCurrency,
    Methods methods,
    Lineage lineage,
    Waiting waiting) {

  private static final int PERIODS_LOOKED_AT_MAX = 10_000;

  /** One period; its end is the start of the next. */
  @Serdeable
  public record Period(int number, Instant start, Instant end) {}

  /**
   * What the buyer may pay with.
   *
   * @param profile the catalogue that says what each method can do
   * @param choices codes of the methods the buyer may choose from; empty: the method is settled
   */
  @Serdeable
  public record Methods(MethodProfile profile, List<String> choices) {
    public Methods {
      choices = List.copyOf(choices);
    }
  }

  /**
   * Where it comes from, and what came after it.
   *
   * @param origin which call it came from
   * @param relatedSubscriptionId the one that this one follows
   * @param replacedBySubscriptionId the one that has taken its place
   */
  @Serdeable
  public record Lineage(
      Origin origin,
      @Nullable String relatedSubscriptionId,
      @Nullable String replacedBySubscriptionId) {}

  /**
   * What it waits for.
   *
   * @param resumeTime when it resumes by itself, while it is paused
   * @param update an update that waits for its period
   * @param heldPeriods numbers of the periods that an operator has to decide about
   */
  @Serdeable
  public record Waiting(
      @Nullable Instant resumeTime, @Nullable AwaitedUpdate update, List<Integer> heldPeriods) {

    /** Waits for nothing. */
    public static final Waiting NOTHING = new Waiting(null, null, List.of());

    public Waiting {
      heldPeriods = List.copyOf(heldPeriods);
    }
  }

  /**
   * An update that waits for its period. What is absent stays as it is.
   *
   * @param fromPeriod first period that has the new terms
   * @param takesEffectAt its start
   */
  @Serdeable
  public record AwaitedUpdate(
      int fromPeriod,
      Instant takesEffectAt,
      @Nullable String description,
      @Nullable Amount paymentAmount,
      @Nullable PeriodRule periodRule) {}

  public SubscriptionView {
    trials = List.copyOf(trials);
  }

  /** Where the calendar is counted. */
  public ZoneId zoneId() {
    return ZoneId.of(zone);
  }

  /** When a period starts. */
  public Instant periodStart(int period) {
    return periodRule.start(startTime, zoneId(), period);
  }

  /** When a period ends, which is when the next one starts. */
  public Instant periodEnd(int period) {
    return periodStart(period + 1);
  }

  /** Number of the first period that is paid for; more than any period's when all are free. */
  public int firstPaidPeriod() {
    return firstPaidPeriodFrom(1);
  }

  /** Number of the first period, from one on, that is paid for. */
  public int firstPaidPeriodFrom(int first) {
    int period = first;
    while (price(period).isFree() && period <= PERIODS_LOOKED_AT_MAX) {
      period++;
    }
    return period;
  }

  /** Number of the first period that ends after a time. */
  public int firstPeriodNotOver(Instant time) {
    int period = 1;
    while (!periodEnd(period).isAfter(time) && period <= PERIODS_LOOKED_AT_MAX) {
      period++;
    }
    return period;
  }

  /**
   * Days without a price at the beginning, rounded; 0 when the first period has one.
   *
   * @param offered when they can begin; the first period may have started earlier
   */
  public int freeDaysFrom(Instant offered) {
    int firstPaid = firstPaidPeriod();
    if (firstPaid == 1) {
      return 0;
    }
    Instant from = offered.isAfter(startTime) ? offered : startTime;
    long hours = Duration.between(from, periodStart(firstPaid)).toHours();
    return Math.clamp((hours + 12) / 24, 0, Integer.MAX_VALUE);
  }

  /** Price of a period. */
  public Amount price(int period) {
    for (Trial trial : trials) {
      if (trial.startPeriod() <= period && period <= trial.endPeriod()) {
        return trial.price();
      }
    }
    return paymentAmount;
  }
}
