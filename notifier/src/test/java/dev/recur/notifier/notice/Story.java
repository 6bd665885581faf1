package dev.recur.notifier.notice;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a subscription's ledger, event by event, and listens to what is told. */
final class Story {

  static final String SUBSCRIPTION = "S7a1f0c9be2d34856";
  static final String MERCHANT = "SANDBOX_M1";

  private final List<LedgerEvent> events = new ArrayList<>();
  private Optional<LifecycleStatus> status = Optional.empty();

  static final Method GCASH = new Method("GCASH", Optional.empty());

  static Terms terms(Optional<String> endTime) {
    return terms(new Birth(Origin.CREATE, "order-17", Optional.empty()), endTime);
  }

  static Terms terms(Birth birth, Optional<String> endTime) {
    return terms(birth, endTime, Optional.empty());
  }

  static Terms terms(Birth birth, Optional<String> endTime, Optional<Integer> cycleCount) {
    return new Terms(
        birth,
        new ContractUrls(
            "https://shop.example/hooks/subscription?shop=7",
            "https://pay.shop.example:8443/hooks/payment"),
        instant("2025-02-19T16:15:29+08:00"),
        endTime.map(Story::instant),
        ZoneId.of("+08:00"),
        new PeriodRule(PeriodUnit.MONTH, 1),
        Optional.of("Coffee"),
        Optional.of(new Money(19900, "PHP")),
        true,
        true,
        cycleCount,
        true,
        Optional.empty(),
        false);
  }

  static Story of(Terms terms) {
    return new Story().then("2025-03-12T16:15:29+08:00", new Happening.Created(terms, "GCASH"));
  }

  /** Where the next events leave the subscription. */
  Story leaving(LifecycleStatus next) {
    status = Optional.of(next);
    return this;
  }

  Story then(String at, Happening what) {
    events.add(
        new LedgerEvent(SUBSCRIPTION, MERCHANT, events.size() + 1L, instant(at), what, status));
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
      if (FanOut.take(context, event, List.of(), Optional.empty()) instanceof Step.Taken taken) {
        context = Optional.of(taken.context());
        told.addAll(taken.tellings());
      }
    }
    return told;
  }

  static Payment payment(int period, long amountMinor, String createdAt, String start, String end) {
    return payment(
        SUBSCRIPTION + "P" + period,
        new Purpose.Period(period),
        period,
        amountMinor,
        createdAt,
        start,
        end);
  }

  static Payment payment(
      String id,
      Purpose purpose,
      int period,
      long amountMinor,
      String createdAt,
      String start,
      String end) {
    return new Payment(
        id,
        purpose,
        new Money(amountMinor, "PHP"),
        instant(createdAt),
        period,
        instant(start),
        instant(end));
  }

  static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
