package dev.recur.notifier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Deliveries of one subscription to one endpoint, in any interleaving of arrivals, attempts,
 * outcomes, crashes and records read again.
 */
class RulesPropertyTest {

  /** What may happen next in the world. */
  enum Move {
    /** The next delivery arrives. */
    ARRIVE,
    /** A delivery that arrived before is read again. */
    ARRIVE_AGAIN,
    /** Everything that is due is sent. */
    SEND,
    /** The oldest attempt in the air is acknowledged. */
    ACKNOWLEDGE,
    /** The oldest attempt in the air fails. */
    FAIL,
    /** The youngest attempt in the air fails. */
    FAIL_YOUNGEST,
    /** The record of an outcome is read a second time. */
    OUTCOME_AGAIN,
    /** The process dies: what was in the air is forgotten, but its outcome may still be told. */
    CRASH,
    /** An hour passes. */
    WAIT
  }

  @Provide
  Arbitrary<List<Move>> moves() {
    return Arbitraries.of(Move.class).list().ofMaxSize(120);
  }

  @Property(tries = 2_000)
  void everyDelivery_shouldBeAcknowledgedOrExhausted_firstAttemptsInSequence(
      @ForAll("moves") List<Move> moves, @ForAll boolean receiverIsBack) {
    World world = new World();
    moves.forEach(world::move);
    world.settle(receiverIsBack);

    assertThat(world.pending).isEmpty();
    assertThat(world.acknowledged).isEqualTo(world.toldAcknowledged);
    assertThat(world.acknowledged.size() + world.exhausted.size()).isEqualTo(world.arrived);
    assertThat(world.acknowledged).noneMatch(world.exhausted::contains);
    for (long sequence : world.exhausted) {
      assertThat(world.countedAttempts.get(sequence)).isEqualTo(Schedule.ANTOM.attemptsMax());
    }
    assertThat(world.turn.isFree()).isTrue();
  }

  /** The shell, without Kafka: what is in the air lives in memory only. */
  private static final class World {
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private Turn turn = Turn.NONE;
    private final Map<Long, Pending> pending = new TreeMap<>();
    private long arrived;

    private final Set<Long> inFlight = new HashSet<>();
    private final List<Attempt> inTheAir = new ArrayList<>();
    private final List<Attempt> outcomes = new ArrayList<>();

    private final Set<Long> answered = new HashSet<>();
    private final Set<Long> toldAcknowledged = new HashSet<>();
    private final Set<Long> acknowledged = new HashSet<>();
    private final Set<Long> exhausted = new HashSet<>();
    private final Map<Long, Integer> countedAttempts = new TreeMap<>();

    void move(Move move) {
      switch (move) {
        case ARRIVE -> arrive(++arrived);
        case ARRIVE_AGAIN -> arrive((arrived + 1) / 2);
        case SEND -> send();
        case ACKNOWLEDGE -> outcome(0, true);
        case FAIL -> outcome(0, false);
        case FAIL_YOUNGEST -> outcome(inTheAir.size() - 1, false);
        case OUTCOME_AGAIN -> outcomes.stream().findAny().ifPresent(this::read);
        case CRASH -> inFlight.clear();
        case WAIT -> now = now.plus(Duration.ofHours(1));
      }
    }

    void settle(boolean receiverIsBack) {
      for (int round = 0; round < 10_000 && !(pending.isEmpty() && inTheAir.isEmpty()); round++) {
        send();
        while (!inTheAir.isEmpty()) {
          outcome(0, receiverIsBack);
        }
        now = now.plus(Duration.ofMinutes(1));
      }
    }

    private void arrive(long sequence) {
      if (sequence > 0) {
        Rules.arrived(turn, sequence, now).forEach(this::apply);
      }
    }

    private void send() {
      pending.forEach(
          (sequence, delivery) -> {
            boolean due = delivery.dueAt().filter(dueAt -> !dueAt.isAfter(now)).isPresent();
            if (due && inFlight.add(sequence)) {
              started(sequence, delivery);
            }
          });
    }

    private void started(long sequence, Pending delivery) {
      if (delivery.nextAttempt() == 1) {
        for (long earlier = 1; earlier < sequence; earlier++) {
          assertThat(answered)
              .describedAs("the answer to %s before the first attempt of %s", earlier, sequence)
              .contains(earlier);
        }
      }
      inTheAir.add(new Attempt(sequence, delivery.nextAttempt(), now, false));
    }

    private void outcome(int index, boolean acknowledges) {
      if (inTheAir.isEmpty()) {
        return;
      }
      Attempt sent = inTheAir.remove(index);
      Attempt outcome = new Attempt(sent.sequence(), sent.number(), sent.startedAt(), acknowledges);
      outcomes.add(outcome);
      read(outcome);
    }

    private void read(Attempt outcome) {
      answered.add(outcome.sequence());
      if (outcome.acknowledged() && pending.containsKey(outcome.sequence())) {
        toldAcknowledged.add(outcome.sequence());
      }
      Optional<Pending> delivery = Optional.ofNullable(pending.get(outcome.sequence()));
      List<Change> changes = Rules.attempted(delivery, outcome, Schedule.ANTOM);
      changes.forEach(this::apply);
      inFlight.remove(outcome.sequence());
      OptionalLong waiting =
          pending.entrySet().stream()
              .filter(entry -> entry.getValue().dueAt().isEmpty())
              .mapToLong(Map.Entry::getKey)
              .findFirst();
      Rules.giveTurn(turn, waiting, now).forEach(this::apply);
    }

    private void apply(Change change) {
      long sequence = change.sequence();
      turn = turn.after(change);
      Optional<Pending> next = Pending.after(Optional.ofNullable(pending.get(sequence)), change);
      next.ifPresentOrElse(
          delivery -> pending.put(sequence, delivery), () -> pending.remove(sequence));
      switch (change) {
        case Change.Accepted _, Change.TurnGiven _ -> {}
        case Change.RetryDue(_, int attempts, Instant dueAt) -> {
          countedAttempts.merge(sequence, 1, Integer::sum);
          assertThat(countedAttempts.get(sequence)).isEqualTo(attempts);
          assertThat(dueAt).isBeforeOrEqualTo(now.plus(Schedule.ANTOM.pauses().get(attempts - 1)));
        }
        case Change.Acknowledged _ -> assertThat(acknowledged.add(sequence)).isTrue();
        case Change.Exhausted _ -> {
          countedAttempts.merge(sequence, 1, Integer::sum);
          assertThat(exhausted.add(sequence)).isTrue();
        }
      }
    }
  }
}
