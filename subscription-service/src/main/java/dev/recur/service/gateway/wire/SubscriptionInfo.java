package dev.recur.service.gateway.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recur.service.gateway.wire.Answer.AmountInfo;
import dev.recur.service.gateway.wire.Answer.PaymentMethodInfo;
import dev.recur.service.input.Times;
import dev.recur.service.read.Authorisation;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.Trial;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as inquiries show it (Antom, SubscriptionInfo, read side). Beyond Antom: {@code
 * subscriptionRequestId}, {@code lifecycleStatus}, {@code subscriptionStartTime}, {@code
 * subscriptionEndTime}, {@code nextChargeTime}. Times stand in the subscription's own zone.
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubscriptionInfo(
    String subscriptionId,
    String subscriptionRequestId,
    String description,
    Status status,
    String lifecycleStatus,
    String periodType,
    int periodCount,
    @Nullable String currentPeriodStart,
    @Nullable String currentPeriodEnd,
    @Nullable Integer currentPhaseNo,
    PaymentMethodInfo paymentMethod,
    AmountInfo paymentAmount,
    String subscriptionStartTime,
    @Nullable String subscriptionEndTime,
    String lastUpdateTime,
    @Nullable String nextChargeTime,
    @Nullable TrialPlan trialPlan) {

  /** Antom's statuses. CANCELLED is an inquiry's only: renewal is off, service goes on. */
  public enum Status {
    ACTIVE,
    CANCELLED,
    TERMINATED
  }

  /**
   * The periods with a price of their own.
   *
   * @param trialEndTime end of the last of them
   * @param freeTrialDays days the buyer has for nothing at the beginning; a past start counts from
   *     when the buyer agreed
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record TrialPlan(String trialEndTime, int freeTrialDays, List<TrialPhase> phases) {}

  /** One period with a price of its own. */
  @Serdeable
  public record TrialPhase(int phaseNo, AmountInfo trialAmount) {}

  /** Most periods of a trial that are listed one by one; an offer of more is cut here. */
  private static final int PHASES_MAX = 400;

  /**
   * A subscription as the wire shows it.
   *
   * @param authorisation what became of the offer, where that is known
   */
  public static SubscriptionInfo of(SubscriptionView view, @Nullable Authorisation authorisation) {
    ZoneId zone = view.zoneId();
    SubscriptionView.Period period = view.currentPeriod();
    return new SubscriptionInfo(
        view.subscriptionId(),
        view.subscriptionRequestId(),
        view.description(),
        status(view),
        view.lifecycle().wire(),
        view.periodRule().unit().name(),
        view.periodRule().count(),
        period == null ? null : Times.write(period.start(), zone),
        period == null ? null : Times.write(period.end(), zone),
        period == null ? null : period.number(),
        new PaymentMethodInfo(view.paymentMethod().type(), view.paymentMethod().id()),
        AmountInfo.of(view.paymentAmount()),
        Times.write(view.startTime(), zone),
        optional(view.serviceEnd() != null ? view.serviceEnd() : view.endTime(), zone),
        Times.write(view.at(), zone),
        optional(view.nextChargeAt(), zone),
        trialPlan(view, authorisation));
  }

  private static Status status(SubscriptionView view) {
    if (view.lifecycle().isOver()) {
      return Status.TERMINATED;
    }
    return view.renewalOff() ? Status.CANCELLED : Status.ACTIVE;
  }

  private static @Nullable TrialPlan trialPlan(
      SubscriptionView view, @Nullable Authorisation authorisation) {
    if (view.trials().isEmpty()) {
      return null;
    }
    List<Trial> trials =
        view.trials().stream().sorted(Comparator.comparingInt(Trial::startPeriod)).toList();
    Instant offered = authorisation == null ? view.startTime() : authorisation.since();
    return new TrialPlan(
        Times.write(view.periodEnd(trials.getLast().endPeriod()), view.zoneId()),
        view.freeDaysFrom(offered),
        trials.stream()
            .flatMapToInt(trial -> IntStream.rangeClosed(trial.startPeriod(), trial.endPeriod()))
            .limit(PHASES_MAX)
            .mapToObj(phase -> new TrialPhase(phase, AmountInfo.of(view.price(phase))))
            .toList());
  }

  private static @Nullable String optional(@Nullable Instant time, ZoneId zone) {
    return time == null ? null : Times.write(time, zone);
  }
}
