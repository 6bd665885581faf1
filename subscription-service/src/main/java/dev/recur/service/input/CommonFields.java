package dev.recur.service.input;

import dev.recur.schemas.method.CardNumber;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.terms.Policies;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types that several requests share (Antom, common data types), read from their fields. */
public final class CommonFields {

  public static final int ID_CHARS_MAX = 64;

  /** Longest id of a delivery. */
  public static final int DELIVERY_ID_CHARS_MAX = 128;

  public static final int URL_CHARS_MAX = 2048;
  public static final int DESCRIPTION_CHARS_MAX = 256;

  /** Longest code of a payment method (Antom, PaymentMethod). */
  public static final int METHOD_TYPE_CHARS_MAX = 64;

  /** Longest token of a payment method (Antom, PaymentMethod). */
  public static final int METHOD_ID_CHARS_MAX = 128;

  private static final int HOST_CHARS_MAX = 253;
  private static final int LABEL_CHARS_MAX = 63;
  private static final int TIME_CHARS_MAX = 64;
  private static final int CURRENCY_CHARS = 3;
  private static final int YEAR_MIN = 1970;
  private static final int YEAR_MAX = 9999;
  private static final int ZONE_CHARS_MAX = 64;

  /** Ten years of days. The contract has no limit; the calendar has one. */
  private static final int PERIOD_COUNT_MAX = 3660;

  /** Last period that can have a price of its own: 27 years of days. */
  public static final int TRIAL_PERIOD_MAX = 10_000;

  /** Largest amount: 18 digits of minor units. */
  private static final long AMOUNT_MINOR_MAX = 999_999_999_999_999_999L;

  /** A year. */
  private static final int LEAD_MINUTES_MAX = 366 * 24 * 60;

  /** A quarter: nobody is served longer for nothing. */
  private static final int GRACE_DAYS_MAX = 90;

  /** A quarter: nobody remembers an earlier announcement. */
  private static final int NOTICE_DAYS_MAX = 90;

  /** Most periods that one approval may charge. */
  private static final int CATCH_UP_PERIODS_MAX = 100;

  /** Names of all {@link #policies}. */
  public static final Set<String> POLICIES =
      Set.of(
          "chargeLeadMinutes",
          "chargesPerDayMax",
          "graceDays",
          "catchUpPeriodsMax",
          "trialNoticeDays",
          "renewalNoticeDays",
          "retryDays",
          "finalAct",
          "catchUp");

  private CommonFields() {}

  /** An amount that must be there. */
  public static Amount amount(Fields fields, String name) {
    Fields amount = fields.object(name);
    String currency = currency(amount, "currency");
    if (currency == null) {
      throw amount.refuse("currency", "is missing: send it.");
    }
    long minor = amount.minorUnits("value", AMOUNT_MINOR_MAX);
    if (currency.equals("IDR") && minor % 100 != 0) {
      throw amount.refuse("value", "has cents, which IDR has not: let it end with 00.");
    }
    return new Amount(minor, currency);
  }

  /** An amount that must be there and is more than nothing. */
  public static Amount positiveAmount(Fields fields, String name) {
    Amount amount = amount(fields, name);
    if (amount.isFree()) {
      throw fields.object(name).refuse("value", "is 0: send more.");
    }
    return amount;
  }

  /** An amount. */
  public static @Nullable Amount optionalAmount(Fields fields, String name) {
    return fields.optionalObject(name).isEmpty() ? null : amount(fields, name);
  }

  /** A currency that money can be paid in: ISO 4217 also codes metals and tests. */
  public static @Nullable String currency(Fields fields, String name) {
    String code = fields.optionalText(name, CURRENCY_CHARS);
    if (code == null) {
      return null;
    }
    try {
      if (Currency.getInstance(code).getDefaultFractionDigits() >= 0) {
        return code;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw fields.refuse(name, "is no ISO 4217 currency: send a code such as USD.");
  }

  /** A period rule that must be there. */
  public static PeriodRule periodRule(Fields fields, String name) {
    Fields rule = fields.object(name);
    return new PeriodRule(
        rule.oneOf("periodType", PeriodUnit.class),
        Math.toIntExact(rule.integer("periodCount", 1, PERIOD_COUNT_MAX)));
  }

  /** A period rule; where one is, it is whole. */
  public static @Nullable PeriodRule optionalPeriodRule(Fields fields, String name) {
    return fields.optionalObject(name).isEmpty() ? null : periodRule(fields, name);
  }

  /** The amount of {@code orderInfo}, which decides nothing. */
  public static @Nullable Amount optionalOrderAmount(Fields fields) {
    return fields
        .optionalObject("orderInfo")
        .map(order -> optionalAmount(order, "orderAmount"))
        .orElse(null);
  }

  /** A payment method that must be there. */
  public static PaymentMethod paymentMethod(Fields fields, String name) {
    Fields method = fields.object(name);
    PaymentMethod read =
        new PaymentMethod(
            method.text("paymentMethodType", METHOD_TYPE_CHARS_MAX),
            method.optionalText("paymentMethodId", METHOD_ID_CHARS_MAX));
    refuseCardNumber(method, "paymentMethodType", read.type());
    refuseCardNumber(method, "paymentMethodId", read.id());
    return read;
  }

  /**
   * Refuses a card's number where its token or a code belongs: both are kept, on topics and in
   * stores, where no number may come.
   */
  public static void refuseCardNumber(Fields fields, String name, @Nullable String value) {
    if (value != null && CardNumber.isIn(value)) {
      throw fields.refuse(
          name, "looks like a card number, which is kept nowhere: send a token in its place.");
    }
  }

  /** A time that must be there. */
  public static OffsetDateTime time(Fields fields, String name) {
    OffsetDateTime time = optionalTime(fields, name);
    if (time == null) {
      throw fields.refuse(name, "is missing: send it.");
    }
    return time;
  }

  /** A time with its offset. */
  public static @Nullable OffsetDateTime optionalTime(Fields fields, String name) {
    String text = fields.optionalText(name, TIME_CHARS_MAX);
    if (text == null) {
      return null;
    }
    Optional<OffsetDateTime> time = Times.parse(text);
    if (time.isEmpty()) {
      throw fields.refuse(
          name, "is no ISO 8601 time with offset: send one like 2019-11-27T12:01:01+08:00.");
    }
    int year = time.get().getYear();
    if (year < YEAR_MIN || YEAR_MAX < year) {
      throw fields.refuse(
          name, "lies outside the years %d to %d: send another.".formatted(YEAR_MIN, YEAR_MAX));
    }
    return time.get();
  }

  /** A time with its offset, where the offset does not matter. */
  public static @Nullable Instant optionalInstant(Fields fields, String name) {
    OffsetDateTime time = optionalTime(fields, name);
    return time == null ? null : time.toInstant();
  }

  /** An offset or a region of the time zone database. */
  public static @Nullable ZoneId optionalZone(Fields fields, String name) {
    String text = fields.optionalText(name, ZONE_CHARS_MAX);
    if (text == null) {
      return null;
    }
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw fields.refuse(name, "is no time zone: send one like Asia/Manila or +08:00.");
    }
  }

  /** An absolute http(s) URL that must be there. */
  public static String url(Fields fields, String name) {
    String url = optionalUrl(fields, name);
    if (url == null) {
      throw fields.refuse(name, "is missing: send it.");
    }
    return url;
  }

  /** An absolute http(s) URL. */
  public static @Nullable String optionalUrl(Fields fields, String name) {
    return optionalUrl(fields, name, URL_CHARS_MAX);
  }

  /** An absolute http(s) URL with a limit of its own. */
  public static @Nullable String optionalUrl(Fields fields, String name, int charsMax) {
    String text = fields.optionalText(name, charsMax);
    if (text == null) {
      return null;
    }
    String objection = urlObjection(text);
    if (objection != null) {
      throw fields.refuse(name, "is no absolute http(s) URL: " + objection);
    }
    return text;
  }

  /** Why a text is no URL to send anything to, and the cure; null for one that is. */
  private static @Nullable String urlObjection(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return "send one like https://shop.example/path, with %20 and the like for what has no place"
          + " in it.";
    }
    if (!"https".equalsIgnoreCase(uri.getScheme()) && !"http".equalsIgnoreCase(uri.getScheme())) {
      return "send one that begins with https://.";
    }
    String authority = uri.getRawAuthority();
    if (authority == null) {
      return "it has no host: send one like https://shop.example/path.";
    }
    if (authority.contains("@")) {
      return "it has a user name in it: send it without.";
    }
    if (uri.getHost() != null) {
      return isLookedUp(uri.getHost())
          ? null
          : "its host is longer than any name that can be looked up: send one with at most 253"
              + " characters, and at most 63 between two dots.";
    }
    if (authority.chars().anyMatch(c -> c > 127)) {
      return "its host has other letters than ASCII: send its punycode, which has xn-- in it.";
    }
    return authority.contains("_")
        ? "its host has an underscore, which no host's name has: send one with another name."
        : "its host or port cannot be read: send one like https://shop.example:8443/path.";
  }

  /** False for a name that DNS has no room for (RFC 1035, section 2.3.4). */
  private static boolean isLookedUp(String host) {
    return host.startsWith("[")
        || (host.length() <= HOST_CHARS_MAX
            && Stream.of(host.split("\\.", -1)).allMatch(part -> part.length() <= LABEL_CHARS_MAX));
  }

  /** What a request or a merchant asks for in place of the policies in force. */
  public static Policies.Overrides policies(Fields fields, String name) {
    return fields.optionalObject(name).map(CommonFields::overrides).orElse(Policies.Overrides.NONE);
  }

  private static Policies.Overrides overrides(Fields policies) {
    Long lead = policies.optionalInteger("chargeLeadMinutes", 0, LEAD_MINUTES_MAX);
    Long perDay = policies.optionalInteger("chargesPerDayMax", 1, 1000);
    Long graceDays = policies.optionalInteger("graceDays", 0, GRACE_DAYS_MAX);
    Long catchUpMax = policies.optionalInteger("catchUpPeriodsMax", 1, CATCH_UP_PERIODS_MAX);
    Long trialNotice = policies.optionalInteger("trialNoticeDays", 0, NOTICE_DAYS_MAX);
    Long renewalNotice = policies.optionalInteger("renewalNoticeDays", 0, NOTICE_DAYS_MAX);
    return new Policies.Overrides(
        lead == null ? null : lead.intValue(),
        policies
            .optionalIntegers("retryDays", 30, 1, 365)
            .map(days -> days.stream().map(Long::intValue).toList())
            .orElse(null),
        perDay == null ? null : perDay.intValue(),
        policies.optionalOneOf("finalAct", Policies.FinalAct.class),
        graceDays == null ? null : graceDays.intValue(),
        policies.optionalOneOf("catchUp", Policies.CatchUp.class),
        catchUpMax == null ? null : catchUpMax.intValue(),
        trialNotice == null ? null : trialNotice.intValue(),
        renewalNotice == null ? null : renewalNotice.intValue());
  }
}
