package dev.recur.billing.domain;

import static dev.recur.billing.domain.Checks.currency;
import static dev.recur.billing.domain.Checks.money;
import static dev.recur.billing.domain.Checks.require;
import static dev.recur.billing.domain.Checks.text;
import static dev.recur.billing.domain.Checks.url;

import dev.recur.schemas.id.Origin;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Turns a request into {@link Terms}, or says in one sentence what is wrong with it and what to do.
 */
final class TermsCheck {
  private static final int TRIALS_MAX = 100;

  /** More methods than any catalogue has. */
  private static final int CHOICES_MAX = 100;

  /** Seed 002, cycleCount. */
  private static final int CYCLES_MAX = 99;

  private static final Duration EXPIRY_DEFAULT = Duration.ofMinutes(30);
  private static final Duration EXPIRY_MAX = Duration.ofDays(2);

  /** A start further ahead is taken for a mistake in the year. */
  private static final Duration START_AHEAD_MAX = Duration.ofDays(3653);

  /** A change's create that comes later than this is not taken any more. */
  private static final Duration LATE_MAX = START_AHEAD_MAX;

  private TermsCheck() {}

  /** Everything, including what depends on the time of the request. */
  static Checked<Terms> check(String clientId, CreateRequest request, Instant at) {
    return Checks.of(
        () -> {
          Terms terms = terms(clientId, request, at);
          timely(terms, at);
          return terms;
        });
  }

  /**
   * What a change has agreed on: that it was timely was judged when the change was decided, and the
   * create may arrive much later. What it missed meanwhile is caught up with, as after an outage.
   */
  static Checked<Terms> checkAgreed(String clientId, CreateRequest request, Instant at) {
    return Checks.of(
        () -> {
          Terms terms = terms(clientId, request, at);
          notTooFarAhead(terms, at);
          require(
              terms.startTime().isAfter(at.minus(LATE_MAX)),
              "subscriptionStartTime lies more than ten years in the past: change anew.");
          return terms;
        });
  }

  /** Everything but what depends on the time: a repeated request comes later than the first. */
  static Checked<Terms> checkShape(String clientId, CreateRequest request, Instant at) {
    return Checks.of(() -> terms(clientId, request, at));
  }

  private static Terms terms(String clientId, CreateRequest request, Instant at) {
    text("clientId", clientId, Checks.ID_LENGTH_MAX);
    text("subscriptionRequestId", request.requestId(), Checks.ID_LENGTH_MAX);
    text("subscriptionDescription", request.description(), Checks.DESCRIPTION_LENGTH_MAX);
    url("subscriptionRedirectUrl", request.redirectUrl());
    if (!request.subscriptionNotificationUrl().isEmpty()) {
      url("subscriptionNotificationUrl", request.subscriptionNotificationUrl());
    }
    request.paymentNotificationUrl().ifPresent(url -> url("paymentNotificationUrl", url));
    Checks.method("paymentMethod", request.method());
    require(request.methods().choices().size() <= CHOICES_MAX, "methodChoices: at most 100.");
    money("paymentAmount", request.price());
    request.orderAmount().ifPresent(amount -> money("orderInfo.orderAmount", amount));
    request.settlementCurrency().ifPresent(c -> currency("settlementCurrency", c));
    PeriodRule rule = rule(request.periodUnit(), request.periodCount());
    billing(request, rule);
    ZoneId zone = zone(request.zone());
    clock(request);
    policies(request.policies());
    Instant end = request.endTime().orElse(Instant.MAX);
    require(
        request.startTime().isBefore(end),
        "subscriptionEndTime must be after subscriptionStartTime: leave it out for an open end.");
    Terms terms =
        new Terms(
            request.subscriptionId(),
            clientId,
            request.requestId(),
            request.description(),
            request.redirectUrl(),
            request.startTime(),
            zone,
            request.endTime(),
            rule,
            request.expiryTime().orElseGet(() -> at.plus(EXPIRY_DEFAULT)),
            request.method(),
            request.subscriptionNotificationUrl(),
            request.paymentNotificationUrl(),
            request.price(),
            trials(request.trials(), request.price().currency()),
            request.orderAmount(),
            request.settlementCurrency(),
            request.sandbox(),
            request.clock(),
            request.policies(),
            request.billing(),
            request.methods(),
            request.provenance(),
            request.initialAmount());
    methods(terms);
    return terms;
  }

  /** Every method that the buyer may pay with can do what the terms ask of it. */
  private static void methods(Terms terms) {
    List<String> choices = terms.methods().choices();
    for (String code : choices.isEmpty() ? List.of(terms.method().type()) : choices) {
      PlanCheck.catalogueObjection(terms, code, 1)
          .ifPresent(objection -> require(false, objection.message()));
    }
  }

  private static void billing(CreateRequest request, PeriodRule rule) {
    Terms.Billing billing = request.billing();
    require(
        billing.managed() || rule.unit() == PeriodUnit.DAY,
        "periodRule.periodType must be DAY for a self-managed subscription.");
    billing
        .cycleCount()
        .ifPresent(
            count -> {
              require(
                  count >= 1 && count <= CYCLES_MAX,
                  "cycleCount must be from 1 to " + CYCLES_MAX + ".");
              require(
                  request.endTime().isEmpty(),
                  "cycleCount and subscriptionEndTime exclude each other: send one of them.");
            });
    request
        .initialAmount()
        .ifPresent(
            amount -> {
              Checks.money("paymentAmountDifference", amount);
              Checks.sameCurrency("paymentAmountDifference", amount, request.price().currency());
            });
    require(
        (request.provenance().origin() == Origin.CHANGE)
            == request.provenance().relatedSubscriptionId().isPresent(),
        "relatedSubscriptionId belongs to a change, and only there.");
  }

  private static void timely(Terms terms, Instant at) {
    notTooFarAhead(terms, at);
    require(
        terms.startTime().isAfter(at.minus(Checks.AHEAD_MAX))
            && !terms.calendar().startOf(2).isBefore(at),
        "subscriptionStartTime lies more than one period in the past: for a trial it is the trial's"
            + " end minus one period.");
    Instant end = terms.endTime().orElse(at.plusSeconds(1));
    require(end.isAfter(at), "subscriptionEndTime has passed: give a time ahead, or leave it out.");
    require(
        terms.expiryTime().isAfter(at),
        "subscriptionExpiryTime has passed: give a time within 48 hours, or leave it out.");
  }

  private static void notTooFarAhead(Terms terms, Instant at) {
    require(
        !terms.startTime().isAfter(at.plus(START_AHEAD_MAX)),
        "subscriptionStartTime lies more than ten years ahead: check the year.");
    require(
        terms.endTime().filter(end -> end.isAfter(at.plus(Checks.AHEAD_MAX))).isEmpty(),
        "subscriptionEndTime lies more than a hundred years ahead: leave it out for an open end.");
    require(
        terms.expiryTime().isBefore(at.plus(EXPIRY_MAX)),
        "subscriptionExpiryTime must lie within 48 hours of the request.");
  }

  private static PeriodRule rule(Optional<PeriodUnit> unit, int count) {
    PeriodRule rule =
        new PeriodRule(
            unit.orElseThrow(
                Checks.unfit("periodRule.periodType must be one of DAY, WEEK, MONTH, YEAR.")),
            count);
    Checks.rule(rule);
    return rule;
  }

  private static ZoneId zone(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException notAZone) {
      throw Checks.unfit(
              "timeZone must be an offset such as +08:00 or a region such as Asia/Manila.")
          .get();
    }
  }

  private static void clock(CreateRequest request) {
    if (request.clock() instanceof ClockId.Test) {
      require(
          request.sandbox(),
          "testClockId is for sandbox merchants only: leave it out, or use a sandbox client.");
      require(
          request.clockKnown(),
          "There is no such test clock: create it first with POST /admin/test-clocks.");
    }
  }

  private static void policies(Policies policies) {
    require(
        policies.chargeLeadMinutes() >= 0
            && policies.chargeLeadMinutes() <= Policies.CHARGE_LEAD_MINUTES_MAX,
        "policies.chargeLeadMinutes must be from 0 to " + Policies.CHARGE_LEAD_MINUTES_MAX + ".");
    require(
        policies.chargesPerDayMax() >= 1
            && policies.chargesPerDayMax() <= Policies.CHARGES_PER_DAY_LIMIT,
        "policies.chargesPerDayMax must be from 1 to " + Policies.CHARGES_PER_DAY_LIMIT + ".");
    List<Integer> days = policies.retryDays();
    boolean ascending = days.stream().sorted().distinct().toList().equals(days);
    require(
        ascending
            && days.size() <= Policies.RETRIES_MAX
            && days.stream().allMatch(day -> day >= 1 && day <= Policies.RETRY_DAY_MAX),
        "policies.retryDays must be ascending days from 1 to "
            + Policies.RETRY_DAY_MAX
            + ", at most "
            + Policies.RETRIES_MAX
            + ".");
    require(
        policies.graceDays() >= 0 && policies.graceDays() <= Policies.GRACE_DAYS_MAX,
        "policies.graceDays must be from 0 to " + Policies.GRACE_DAYS_MAX + ".");
    require(
        policies.catchUpPeriodsMax() >= 1
            && policies.catchUpPeriodsMax() <= Policies.CATCH_UP_PERIODS_LIMIT,
        "policies.catchUpPeriodsMax must be from 1 to " + Policies.CATCH_UP_PERIODS_LIMIT + ".");
    noticeDays("policies.trialNoticeDays", policies.trialNoticeDays());
    noticeDays("policies.renewalNoticeDays", policies.renewalNoticeDays());
  }

  private static void noticeDays(String name, int days) {
    require(
        days >= 0 && days <= Policies.NOTICE_DAYS_MAX,
        name + " must be from 0 to " + Policies.NOTICE_DAYS_MAX + ".");
  }

  private static List<Trial> trials(List<Trial> trials, String currency) {
    require(trials.size() <= TRIALS_MAX, "trials: at most " + TRIALS_MAX + " ranges.");
    List<Trial> sorted =
        trials.stream().sorted(Comparator.comparingInt(Trial::startPeriod)).toList();
    int coveredThrough = 0;
    for (Trial trial : sorted) {
      require(trial.startPeriod() >= 1, "trials: trialStartPeriod must be 1 or more.");
      require(
          trial.endPeriod() >= trial.startPeriod(),
          "trials: trialEndPeriod must not lie before trialStartPeriod.");
      require(
          trial.startPeriod() > coveredThrough,
          "trials: ranges overlap at period "
              + trial.startPeriod()
              + ": give each period one price.");
      money("trials.trialAmount", trial.price());
      require(
          trial.price().currency().equals(currency),
          "trials.trialAmount must have the currency of paymentAmount.");
      require(
          !trial.price().isZero() || trial.endPeriod() == 1 || paidBefore(sorted, trial),
          "trials: a free trial lasts at most one period: let it end with period 1.");
      coveredThrough = trial.endPeriod();
    }
    return sorted;
  }

  /**
   * Whether something is paid before a free range: only free periods from the first on are a free
   * trial, which may not be longer than one period (seed 003). Free ones after a paid one are a
   * gift.
   */
  private static boolean paidBefore(List<Trial> sorted, Trial free) {
    for (int period = 1; period < free.startPeriod(); period++) {
      int number = period;
      boolean isFree =
          sorted.stream().anyMatch(trial -> trial.covers(number) && trial.price().isZero());
      if (!isFree) {
        return true;
      }
    }
    return false;
  }
}
