package dev.recur.billing.domain;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

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

  /** The request that makes these terms, as a change writes it for the new subscription. */
  static CreateRequest asking(Terms terms) {
    return new CreateRequest(
        terms.subscriptionId(),
        terms.requestId(),
        terms.description(),
        terms.redirectUrl(),
        terms.startTime(),
        terms.zone().getId(),
        terms.endTime(),
        Optional.of(terms.rule().unit()),
        terms.rule().count(),
        Optional.empty(),
        terms.method(),
        terms.subscriptionNotificationUrl(),
        terms.paymentNotificationUrl(),
        terms.price(),
        terms.trials(),
        terms.orderAmount(),
        terms.settlementCurrency(),
        terms.sandbox(),
        terms.clock(),
        true,
        terms.policies(),
        terms.billing(),
        terms.methods(),
        terms.provenance(),
        terms.initialAmount());
  }
}
