package dev.recur.service.gateway.wire;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.Offering;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.Policies;
import dev.recur.service.terms.Trial;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A payment that begins a subscription: what {@code payments/pay} and {@code
 * payments/createPaymentSession} have in common (Antom, SubscriptionInfo, write side). The fields
 * that {@code create} has beyond Antom stand in {@code subscriptionInfo} or beside it.
 *
 * @param paymentMethod absent: the buyer chooses
 * @param subscriptionExpiryTime until when the buyer may agree
 * @param subscriptionNotifyUrl an empty text: the merchant's endpoints are told
 * @param country of the buyer, else of the merchant, an ISO 3166 alpha-2 code; absent: not said
 * @param terminal what the buyer holds; absent: not said
 * @param buyer who the buyer is, and the merchant's metadata; absent: neither was said
 */
public record SubscribingPayment(
    String paymentRequestId,
    Amount paymentAmount,
    @Nullable PaymentMethod paymentMethod,
    String paymentRedirectUrl,
    @Nullable String paymentNotifyUrl,
    String subscriptionDescription,
    OffsetDateTime subscriptionStartTime,
    @Nullable Instant subscriptionEndTime,
    @Nullable Instant subscriptionExpiryTime,
    PeriodRule periodRule,
    List<Trial> trials,
    String subscriptionNotifyUrl,
    @Nullable Amount orderAmount,
    @Nullable String settlementCurrency,
    Billing billing,
    Policies.Overrides policies,
    @Nullable ZoneId timeZone,
    @Nullable String testClockId,
    @Nullable String country,
    @Nullable Terminal terminal,
    @Nullable BuyerData buyer) {

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final int COUNTRY_CHARS = 2;

  public SubscribingPayment {
    trials = List.copyOf(trials);
  }

  /** Reads the body. */
  public static SubscribingPayment read(Fields body) {
    Fields info =
        body.optionalObject("subscriptionInfo")
            .orElseThrow(
                () ->
                    body.refuse(
                        "subscriptionInfo",
                        "is missing: only recurring payments are taken here, so say in it how this"
                            + " one recurs."));
    return new SubscribingPayment(
        body.text("paymentRequestId", CommonFields.ID_CHARS_MAX),
        CommonFields.amount(body, "paymentAmount"),
        body.has("paymentMethod") ? CommonFields.paymentMethod(body, "paymentMethod") : null,
        CommonFields.url(body, "paymentRedirectUrl"),
        CommonFields.optionalUrl(body, "paymentNotifyUrl"),
        description(body, info),
        CommonFields.time(info, "subscriptionStartTime"),
        CommonFields.optionalInstant(info, "subscriptionEndTime"),
        CommonFields.optionalInstant(info, "subscriptionExpiryTime"),
        CommonFields.periodRule(info, "periodRule"),
        CreateRequest.trials(info),
        Objects.requireNonNullElse(CommonFields.optionalUrl(info, "subscriptionNotifyUrl"), ""),
        body.optionalObject("order")
            .map(order -> CommonFields.optionalAmount(order, "orderAmount"))
            .orElse(null),
        body.optionalObject("settlementStrategy")
            .map(strategy -> CommonFields.currency(strategy, "settlementCurrency"))
            .orElse(null),
        CreateRequest.billing(having(info, body, "collection", "firstBilling", "cycleCount")),
        CommonFields.policies(having(info, body, "policies"), "policies"),
        CommonFields.optionalZone(having(info, body, "timeZone"), "timeZone"),
        having(info, body, "testClockId").optionalText("testClockId", CommonFields.ID_CHARS_MAX),
        country(body),
        Terminal.read(body),
        BuyerFields.read(having(info, body, "buyer"), having(info, body, "metadata")));
  }

  /** What the buyer reads in the statement: the subscription's text, else the order's. */
  private static String description(Fields body, Fields info) {
    String order =
        body.optionalObject("order")
            .map(o -> o.optionalText("orderDescription", CommonFields.DESCRIPTION_CHARS_MAX))
            .orElse(null);
    return order == null || info.has("subscriptionDescription")
        ? info.text("subscriptionDescription", CommonFields.DESCRIPTION_CHARS_MAX)
        : order;
  }

  /** The one of two objects that has any of the fields; the first counts more. */
  private static Fields having(Fields info, Fields body, String... names) {
    for (String name : names) {
      if (info.has(name)) {
        return info;
      }
    }
    return body;
  }

  private static @Nullable String country(Fields body) {
    for (String name : List.of("userRegion", "merchantRegion")) {
      String code = body.optionalText(name, COUNTRY_CHARS);
      if (code != null) {
        if (!COUNTRIES.contains(code)) {
          throw body.refuse(name, "is no ISO 3166 country: send a code such as PH.");
        }
        return code;
      }
    }
    return null;
  }

  /** True when the buyer is written to. */
  public boolean notifiesBuyer() {
    return BuyerFields.isWrittenTo(buyer);
  }

  /** True where the answer tells how to open the buyer's app. */
  public boolean opensApps() {
    return terminal != null && terminal.opensApps();
  }

  /** Where times of this subscription are said. */
  public ZoneId zone() {
    return timeZone != null ? timeZone : subscriptionStartTime.getOffset();
  }

  /**
   * The terms asked for.
   *
   * @param method the one of the request, or the first that the buyer is offered
   * @param expiryTime until when the buyer may agree; absent: the worker's default
   */
  public CreateTerms terms(
      MerchantProfile merchant,
      PaymentMethod method,
      Offering offering,
      @Nullable Instant expiryTime) {
    return new CreateTerms(
        paymentRequestId,
        subscriptionDescription,
        paymentRedirectUrl,
        subscriptionStartTime.toInstant(),
        zone().getId(),
        subscriptionEndTime,
        periodRule,
        expiryTime,
        method,
        subscriptionNotifyUrl,
        paymentNotifyUrl,
        paymentAmount,
        trials,
        orderAmount,
        settlementCurrency,
        merchant.sandbox(),
        testClockId,
        merchant.policies().forSubscription(policies, notifiesBuyer()),
        billing,
        merchant.methodProfile(),
        offering);
  }
}
