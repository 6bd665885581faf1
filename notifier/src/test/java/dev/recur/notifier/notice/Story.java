package dev.recur.notifier.notice;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes a subscription's ledger, event by event, and listens to what is told. */
final class Story {

  static final String SUBSCRIPTION = "S7a1f0c9be2d34856";
  static final String MERCHANT = "SANDBOX_M1";

  private final List<LedgerEvent> events = new ArrayList<>();

  static Terms terms(List<Trial> trials, Optional<String> endTime) {
    return new Terms(
        "order-17",
        "https://shop.example/hooks/subscription?shop=7",
        "https://pay.shop.example:8443/hooks/payment",
        instant("2025-02-19T16:15:29+08:00"),
        endTime.map(Story::instant),
        ZoneId.of("+08:00"),
        PeriodUnit.MONTH,
        1,
        trials);
  }

  static Story of(Terms terms) {
    return new Story().then("2025-03-12T16:15:29+08:00", new Happening.Created(terms, "GCASH"));
  }

  Story then(String at, Happening what) {
    events.add(new LedgerEvent(SUBSCRIPTION, MERCHANT, events.size() + 1L, instant(at), what));
    return this;
  }

  List<LedgerEvent> events() {
    return List.copyOf(events);
  }

  /** What is told, in order. */
  List<Telling> told() {
    List<Telling> told = new ArrayList<>();
    Optional<Context> context = Optional.empty();
    for (LedgerEvent event : events) {
      if (FanOut.take(context, event) instanceof Step.Taken taken) {
        context = Optional.of(taken.context());
        taken.telling().ifPresent(told::add);
      }
    }
    return told;
  }

  static Payment payment(int period, long amountMinor, String createdAt, String start, String end) {
    return new Payment(
        SUBSCRIPTION + "P" + period,
        OptionalInt.of(period),
        new Money(amountMinor, "PHP"),
        instant(createdAt),
        instant(start),
        instant(end));
  }

  static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
