package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

class DomainPropertiesTest {
  /** Something that happens: what, and which of its kind. */
  record Happening(int what, int detail) {}

  /** {@link World} checks after every step that no exception, no double and no gap came of it. */
  @Property(tries = 2000)
  void anyInputInAnyState_shouldKeepTheRules(@ForAll("histories") List<Happening> history) {
    World world = new World();
    world.happen(0, history.getFirst().detail());
    history.forEach(step -> world.happen(step.what(), step.detail()));
    if (world.state() instanceof State.Live live) {
      assertThat(live.dues().recentCharges())
          .hasSizeLessThanOrEqualTo(Given.POLICIES.chargesPerDayMax());
    }
  }

  @Property(tries = 500)
  void afterAnyHistory_aPaymentHasOneFinalOutcomeOrIsStillOpen(
      @ForAll("histories") List<Happening> history) {
    World world = new World();
    world.happen(0, history.getFirst().detail());
    history.forEach(step -> world.happen(step.what(), step.detail()));
    List<String> asked =
        world.events().stream()
            .filter(Event.ChargeRequested.class::isInstance)
            .map(event -> ((Event.ChargeRequested) event).payment().paymentId())
            .distinct()
            .toList();
    Set<String> finals = world.settled();
    List<String> open =
        world.state() instanceof State.Existing existing
            ? existing.collection().stream().map(c -> c.payment().paymentId()).toList()
            : List.of();
    assertThat(asked).allMatch(id -> finals.contains(id) != open.contains(id));
  }

  /** Guards the two properties above: a history that reaches little would prove little. */
  @Example
  void histories_shouldReachEveryKindOfEvent() {
    Set<String> reached = new TreeSet<>();
    histories().generator(1000).stream(new Random(1))
        .limit(6000)
        .forEach(
            history -> {
              World world = new World();
              world.happen(0, history.value().getFirst().detail());
              history.value().forEach(step -> world.happen(step.what(), step.detail()));
              world.events().forEach(event -> reached.add(event.getClass().getSimpleName()));
            });
    Set<String> kinds = new TreeSet<>();
    Stream.of(Event.LifeEvent.class, Event.PaymentEvent.class, Event.RefundEvent.class)
        .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
        .filter(type -> !type.isInterface())
        .forEach(type -> kinds.add(type.getSimpleName()));
    assertThat(reached).isEqualTo(kinds);
  }

  @Provide
  Arbitrary<List<Happening>> histories() {
    Arbitrary<Happening> step =
        Combinators.combine(
                Arbitraries.frequency(
                    Tuple.of(1, 0),
                    Tuple.of(8, 1),
                    Tuple.of(1, 3),
                    Tuple.of(1, 4),
                    Tuple.of(1, 5),
                    Tuple.of(40, 6),
                    Tuple.of(3, 10),
                    Tuple.of(3, 11),
                    Tuple.of(1, 12),
                    Tuple.of(4, 13),
                    Tuple.of(50, 14),
                    Tuple.of(4, 15),
                    Tuple.of(2, 16),
                    Tuple.of(3, 17),
                    Tuple.of(2, 18),
                    Tuple.of(4, 19),
                    Tuple.of(5, 20),
                    Tuple.of(1, 21),
                    Tuple.of(2, 22),
                    Tuple.of(2, 23),
                    Tuple.of(3, 24)),
                Arbitraries.integers().between(0, 60))
            .as(Happening::new);
    return step.list()
        .ofMinSize(1)
        .ofMaxSize(120)
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
