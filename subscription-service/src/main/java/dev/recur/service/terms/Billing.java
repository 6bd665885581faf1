package dev.recur.service.terms;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * Who triggers the charges, whether authorisation already does, and how many periods there are
 * (Onerway: selfExecute, mode, cycleCount).
 *
 * @param firstBilling absent: SIGN_AND_BILL when managed, SIGN_ONLY when self-managed
 * @param cycleCount how many periods there are, from 1; absent: as the end time says
 */
@Serdeable
public record Billing(
    CollectionMode collection, @Nullable FirstBilling firstBilling, @Nullable Integer cycleCount) {

  /** As Antom has it: managed, charged at authorisation, until the end time. */
  public static final Billing PLAIN = new Billing(CollectionMode.MANAGED, null, null);

  /** True when nothing is charged unless the merchant asks for it. */
  public boolean isSelfManaged() {
    return collection == CollectionMode.SELF_MANAGED;
  }

  /** True when authorisation charges nothing. */
  public boolean isSignOnly() {
    return firstBilling == null ? isSelfManaged() : firstBilling == FirstBilling.SIGN_ONLY;
  }

  /** Who triggers the charges. The names are those of the wire contract. */
  public enum CollectionMode {
    /** Each period is charged by itself. */
    MANAGED,
    /** Nothing is charged unless the merchant asks for it. */
    SELF_MANAGED
  }

  /** Whether authorisation charges. The names are those of the wire contract. */
  public enum FirstBilling {
    SIGN_AND_BILL,
    SIGN_ONLY
  }
}
