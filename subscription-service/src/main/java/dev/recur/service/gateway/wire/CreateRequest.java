package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.input.NotYet;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.Policies;
import dev.recur.service.terms.Trial;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code subscriptions/create} (Antom, create: request). Beyond Antom: {@code timeZone}, {@code
 * testClockId}, {@code policies}. {@code env}, {@code orderInfo} and {@code settlementStrategy} are
 * Antom's and decide nothing here.
 */
public record CreateRequest(
    String subscriptionRequestId,
    String subscriptionDescription,
    String subscriptionRedirectUrl,
    OffsetDateTime subscriptionStartTime,
    @Nullable OffsetDateTime subscriptionEndTime,
    PeriodRule periodRule,
    @Nullable OffsetDateTime subscriptionExpiryTime,
    PaymentMethod paymentMethod,
    String subscriptionNotificationUrl,
    @Nullable String paymentNotificationUrl,
    @Nullable Amount orderAmount,
    Amount paymentAmount,
    @Nullable String settlementCurrency,
    List<Trial> trials,
    @Nullable ZoneId timeZone,
    @Nullable String testClockId,
    Policies.Overrides policies) {

  private static final int DESCRIPTION_CHARS_MAX = 256;

  /** More ranges of prices than any offer has. */
  private static final int TRIALS_MAX = 100;

  private enum TerminalType {
    WEB,
    WAP,
    APP,
    MINI_APP
  }

  /** Reads the body. */
  public static CreateRequest read(Fields body) {
    NotYet.inCreate(body);
    body.optionalObject("env").ifPresent(env -> env.oneOf("terminalType", TerminalType.class));
    return new CreateRequest(
        body.text("subscriptionRequestId", CommonFields.ID_CHARS_MAX),
        body.text("subscriptionDescription", DESCRIPTION_CHARS_MAX),
        CommonFields.url(body, "subscriptionRedirectUrl"),
        CommonFields.time(body, "subscriptionStartTime"),
        CommonFields.optionalTime(body, "subscriptionEndTime"),
        CommonFields.periodRule(body, "periodRule"),
        CommonFields.optionalTime(body, "subscriptionExpiryTime"),
        CommonFields.paymentMethod(body, "paymentMethod"),
        CommonFields.url(body, "subscriptionNotificationUrl"),
        CommonFields.optionalUrl(body, "paymentNotificationUrl"),
        body.optionalObject("orderInfo")
            .map(order -> CommonFields.optionalAmount(order, "orderAmount"))
            .orElse(null),
        CommonFields.amount(body, "paymentAmount"),
        body.optionalObject("settlementStrategy")
            .map(strategy -> CommonFields.currency(strategy, "settlementCurrency"))
            .orElse(null),
        body.objects("trials", TRIALS_MAX).stream().map(CreateRequest::trial).toList(),
        CommonFields.optionalZone(body, "timeZone"),
        body.optionalText("testClockId", CommonFields.ID_CHARS_MAX),
        CommonFields.policies(body, "policies"));
  }

  private static Trial trial(Fields trial) {
    long start = trial.integer("trialStartPeriod", 1, CommonFields.TRIAL_PERIOD_MAX);
    Long end = trial.optionalInteger("trialEndPeriod", 1, CommonFields.TRIAL_PERIOD_MAX);
    return new Trial(
        Math.toIntExact(start),
        Math.toIntExact(Objects.requireNonNullElse(end, start)),
        CommonFields.amount(trial, "trialAmount"));
  }

  /**
   * The terms asked for.
   *
   * @param sandbox whether the merchant is
   * @param merchantPolicies in force where the request does not ask for others
   */
  public CreateTerms terms(boolean sandbox, Policies merchantPolicies) {
    ZoneId zone = timeZone != null ? timeZone : subscriptionStartTime.getOffset();
    return new CreateTerms(
        subscriptionRequestId,
        subscriptionDescription,
        subscriptionRedirectUrl,
        subscriptionStartTime.toInstant(),
        zone.getId(),
        instant(subscriptionEndTime),
        periodRule,
        instant(subscriptionExpiryTime),
        paymentMethod,
        subscriptionNotificationUrl,
        paymentNotificationUrl,
        paymentAmount,
        trials,
        orderAmount,
        settlementCurrency,
        sandbox,
        testClockId,
        merchantPolicies.with(policies));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
