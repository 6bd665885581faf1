package dev.recur.billing.domain;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
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
    return request(start, PeriodUnit.MONTH, 1, List.of());
  }

  static CreateRequest request(String start, PeriodUnit unit, int count, List<Trial> trials) {
    OffsetDateTime startTime = OffsetDateTime.parse(start);
    return new CreateRequest(
        Identity.subscriptionId(Origin.CREATE, CLIENT, "r-1"),
        "r-1",
        "Membership",
        "https://shop.example/back",
        startTime.toInstant(),
        startTime.getOffset().getId(),
        Optional.empty(),
        Optional.of(unit),
        count,
        Optional.empty(),
        new PaymentMethod("GCASH", Optional.empty()),
        "https://shop.example/subscription",
        Optional.of("https://shop.example/payment"),
        usd(1999),
        trials,
        Optional.empty(),
        Optional.empty(),
        true,
        ClockId.LIVE,
        true,
        POLICIES);
  }

  static CreateRequest ending(CreateRequest r, String end) {
    return new CreateRequest(
        r.subscriptionId(),
        r.requestId(),
        r.description(),
        r.redirectUrl(),
        r.startTime(),
        r.zone(),
        Optional.of(time(end)),
        r.periodUnit(),
        r.periodCount(),
        r.expiryTime(),
        r.method(),
        r.subscriptionNotificationUrl(),
        r.paymentNotificationUrl(),
        r.price(),
        r.trials(),
        r.orderAmount(),
        r.settlementCurrency(),
        r.sandbox(),
        r.clock(),
        r.clockKnown(),
        r.policies());
  }
}
