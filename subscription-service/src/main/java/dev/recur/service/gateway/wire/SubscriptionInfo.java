package dev.recur.service.gateway.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recur.service.gateway.wire.Answer.AmountInfo;
import dev.recur.service.gateway.wire.Answer.PaymentMethodInfo;
import dev.recur.service.input.Times;
import dev.recur.service.read.Authorisation;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing.CollectionMode;
import dev.recur.service.terms.Billing.FirstBilling;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.Trial;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as inquiries show it (Antom, SubscriptionInfo, read side). Beyond Antom: {@code
 * subscriptionRequestId}, {@code lifecycleStatus}, {@code subscriptionStartTime}, {@code
 * subscriptionEndTime}, {@code nextChargeTime}, and everything after {@code trialPlan} but {@code
 * relatedSubscriptionId}. Times stand in the subscription's own zone.
 *
 * @param resumeTime when it resumes by itself, while it is paused
 * @param awaitedUpdate an update that waits for its period
 * @param heldPeriods numbers of the periods that an operator has to decide about after an outage
 * @param metadata the merchant's own; not in lists
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
    @Nullable TrialPlan trialPlan,
    CollectionMode collection,
    @Nullable FirstBilling firstBilling,
    @Nullable Integer cycleCount,
    @Nullable OrderInfo orderInfo,
    @Nullable SettlementStrategy settlementStrategy,
    @Nullable String relatedSubscriptionId,
    @Nullable String replacedBySubscriptionId,
    @Nullable String resumeTime,
    @Nullable UpdateInfo awaitedUpdate,
    @Nullable List<Integer> heldPeriods,
    @Nullable Map<String, String> metadata) {

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

  /** Order amount, for display (Antom, OrderInfo). */
  @Serdeable
  public record OrderInfo(AmountInfo orderAmount) {}

  /** What the merchant is settled in (Antom, SettlementStrategy). */
  @Serdeable
  public record SettlementStrategy(String settlementCurrency) {}

  /** How long one period is (Antom, PeriodRule). */
  @Serdeable
  public record PeriodRuleInfo(String periodType, int periodCount) {}

  /**
   * An update that waits for its period. What is absent stays as it is.
   *
   * @param phaseNo first period that has the new terms
   * @param effectiveTime its start
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record UpdateInfo(
      int phaseNo,
      String effectiveTime,
      @Nullable String description,
      @Nullable AmountInfo paymentAmount,
      @Nullable PeriodRuleInfo periodRule) {}

  /** Most periods of a trial that are listed one by one; an offer of more is cut here. */
  private static final int PHASES_MAX = 400;

  /**
   * A subscription as the wire shows it.
   *
   * @param authorisation what became of the offer, where that is known
   * @param metadata the merchant's own; empty: none is shown
   */
  public static SubscriptionInfo of(
      SubscriptionView view, @Nullable Authorisation authorisation, Map<String, String> metadata) {
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
        trialPlan(view, authorisation),
        view.billing().collection(),
        view.billing().firstBilling(),
        view.billing().cycleCount(),
        view.orderAmount() == null ? null : new OrderInfo(AmountInfo.of(view.orderAmount())),
        view.settlementCurrency() == null
            ? null
            : new SettlementStrategy(view.settlementCurrency()),
        view.lineage().relatedSubscriptionId(),
        view.lineage().replacedBySubscriptionId(),
        optional(view.waiting().resumeTime(), zone),
        update(view.waiting().update(), zone),
        view.waiting().heldPeriods().isEmpty() ? null : view.waiting().heldPeriods(),
        metadata.isEmpty() ? null : metadata);
  }

  private static @Nullable UpdateInfo update(
      SubscriptionView.@Nullable AwaitedUpdate update, ZoneId zone) {
    if (update == null) {
      return null;
    }
    Amount amount = update.paymentAmount();
    PeriodRule rule = update.periodRule();
    return new UpdateInfo(
        update.fromPeriod(),
        Times.write(update.takesEffectAt(), zone),
        update.description(),
        amount == null ? null : AmountInfo.of(amount),
        rule == null ? null : new PeriodRuleInfo(rule.unit().name(), rule.count()));
  }

  /** The status alone. */
  public static Status status(SubscriptionView view) {
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
        Times.write(endOf(view, trials.getLast().endPeriod()), view.zoneId()),
        view.freeDaysFrom(offered),
        trials.stream()
            .flatMapToInt(trial -> IntStream.rangeClosed(trial.startPeriod(), trial.endPeriod()))
            .limit(PHASES_MAX)
            .mapToObj(phase -> new TrialPhase(phase, AmountInfo.of(view.price(phase))))
            .toList());
  }

  /** Of the running period the end is known, also where an update has moved it. */
  private static Instant endOf(SubscriptionView view, int period) {
    SubscriptionView.Period running = view.currentPeriod();
    return running != null && running.number() == period ? running.end() : view.periodEnd(period);
  }

  private static @Nullable String optional(@Nullable Instant time, ZoneId zone) {
    return time == null ? null : Times.write(time, zone);
  }
}
