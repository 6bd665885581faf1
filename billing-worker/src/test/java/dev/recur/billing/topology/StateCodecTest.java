package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Collection;
import dev.recur.billing.domain.Collection.Phase;
import dev.recur.billing.domain.CommandKind;
import dev.recur.billing.domain.Money;
import dev.recur.billing.domain.Payment;
import dev.recur.billing.domain.PaymentMethod;
import dev.recur.billing.domain.Period;
import dev.recur.billing.domain.PeriodRule;
import dev.recur.billing.domain.PeriodUnit;
import dev.recur.billing.domain.Policies;
import dev.recur.billing.domain.Purpose;
import dev.recur.billing.domain.SettledPayment;
import dev.recur.billing.domain.State;
import dev.recur.billing.domain.Terms;
import dev.recur.billing.domain.Trial;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored is read back as it was, whatever it was. */
class StateCodecTest {
  private static final Instant TIME = Instant.parse("2026-01-31T10:15:29.123Z");

  @ParameterizedTest
  @MethodSource("states")
  void everyState_shouldComeBackAsItWas(State.Existing state) {
    Optional<Instant> dueAt = Optional.of(TIME);
    StateCodec.Stored stored = StateCodec.decode(StateCodec.encode(state, dueAt));
    assertThat(stored).isEqualTo(new StateCodec.Stored(state, dueAt));
  }

  @Test
  void nothingStored_shouldBeUnborn() {
    assertThat(StateCodec.decode(null).state()).isEqualTo(State.UNBORN);
  }

  @Test
  void settledPayment_shouldComeBackAsItWas() {
    SettledPayment settled = new SettledPayment(payment(), true);
    assertThat(StateCodec.decodePayment(StateCodec.encode(settled))).contains(settled);
    assertThat(StateCodec.decodePayment(null)).isEmpty();
  }

  static Stream<State.Existing> states() {
    Stream<State.Existing> incomplete = Stream.of(new State.Incomplete(head()));
    Stream<State.Existing> live =
        phases()
            .flatMap(
                collection ->
                    Stream.of(State.Standing.values())
                        .flatMap(
                            standing ->
                                Stream.of(State.Renewal.values())
                                    .map(renewal -> live(collection, standing, renewal))));
    Stream<State.Existing> over =
        phases()
            .flatMap(
                collection ->
                    Stream.of(State.Ending.values())
                        .map(
                            ending ->
                                new State.Over(
                                    head(),
                                    new PaymentMethod("CARD", Optional.of("tok")),
                                    3,
                                    ending,
                                    TIME,
                                    collection)));
    return Stream.of(incomplete, live, over).flatMap(stream -> stream);
  }

  private static State.Live live(
      Optional<Collection> collection, State.Standing standing, State.Renewal renewal) {
    return new State.Live(
        head(),
        new PaymentMethod("CARD", Optional.of("tok")),
        TIME,
        new State.Progress(2, 3, 2),
        standing,
        renewal,
        List.of(TIME, TIME.plusSeconds(60)),
        collection);
  }

  private static Stream<Optional<Collection>> phases() {
    return Stream.concat(
        Stream.of(Optional.empty()),
        Stream.<Phase>of(
                new Phase.InFlight(0),
                new Phase.InFlight(3),
                new Phase.AwaitingRetry(TIME, "insufficient_funds"),
                new Phase.AwaitingInquiry(TIME, 4),
                new Phase.Unresolved())
            .map(
                phase ->
                    Optional.of(
                        new Collection(
                            payment(), 2, TIME, TIME.plusMillis(1), TIME.plusMillis(2), phase))));
  }

  private static Payment payment() {
    return new Payment(
        "S1P1",
        new Purpose.ForPeriod(3),
        new Money(1999, "USD"),
        TIME,
        new Period(3, TIME, TIME.plusSeconds(1)));
  }

  private static State.Head head() {
    Terms terms =
        new Terms(
            "S1",
            "SANDBOX_1",
            "r-1",
            "Membership",
            "https://shop.example/back",
            TIME,
            ZoneId.of("Asia/Manila"),
            Optional.of(TIME.plusSeconds(3)),
            new PeriodRule(PeriodUnit.WEEK, 2),
            TIME.plusSeconds(4),
            new PaymentMethod("CARD", Optional.empty()),
            "https://shop.example/s",
            Optional.of("https://shop.example/p"),
            new Money(1999, "USD"),
            List.of(new Trial(1, 2, new Money(0, "USD"))),
            Optional.of(new Money(5, "USD")),
            Optional.of("EUR"),
            true,
            new ClockId.Test("T1"),
            new Policies(10, List.of(2, 4), 3));
    return new State.Head(terms, 17, TIME, true, Set.of(CommandKind.APPROVE, CommandKind.CREATE));
  }
}
