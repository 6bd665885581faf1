package dev.recur.service.gateway.wire;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.Billing.CollectionMode;
import dev.recur.service.terms.Billing.FirstBilling;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.Offering;
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
 * {@code subscriptions/create} (Antom, create: request). Beyond Antom: {@code collection}, {@code
 * firstBilling}, {@code cycleCount} (Onerway: selfExecute, mode, cycleCount), {@code timeZone},
 * {@code testClockId}, {@code policies}, {@code buyer}, {@code metadata}. {@code orderInfo} and
 * {@code settlementStrategy} are kept and decide nothing.
 *
 * @param subscriptionNotificationUrl an empty text: the merchant's endpoints are told
 * @param terminal what the buyer holds; absent: not said
 * @param buyer who the buyer is, and the merchant's metadata; absent: neither was said
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
    Billing billing,
    @Nullable Terminal terminal,
    @Nullable ZoneId timeZone,
    @Nullable String testClockId,
    Policies.Overrides policies,
    @Nullable BuyerData buyer) {

  /** More ranges of prices than any offer has. */
  private static final int TRIALS_MAX = 100;

  /** Most periods that can be counted out (Onerway, cycleCount). */
  private static final int CYCLES_MAX = 99;

  /** Reads the body. */
  public static CreateRequest read(Fields body) {
    return new CreateRequest(
        body.text("subscriptionRequestId", CommonFields.ID_CHARS_MAX),
        body.text("subscriptionDescription", CommonFields.DESCRIPTION_CHARS_MAX),
        CommonFields.url(body, "subscriptionRedirectUrl"),
        CommonFields.time(body, "subscriptionStartTime"),
        CommonFields.optionalTime(body, "subscriptionEndTime"),
        CommonFields.periodRule(body, "periodRule"),
        CommonFields.optionalTime(body, "subscriptionExpiryTime"),
        CommonFields.paymentMethod(body, "paymentMethod"),
        Objects.requireNonNullElse(
            CommonFields.optionalUrl(body, "subscriptionNotificationUrl"), ""),
        CommonFields.optionalUrl(body, "paymentNotificationUrl"),
        CommonFields.optionalOrderAmount(body),
        CommonFields.amount(body, "paymentAmount"),
        body.optionalObject("settlementStrategy")
            .map(strategy -> CommonFields.currency(strategy, "settlementCurrency"))
            .orElse(null),
        trials(body),
        billing(body),
        Terminal.read(body),
        CommonFields.optionalZone(body, "timeZone"),
        body.optionalText("testClockId", CommonFields.ID_CHARS_MAX),
        CommonFields.policies(body, "policies"),
        BuyerFields.read(body, body));
  }

  /** How it is billed: all of it, or what is usual. */
  static Billing billing(Fields body) {
    Long cycles = body.optionalInteger("cycleCount", 1, CYCLES_MAX);
    return new Billing(
        Objects.requireNonNullElse(
            body.optionalOneOf("collection", CollectionMode.class), CollectionMode.MANAGED),
        body.optionalOneOf("firstBilling", FirstBilling.class),
        cycles == null ? null : cycles.intValue());
  }

  /** The prices of ranges of periods. */
  static List<Trial> trials(Fields body) {
    return body.objects("trials", TRIALS_MAX).stream().map(CreateRequest::trial).toList();
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
   * @param methodProfile the merchant's
   */
  public CreateTerms terms(
      boolean sandbox, Policies merchantPolicies, MethodProfile methodProfile) {
    boolean notifiesBuyer = BuyerFields.isWrittenTo(buyer);
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
        merchantPolicies.forSubscription(policies, notifiesBuyer),
        billing,
        methodProfile,
        Offering.plain(notifiesBuyer));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
