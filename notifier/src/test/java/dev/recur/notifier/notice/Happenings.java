package dev.recur.notifier.notice;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Anything that a ledger can say, sensible or not. */
final class Happenings {

  private static final int PERIODS = 4;

  private static final List<String> URLS =
      List.of(
          "https://shop.example/hooks",
          "https://pay.shop.example:8443/hooks",
          "http://127.0.0.1:18094/hooks",
          "https://refunds.example/",
          "not a url",
          "");

  private Happenings() {}

  /** A subscription is created; then anything, with gaps where events could not be read. */
  static Arbitrary<List<LedgerEvent>> ledgers() {
    return Combinators.combine(
            created(),
            Combinators.combine(
                    anything(), times(), Arbitraries.integers().between(1, 3), statuses())
                .as(Tuple::of)
                .list()
                .ofMaxSize(40)
                .withSizeDistribution(RandomDistribution.uniform()))
        .as(
            (created, rest) -> {
              List<LedgerEvent> ledger = new ArrayList<>();
              ledger.add(event(1, Instant.EPOCH, created, Optional.empty()));
              long sequence = 1;
              for (var next : rest) {
                sequence += next.get3();
                ledger.add(event(sequence, next.get2(), next.get1(), next.get4()));
              }
              return ledger;
            });
  }

  private static LedgerEvent event(
      long sequence, Instant at, Happening what, Optional<LifecycleStatus> status) {
    return new LedgerEvent(Story.SUBSCRIPTION, Story.MERCHANT, sequence, at, what, status);
  }

  private static Arbitrary<Optional<LifecycleStatus>> statuses() {
    return Arbitraries.of(LifecycleStatus.class).optional();
  }

  /** Every type, or a new one would go untested. */
  private static Arbitrary<Happening> anything() {
    Map<Class<?>, Arbitrary<? extends Happening>> types = types();
    Set<Class<?>> all =
        Arrays.stream(Happening.class.getPermittedSubclasses()).collect(Collectors.toSet());
    if (!types.keySet().equals(all)) {
      throw new AssertionError("Not every type has values here: add them to types().");
    }
    return Arbitraries.oneOf(List.copyOf(types.values()));
  }

  private static Map<Class<?>, Arbitrary<? extends Happening>> types() {
    return Map.ofEntries(
        Map.entry(Happening.Created.class, created()),
        Map.entry(Happening.Approved.class, methods().map(Happening.Approved::new)),
        Map.entry(Happening.Declined.class, Arbitraries.just(new Happening.Declined())),
        Map.entry(
            Happening.AuthorisationExpired.class,
            Arbitraries.just(new Happening.AuthorisationExpired())),
        Map.entry(Happening.PeriodWaived.class, payments().map(Happening.PeriodWaived::new)),
        Map.entry(
            Happening.ChargeSucceeded.class,
            Combinators.combine(payments(), texts()).as(Happening.ChargeSucceeded::new)),
        Map.entry(
            Happening.PaymentFailed.class,
            Combinators.combine(payments(), texts()).as(Happening.PaymentFailed::new)),
        Map.entry(
            Happening.Updated.class,
            Combinators.combine(flags(), amendments()).as(Happening.Updated::new)),
        Map.entry(
            Happening.UpdateTookEffect.class, amendments().map(Happening.UpdateTookEffect::new)),
        Map.entry(
            Happening.ChargeDeclined.class,
            Combinators.combine(payments(), periods(), texts(), times().optional())
                .as(Happening.ChargeDeclined::new)),
        Map.entry(Happening.TrialEnding.class, charges().map(Happening.TrialEnding::new)),
        Map.entry(Happening.RenewalUpcoming.class, charges().map(Happening.RenewalUpcoming::new)),
        Map.entry(
            Happening.Paused.class,
            Combinators.combine(flags(), times().optional()).as(Happening.Paused::new)),
        Map.entry(Happening.Resumed.class, Arbitraries.just(new Happening.Resumed())),
        Map.entry(Happening.MethodReplaced.class, methods().map(Happening.MethodReplaced::new)),
        Map.entry(Happening.RefundSucceeded.class, refunds().map(Happening.RefundSucceeded::new)),
        Map.entry(Happening.RefundFailed.class, refunds().map(Happening.RefundFailed::new)),
        Map.entry(Happening.RenewalCancelled.class, times().map(Happening.RenewalCancelled::new)),
        Map.entry(
            Happening.Canceled.class,
            Combinators.combine(flags(), flags()).as(Happening.Canceled::new)),
        Map.entry(Happening.Ended.class, times().map(Happening.Ended::new)),
        Map.entry(Happening.Changed.class, Arbitraries.just(new Happening.Changed())),
        Map.entry(Happening.Internal.class, Arbitraries.just(new Happening.Internal())));
  }

  private static Arbitrary<Happening.Created> created() {
    Arbitrary<Birth> births =
        Combinators.combine(Arbitraries.of(Origin.class), texts(), texts().optional())
            .as(Birth::new);
    Arbitrary<ContractUrls> endpoints =
        Combinators.combine(Arbitraries.of(URLS), Arbitraries.of(URLS)).as(ContractUrls::new);
    return Combinators.combine(
            births,
            endpoints,
            times(),
            Arbitraries.of("+08:00", "Asia/Manila", "America/New_York").map(ZoneId::of),
            amendments(),
            texts())
        .as(
            (birth, urls, start, zone, rest, methodType) ->
                new Happening.Created(
                    new Terms(
                        birth,
                        urls,
                        start,
                        rest.endTime(),
                        zone,
                        rest.periodRule().orElse(new PeriodRule(PeriodUnit.MONTH, 1)),
                        rest.description(),
                        rest.price(),
                        true,
                        rest.endTime().isEmpty(),
                        rest.description().filter(_ -> rest.endTime().isEmpty()).map(_ -> 12),
                        true,
                        rest.endTime(),
                        rest.price().isPresent()),
                    methodType));
  }

  private static Arbitrary<Amendment> amendments() {
    Arbitrary<PeriodRule> rules =
        Combinators.combine(Arbitraries.of(PeriodUnit.class), periods()).as(PeriodRule::new);
    return Combinators.combine(
            texts().optional(), money().optional(), rules.optional(), times().optional())
        .as(Amendment::new);
  }

  private static Arbitrary<Happening.PlannedCharge> charges() {
    return Combinators.combine(periods(), times(), money()).as(Happening.PlannedCharge::new);
  }

  private static Arbitrary<Money> money() {
    return Arbitraries.longs().map(minor -> new Money(minor, "PHP"));
  }

  /** Few, so that events meet the same ones. */
  private static Arbitrary<Payment> payments() {
    Arbitrary<Purpose> purposes =
        Arbitraries.oneOf(
            periods().map(Purpose.Period::new),
            Arbitraries.of("u-1", "u-2").map(Purpose.Change::new),
            Arbitraries.of("m-1", "m-2").map(Purpose.Manual::new));
    return Combinators.combine(purposes, periods(), money(), times())
        .as(
            (purpose, period, money, time) ->
                new Payment(purpose.toString(), purpose, money, time, period, time, time));
  }

  private static Arbitrary<Refund> refunds() {
    return Combinators.combine(texts(), money(), Arbitraries.of(URLS).optional())
        .as((id, money, url) -> new Refund("R" + id, id, money, url));
  }

  private static Arbitrary<Method> methods() {
    return Combinators.combine(texts(), texts().optional()).as(Method::new);
  }

  /** Any that a record can carry, far ones too. */
  private static Arbitrary<Instant> times() {
    return Arbitraries.longs().map(Instant::ofEpochMilli);
  }

  private static Arbitrary<Integer> periods() {
    return Arbitraries.integers().between(0, PERIODS);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(20);
  }

  private static Arbitrary<Boolean> flags() {
    return Arbitraries.of(true, false);
  }
}
