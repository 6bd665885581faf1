package dev.recur.billing.domain;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Requests to begin a test with. */
final class Given {
  static final String CLIENT = "SANDBOX_1";
  static final Policies POLICIES = Policies.DEFAULT;

  private Given() {}

  static Instant time(String iso) {
    return OffsetDateTime.parse(iso).toInstant();
  }

  static Money usd(long minor) {
    return new Money(minor, "USD");
  }

  /** A plain monthly subscription of 19.99 USD. */
  static CreateRequest monthly(String start) {
    return Offer.from(start).build();
  }

  static CreateRequest request(String start, PeriodUnit unit, int count, List<Trial> trials) {
    return Offer.from(start).every(count, unit).trials(trials).build();
  }
}
