package dev.recur.service.read;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/**
 * What became of the offer to the buyer.
 *
 * @param since when that was so first, on the subscription's clock
 * @param chargeLeadMinutes how long before a period's start its charge falls due, in minutes
 */
@Serdeable
public record Authorisation(Decision decision, Instant since, int chargeLeadMinutes) {

  /** The buyer's decision. */
  public enum Decision {
    /** Not taken yet. */
    OPEN,
    APPROVED,
    DECLINED,
    /** Not taken in time. */
    EXPIRED
  }

  /** The offer, decided. */
  public Authorisation decided(Decision newDecision, Instant at) {
    return new Authorisation(newDecision, at, chargeLeadMinutes);
  }
}
