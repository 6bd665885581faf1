package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DomainPropertiesTest {

  /** {@link World} checks after every step that no exception, no double and no gap came of it. */
  @Property(tries = 2000)
  void anyInputInAnyState_shouldKeepTheRules(@ForAll("histories") List<Happening> history) {
    World world = World.of(history);
    if (world.state() instanceof State.Live live) {
      assertThat(live.dues().recentCharges())
          .hasSizeLessThanOrEqualTo(live.head().terms().policies().chargesPerDayMax());
      assertThat(live.dues().backlog()).isSortedAccordingTo(oldestFirst());
      assertThat(live.dues().held()).isSortedAccordingTo(oldestFirst());
    }
  }

  /** The events fold into the state, and the inputs, decided again, are the same events. */
  @Property(tries = 500)
  void decidedAgain_shouldBeTheSame(@ForAll("histories") List<Happening> history) {
    World.of(history).checkReplay();
  }

  @Property(tries = 500)
  void afterAnyHistory_aPaymentHasAFinalOutcomeOrIsStillOpen(
      @ForAll("histories") List<Happening> history) {
    World world = World.of(history);
    List<String> asked =
        world.events().stream()
            .filter(Event.ChargeRequested.class::isInstance)
            .map(event -> ((Event.ChargeRequested) event).payment().paymentId())
            .distinct()
            .toList();
    Set<String> finals = Set.copyOf(world.settled());
    List<String> open =
        world.state() instanceof State.Existing existing
            ? existing.collection().stream().map(c -> c.payment().paymentId()).toList()
            : List.of();
    assertThat(asked)
        .allMatch(id -> finals.contains(id) || open.contains(id))
        .noneMatch(id -> open.contains(id) && world.isPaid(id));
  }

  /** Guards the properties above: histories that reach little would prove little. */
  @Example
  void histories_shouldReachEveryKindOfEventAndEveryState() {
    Set<String> events = new TreeSet<>();
    Set<LifeState> states = new TreeSet<>();
    Set<Integer> reopened = new TreeSet<>();
    Histories.any().generator(1000).stream(new Random(1))
        .limit(3000)
        .forEach(
            history -> {
              World world = World.of(history.value(), state -> states.add(LifeState.of(state)));
              world.events().forEach(event -> events.add(event.getClass().getSimpleName()));
              reopened.addAll(reopened(world.events()));
            });
    assertThat(events)
        .containsExactlyInAnyOrderElementsOf(
            leaves(Event.class).map(Class::getSimpleName).toList());
    states.add(LifeState.UNBORN);
    assertThat(states).containsExactly(LifeState.values());
    assertThat(reopened).as("attempts of payments that had failed for good").hasSizeGreaterThan(1);
  }

  /** Numbers of the attempts by which payments that had failed for good were opened again. */
  private static Set<Integer> reopened(List<Event> events) {
    Set<String> failed = new TreeSet<>();
    Set<Integer> attempts = new TreeSet<>();
    for (Event event : events) {
      if (event instanceof Event.PaymentFailed e) {
        failed.add(e.payment().paymentId());
      } else if (event instanceof Event.ChargeRequested e
          && failed.contains(e.payment().paymentId())) {
        attempts.add(e.attempt());
      }
    }
    return attempts;
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(DomainPropertiesTest::leaves)
        : Stream.of(type);
  }

  private static Comparator<Missed> oldestFirst() {
    return Comparator.comparingInt(missed -> missed.period().number());
  }

  @Provide
  Arbitrary<List<Happening>> histories() {
    return Histories.any();
  }
}
