package dev.recur.billing.domain;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Checks of single values. An upstream system may write commands past the HTTP edge, so everything
 * is checked here, whatever the edge has checked already. Lengths and bounds: contract A2 and A3.
 */
final class Checks {
  static final int ID_LENGTH_MAX = 64;
  static final int DESCRIPTION_LENGTH_MAX = 256;
  static final int METHOD_ID_LENGTH_MAX = 128;
  private static final int URL_LENGTH_MAX = 2048;

  /** A time further ahead is taken for a mistake in the year; every date stays printable. */
  static final Duration AHEAD_MAX = Duration.ofDays(36_525);

  /** Far beyond any real price, far below where sums could overflow. */
  private static final long AMOUNT_MINOR_MAX = 1_000_000_000_000_000L;

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .filter(currency -> currency.getDefaultFractionDigits() >= 0)
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private Checks() {}

  /** Makes something while checking it. */
  static <T> Checked<T> of(Supplier<T> checked) {
    try {
      return new Checked.Fits<>(checked.get());
    } catch (Unfit unfit) {
      return new Checked.Refused<>(Answer.paramIllegal(unfit.getMessage()));
    }
  }

  /** Runs checks: empty when all are passed, else the refusal of the first that is not. */
  static Optional<Answer> refusal(Runnable checks) {
    return switch (of(
        () -> {
          checks.run();
          return true;
        })) {
      case Checked.Fits<Boolean> _ -> Optional.empty();
      case Checked.Refused<Boolean>(Answer answer) -> Optional.of(answer);
    };
  }

  static void require(boolean fits, String cure) {
    if (!fits) {
      throw new Unfit(cure);
    }
  }

  /** What to throw in the place of a value that cannot be. */
  static Supplier<RuntimeException> unfit(String cure) {
    return () -> new Unfit(cure);
  }

  static void money(String field, Money money) {
    currency(field + ".currency", money.currency());
    require(
        money.amountMinor() >= 0 && money.amountMinor() <= AMOUNT_MINOR_MAX,
        field + ".value must be a whole number of minor units from 0 to " + AMOUNT_MINOR_MAX + ".");
    require(
        !money.currency().equals("IDR") || money.amountMinor() % 100 == 0,
        field + ".value: the last two digits must be 00 for IDR.");
  }

  /** An amount that is charged or goes back at once. */
  static void positiveMoney(String field, Money money, String currency) {
    money(field, money);
    require(money.amountMinor() > 0, field + ".value must be more than 0.");
    sameCurrency(field, money, currency);
  }

  static void sameCurrency(String field, Money money, String currency) {
    require(
        money.currency().equals(currency),
        field + ".currency must be " + currency + ": a subscription keeps its currency.");
  }

  static void currency(String field, String currency) {
    require(
        CURRENCIES.contains(currency), field + " must be an ISO 4217 currency code such as USD.");
  }

  static void rule(PeriodRule rule) {
    int countMax = rule.unit().countMax();
    require(
        rule.count() >= 1 && rule.count() <= countMax,
        "periodRule.periodCount must be from 1 to " + countMax + " for " + rule.unit() + ".");
  }

  static void text(String field, String value, int lengthMax) {
    require(!value.isBlank(), field + " must not be empty.");
    require(
        value.codePointCount(0, value.length()) <= lengthMax,
        field + " must have at most " + lengthMax + " characters.");
  }

  static void url(String field, String value) {
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

  static void method(String field, PaymentMethod method) {
    text(field + ".paymentMethodType", method.type(), ID_LENGTH_MAX);
    method.id().ifPresent(id -> text(field + ".paymentMethodId", id, METHOD_ID_LENGTH_MAX));
  }

  /** Leaves the nest of checks; {@link #refusal} catches it. */
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
