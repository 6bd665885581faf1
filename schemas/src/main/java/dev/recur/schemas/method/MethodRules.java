package dev.recur.schemas.method;

import dev.recur.schemas.method.Objection.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * What one payment method can do under one profile.
 *
 * @param code as on the wire, for example {@code GCASH}
 * @param name as buyers know it
 * @param countries of the buyers who have it, ISO 3166 alpha-2 codes; empty: everywhere
 * @param currencies it moves, ISO 4217 codes; empty: any
 * @param zeroAmountAllowed false when a period must cost something (Antom, Subscription trial)
 * @param managedAllowed false when only the merchant's call may charge it (Onerway)
 * @param signOnlyRequired true when nothing may be charged at authorisation (Onerway)
 * @param refundsAllowed false when money cannot go back
 */
public record MethodRules(
    String code,
    String name,
    MethodKind kind,
    Set<String> countries,
    Set<String> currencies,
    boolean zeroAmountAllowed,
    boolean managedAllowed,
    boolean signOnlyRequired,
    boolean refundsAllowed) {

  public MethodRules {
    countries = Set.copyOf(countries);
    currencies = Set.copyOf(currencies);
  }

  /** True when buyers of a country have it. */
  public boolean isKnownIn(String country) {
    return countries.isEmpty() || countries.contains(country);
  }

  /** Why it cannot be used for a plan; empty when it can. */
  public Optional<Objection> objection(MethodUse use) {
    if (!currencies.isEmpty() && !currencies.contains(use.currency())) {
      return objection(
          Reason.CURRENCY,
          "does not move " + use.currency() + ": use another currency or payment method.");
    }
    if (use.managed() && !managedAllowed) {
      return objection(
          Reason.MANAGED,
          "cannot be charged by itself: set collection to SELF_MANAGED, or use another payment"
              + " method.");
    }
    if (!use.signOnly() && signOnlyRequired) {
      return objection(
          Reason.SIGN_ONLY,
          "has to be signed before anything is charged: set firstBilling to SIGN_ONLY, or use"
              + " another payment method.");
    }
    if (use.zeroAmount() && !zeroAmountAllowed) {
      return objection(
          Reason.ZERO_AMOUNT,
          "takes no amount of zero: set the amount to the minimum, for example 100, and refund it"
              + " after the payment, or use another payment method.");
    }
    return Optional.empty();
  }

  private Optional<Objection> objection(Reason reason, String why) {
    return Optional.of(new Objection(reason, code + " " + why));
  }
}
