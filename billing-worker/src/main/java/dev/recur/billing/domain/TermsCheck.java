package dev.recur.billing.domain;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns a request into {@link Terms}, or says in one sentence what is wrong with it and what to do.
 * An upstream system may write commands past the HTTP edge, so everything is checked here, whatever
 * the edge has checked already. Lengths and bounds: contract A2 and A3.
 */
final class TermsCheck {
  private static final int ID_LENGTH_MAX = 64;
  private static final int DESCRIPTION_LENGTH_MAX = 256;
  private static final int URL_LENGTH_MAX = 2048;
  private static final int METHOD_ID_LENGTH_MAX = 128;
  private static final int TRIALS_MAX = 100;

  /** Far beyond any real price, far below where sums could overflow. */
  private static final long AMOUNT_MINOR_MAX = 1_000_000_000_000_000L;

  private static final Duration EXPIRY_DEFAULT = Duration.ofMinutes(30);
  private static final Duration EXPIRY_MAX = Duration.ofDays(2);

  /** A start further ahead is taken for a mistake in the year. */
  private static final Duration START_AHEAD_MAX = Duration.ofDays(3653);

  /** The same for an end: it keeps every date of the calendar printable. */
  private static final Duration END_AHEAD_MAX = Duration.ofDays(36_525);

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .filter(currency -> currency.getDefaultFractionDigits() >= 0)
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private TermsCheck() {}

  /** Either the terms, or the refusal. */
  sealed interface Outcome {
    record Fits(Terms terms) implements Outcome {}

    record Refused(Answer answer) implements Outcome {}
  }

  /** Everything, including what depends on the time of the request. */
  static Outcome check(String clientId, CreateRequest request, Instant at) {
    try {
      Terms terms = terms(clientId, request, at);
      timely(terms, at);
      return new Outcome.Fits(terms);
    } catch (Unfit unfit) {
      return new Outcome.Refused(Answer.paramIllegal(unfit.getMessage()));
    }
  }

  /** Everything but what depends on the time: a repeated request comes later than the first. */
  static Outcome checkShape(String clientId, CreateRequest request, Instant at) {
    try {
      return new Outcome.Fits(terms(clientId, request, at));
    } catch (Unfit unfit) {
      return new Outcome.Refused(Answer.paramIllegal(unfit.getMessage()));
    }
  }

  private static Terms terms(String clientId, CreateRequest request, Instant at) {
    text("clientId", clientId, ID_LENGTH_MAX);
    text("subscriptionRequestId", request.requestId(), ID_LENGTH_MAX);
    text("subscriptionDescription", request.description(), DESCRIPTION_LENGTH_MAX);
    url("subscriptionRedirectUrl", request.redirectUrl());
    url("subscriptionNotificationUrl", request.subscriptionNotificationUrl());
    request.paymentNotificationUrl().ifPresent(url -> url("paymentNotificationUrl", url));
    text("paymentMethod.paymentMethodType", request.method().type(), ID_LENGTH_MAX);
    request
        .method()
        .id()
        .ifPresent(id -> text("paymentMethod.paymentMethodId", id, METHOD_ID_LENGTH_MAX));
    money("paymentAmount", request.price());
    request.orderAmount().ifPresent(amount -> money("orderInfo.orderAmount", amount));
    request.settlementCurrency().ifPresent(c -> currency("settlementCurrency", c));
    PeriodRule rule = rule(request.periodUnit(), request.periodCount());
    ZoneId zone = zone(request.zone());
    clock(request);
    policies(request.policies());
    Instant end = request.endTime().orElse(Instant.MAX);
    require(
        request.startTime().isBefore(end),
        "subscriptionEndTime must be after subscriptionStartTime: leave it out for an open end.");
    return new Terms(
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
        request.policies());
  }

  private static void timely(Terms terms, Instant at) {
    require(
        !terms.startTime().isAfter(at.plus(START_AHEAD_MAX)),
        "subscriptionStartTime lies more than ten years ahead: check the year.");
    require(
        terms.startTime().isAfter(at.minus(END_AHEAD_MAX))
            && !terms.calendar().startOf(2).isBefore(at),
        "subscriptionStartTime lies more than one period in the past: for a trial it is the trial's"
            + " end minus one period.");
    Instant end = terms.endTime().orElse(at.plusSeconds(1));
    require(end.isAfter(at), "subscriptionEndTime has passed: give a time ahead, or leave it out.");
    require(
        !end.isAfter(at.plus(END_AHEAD_MAX)),
        "subscriptionEndTime lies more than a hundred years ahead: leave it out for an open end.");
    require(
        terms.expiryTime().isAfter(at),
        "subscriptionExpiryTime has passed: give a time within 48 hours, or leave it out.");
    require(
        terms.expiryTime().isBefore(at.plus(EXPIRY_MAX)),
        "subscriptionExpiryTime must lie within 48 hours of the request.");
  }

  private static PeriodRule rule(Optional<PeriodUnit> unit, int count) {
    PeriodUnit known =
        unit.orElseThrow(
            () -> new Unfit("periodRule.periodType must be one of DAY, WEEK, MONTH, YEAR."));
    require(
        count >= 1 && count <= known.countMax(),
        "periodRule.periodCount must be from 1 to " + known.countMax() + " for " + known + ".");
    return new PeriodRule(known, count);
  }

  private static ZoneId zone(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException notAZone) {
      throw new Unfit("timeZone must be an offset such as +08:00 or a region such as Asia/Manila.");
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
      coveredThrough = trial.endPeriod();
    }
    return sorted;
  }

  private static void money(String field, Money money) {
    currency(field + ".currency", money.currency());
    require(
        money.amountMinor() >= 0 && money.amountMinor() <= AMOUNT_MINOR_MAX,
        field + ".value must be a whole number of minor units from 0 to " + AMOUNT_MINOR_MAX + ".");
    require(
        !money.currency().equals("IDR") || money.amountMinor() % 100 == 0,
        field + ".value: the last two digits must be 00 for IDR.");
  }

  private static void currency(String field, String currency) {
    require(
        CURRENCIES.contains(currency), field + " must be an ISO 4217 currency code such as USD.");
  }

  private static void text(String field, String value, int lengthMax) {
    require(!value.isBlank(), field + " must not be empty.");
    require(
        value.codePointCount(0, value.length()) <= lengthMax,
        field + " must have at most " + lengthMax + " characters.");
  }

  private static void url(String field, String value) {
    text(field, value, URL_LENGTH_MAX);
    try {
      URI uri = new URI(value);
      String scheme = uri.getScheme();
      require(
          ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
              && uri.getHost() != null,
          field + " must be an absolute http or https URL.");
    } catch (URISyntaxException notAUrl) {
      throw new Unfit(field + " must be an absolute http or https URL.");
    }
  }

  private static void require(boolean fits, String cure) {
    if (!fits) {
      throw new Unfit(cure);
    }
  }

  /** Leaves the nest of checks; never leaves this class. */
  private static final class Unfit extends RuntimeException {
    Unfit(String cure) {
      super(cure, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
