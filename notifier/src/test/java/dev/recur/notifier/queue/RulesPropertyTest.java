package dev.recur.notifier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.queue.Pending.Kind;
import dev.recur.notifier.queue.Pending.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Deliveries of one subscription in one lane, in any interleaving of arrivals, attempts, outcomes,
 * crashes, records read again, replays, and a lane that closes and opens.
 */
class RulesPropertyTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /** Short enough for the schedule to be over as soon as it may be. */
  private static final Duration MINUTES = Duration.ofMinutes(10);

  /** What may happen next in the world. */
  enum Move {
    /** The next delivery arrives. */
    ARRIVE,
    /** A delivery that arrived before is read again. */
    ARRIVE_AGAIN,
    /** Everything that is due is sent, or held where the lane is closed. */
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
    WAIT,
    /** Eleven days pass. */
    WAIT_LONG,
    /** The lane is closed. */
    DISABLE,
    /** The lane is opened, closed or not. */
    ENABLE,
    /** Somebody asks for everything once more. */
    REPLAY
  }

  @Provide
  Arbitrary<List<Move>> moves() {
    return Arbitraries.of(Move.class).list().ofMaxSize(120);
  }

  @Property(tries = 3_000)
  void everyDelivery_shouldBeAcknowledged_onceTheReceiverIsBack(
      @ForAll("moves") List<Move> moves, @ForAll Ordering ordering) {
    World world = new World(ordering, "D");
    moves.forEach(world::move);
    world.health = world.health.enabled(world.now);
    world.settle(true, Duration.ofDays(200), HOUR);

    assertThat(world.pending).isEmpty();
    for (long sequence = 1; sequence <= world.arrived; sequence++) {
      assertThat(world.acknowledged.contains(sequence) || world.expired.contains(sequence))
          .describedAs("sequence %s", sequence)
          .isTrue();
    }
  }

  @Property(tries = 1_000)
  void deliveryThatIsNeverAcknowledged_shouldBeToldOnce_andLeaveAfterItsTime(
      @ForAll("moves") List<Move> moves, @ForAll Ordering ordering) {
    World world = new World(ordering, "D");
    moves.forEach(world::move);
    world.settle(false, Duration.ofDays(200), HOUR);

    assertThat(world.pending).isEmpty();
    assertThat(world.told).containsAll(world.expired);
  }

  /** What happens while a receiver is there, or not. */
  @Provide
  Arbitrary<List<Move>> days() {
    return Arbitraries.of(
            Move.ARRIVE, Move.ARRIVE_AGAIN, Move.SEND, Move.CRASH, Move.WAIT, Move.REPLAY)
        .list()
        .ofMaxSize(25);
  }

  /**
   * It was away once, for as long or short as it likes, and nothing new happens when it is back.
   * Nobody but its own deliveries can find that out.
   */
  @Property(tries = 1_000)
  void receiverThatIsBack_shouldGetEverything_thoughNobodySaysSo(
      @ForAll("days") List<Move> before,
      @ForAll("days") List<Move> away,
      @ForAll @IntRange(max = 90) int hours,
      @ForAll Ordering ordering,
      @ForAll @IntRange(max = 1_000) int jitter) {
    World world = new World(ordering, "D" + jitter + "/");
    before.forEach(move -> world.move(move, true));
    world.answer(true);
    away.forEach(move -> world.move(move, false));
    world.settle(false, Duration.ofHours(hours), MINUTES);
    Instant back = world.now;
    world.settle(true, Duration.ofDays(1), MINUTES);

    assertThat(world.pending).isEmpty();
    assertThat(world.expired).isEmpty();
    for (long sequence = 1; sequence <= world.arrived; sequence++) {
      assertThat(world.acknowledged).contains(sequence);
    }
    // The longest pause of a schedule that goes on, and a fifth; else a probe's.
    assertThat(Duration.between(back, world.now)).isLessThanOrEqualTo(Duration.ofHours(19));
  }

  /** The status of what is not pending. */
  private record None() {}

  /** The shell, without Kafka: what is in the air lives in memory only. */
  private static final class World {
    private final Ordering ordering;

    /** What their jitter is made from. */
    private final String deliveryIds;

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private Health health = Health.UNKNOWN;
    private long acceptedThrough;
    private final TreeMap<Long, Pending> pending = new TreeMap<>();
    private final Map<Long, Instant> createdAt = new HashMap<>();
    private long arrived;
    private long probedWith;
    private long probedAtMs = Long.MIN_VALUE;

    private final Set<Long> inFlight = new HashSet<>();
    private final List<Attempt> inTheAir = new ArrayList<>();
    private final List<Attempt> outcomes = new ArrayList<>();

    private final Set<Long> answered = new HashSet<>();
    private final Set<Long> acknowledged = new HashSet<>();
    private final Set<Long> expired = new HashSet<>();
    private final Set<Long> told = new HashSet<>();
    private final Map<Long, Long> releasedInRound = new HashMap<>();

    World(Ordering ordering, String deliveryIds) {
      this.ordering = ordering;
      this.deliveryIds = deliveryIds;
    }

    void move(Move move) {
      switch (move) {
        case ARRIVE -> arrive(++arrived);
        case ARRIVE_AGAIN -> arrive((arrived + 1) / 2);
        case SEND -> {
          send();
          probe();
        }
        case ACKNOWLEDGE -> outcome(0, true);
        case FAIL -> outcome(0, false);
        case FAIL_YOUNGEST -> outcome(inTheAir.size() - 1, false);
        case OUTCOME_AGAIN -> outcomes.stream().findAny().ifPresent(this::read);
        case CRASH -> inFlight.clear();
        case WAIT -> pass(HOUR);
        case WAIT_LONG -> pass(Duration.ofDays(11));
        case DISABLE -> health = health.disabled("somebody's wish", now);
        case ENABLE -> health = health.enabled(now);
        case REPLAY -> replay();
      }
      release();
    }

    /** What was sent is answered before the next thing happens, but a crash. */
    void move(Move move, boolean acknowledges) {
      if (move != Move.CRASH) {
        answer(acknowledges);
      }
      move(move);
    }

    void answer(boolean acknowledges) {
      while (!inTheAir.isEmpty()) {
        outcome(0, acknowledges);
      }
    }

    void settle(boolean receiverIsBack, Duration most, Duration step) {
      Instant end = now.plus(most);
      while (now.isBefore(end) && !(pending.isEmpty() && inTheAir.isEmpty())) {
        answer(receiverIsBack);
        do {
          release();
          send();
          probe();
          answer(receiverIsBack);
        } while (isSomethingDue());
        pass(step);
      }
    }

    private boolean isSomethingDue() {
      return pending.values().stream()
          .anyMatch(it -> it.status() instanceof Status.Due(Instant at) && !at.isAfter(now));
    }

    /** One at a time, and each time another one. */
    private void probe() {
      if (health.status() != Health.Status.FAILING
          || inFlight.contains(probedWith)
          || Probes.nextAfter(health.since().toEpochMilli(), probedAtMs) > now.toEpochMilli()) {
        return;
      }
      List<Long> held =
          held().entrySet().stream()
              .filter(it -> ((Status.Held) it.getValue().status()).round() == health.round())
              .map(Map.Entry::getKey)
              .toList();
      held.stream()
          .filter(it -> it > probedWith)
          .findFirst()
          .or(() -> held.stream().findFirst())
          .ifPresent(
              sequence -> {
                probedWith = sequence;
                probedAtMs = now.toEpochMilli();
                inFlight.add(sequence);
                started(sequence, Objects.requireNonNull(pending.get(sequence)));
              });
    }

    private void pass(Duration time) {
      now = now.plus(time);
      held()
          .forEach(
              (sequence, it) ->
                  Rules.expire(sequence, it, createdAt(sequence), now).ifPresent(this::apply));
      giveTurn();
    }

    private Map<Long, Pending> held() {
      Map<Long, Pending> held = new TreeMap<>();
      pending.forEach(
          (sequence, it) -> {
            if (it.status() instanceof Status.Held) {
              held.put(sequence, it);
            }
          });
      return held;
    }

    private void arrive(long sequence) {
      if (sequence > 0) {
        createdAt.putIfAbsent(sequence, now);
        Rules.arrived(acceptedThrough, sequence, head().isPresent(), health.gate(), now)
            .forEach(this::apply);
        giveTurn();
      }
    }

    private void replay() {
      for (long sequence = 1; sequence <= arrived; sequence++) {
        Rules.replayed(acceptedThrough, sequence, Optional.ofNullable(pending.get(sequence)), now)
            .forEach(this::apply);
      }
    }

    /** A closed lane sends nothing; what comes due there is held. */
    private void send() {
      for (long sequence : List.copyOf(pending.keySet())) {
        Pending it = pending.get(sequence);
        if (it == null
            || !(it.status() instanceof Status.Due(Instant at))
            || at.isAfter(now)
            || inFlight.contains(sequence)) {
          continue;
        }
        if (health.gate().open()) {
          inFlight.add(sequence);
          started(sequence, it);
        } else {
          apply(Rules.hold(sequence, health.gate()));
        }
      }
    }

    private void started(long sequence, Pending it) {
      if (it.kind() == Kind.EVENT) {
        for (long earlier = 1; earlier < sequence; earlier++) {
          boolean isOver = !pending.containsKey(earlier) || isReplay(earlier);
          if (ordering == Ordering.STRICT) {
            assertThat(isOver).describedAs("%s before %s", earlier, sequence).isTrue();
          } else if (it.attempts() == 0) {
            assertThat(isOver || answered.contains(earlier))
                .describedAs("the answer to %s before the first attempt of %s", earlier, sequence)
                .isTrue();
          }
        }
      }
      inTheAir.add(new Attempt(sequence, it.nextAttempt(), now, Answer.NONE, Optional.empty()));
    }

    private boolean isReplay(long sequence) {
      return Optional.ofNullable(pending.get(sequence))
          .filter(it -> it.kind() == Kind.REPLAY)
          .isPresent();
    }

    private Instant createdAt(long sequence) {
      return Objects.requireNonNull(createdAt.get(sequence));
    }

    private void outcome(int index, boolean acknowledges) {
      if (inTheAir.isEmpty()) {
        return;
      }
      Attempt sent = inTheAir.remove(index);
      Attempt outcome =
          new Attempt(
              sent.sequence(),
              sent.number(),
              sent.startedAt(),
              acknowledges ? Answer.ACKNOWLEDGED : Answer.REFUSED,
              Optional.empty());
      outcomes.add(outcome);
      read(outcome);
    }

    private void read(Attempt outcome) {
      answered.add(outcome.sequence());
      Optional<Pending> before = Optional.ofNullable(pending.get(outcome.sequence()));
      int attempts = before.map(Pending::attempts).orElse(0);
      List<Change> changes =
          Rules.attempted(
              before, outcome, Schedule.ANTOM, deliveryIds + outcome.sequence(), health.gate());
      changes.forEach(this::apply);
      health = health.attempted(outcome, changes, now, true);
      // Nothing but an outcome uses an attempt, and each outcome uses one at most.
      Optional.ofNullable(pending.get(outcome.sequence()))
          .ifPresent(after -> assertThat(after.attempts() - attempts).isBetween(0, 1));
      inFlight.remove(outcome.sequence());
      giveTurn();
    }

    /** Oldest first; what comes to be held again meanwhile waits for the next round. */
    private void release() {
      if (!health.gate().open()) {
        return;
      }
      held().entrySet().stream()
          .filter(it -> ((Status.Held) it.getValue().status()).round() < health.round())
          .sorted(Comparator.comparing(it -> createdAt(it.getKey())))
          .forEach(
              it -> {
                Optional<Long> before =
                    Optional.ofNullable(releasedInRound.put(it.getKey(), health.round()));
                assertThat(before).isNotEqualTo(Optional.of(health.round()));
                apply(Rules.release(it.getKey(), it.getValue(), now));
              });
      giveTurn();
    }

    private Optional<Map.Entry<Long, Pending>> head() {
      return pending.entrySet().stream().filter(it -> it.getValue().holdsUp(ordering)).findFirst();
    }

    private void giveTurn() {
      head().ifPresent(it -> Rules.giveTurn(it.getKey(), it.getValue(), now).forEach(this::apply));
    }

    private void apply(Change change) {
      long sequence = change.sequence();
      Optional<Pending> before = Optional.ofNullable(pending.get(sequence));
      check(before, change);
      Optional<Pending> next = Pending.after(before, change);
      next.ifPresentOrElse(it -> pending.put(sequence, it), () -> pending.remove(sequence));
      switch (change) {
        case Change.Accepted(_, Kind kind, _) -> {
          told.remove(sequence);
          expired.remove(sequence);
          if (kind == Kind.EVENT) {
            acceptedThrough = sequence;
          }
        }
        case Change.Acknowledged _ -> acknowledged.add(sequence);
        case Change.Exhausted exhausted -> tell(sequence, exhausted.tell());
        case Change.Expired it -> {
          assertThat(now).isAfterOrEqualTo(createdAt(sequence).plus(Pending.HELD_MAX));
          expired.add(sequence);
          tell(sequence, it.tell());
        }
        case Change.TurnGiven _,
            Change.RetryDue _,
            Change.Hastened _,
            Change.HastenedInVain _,
            Change.Counted _,
            Change.Held _,
            Change.Released _ -> {}
      }
    }

    /** Once in the delivery's life. */
    private void tell(long sequence, boolean tell) {
      if (tell) {
        assertThat(told.add(sequence)).isTrue();
      }
    }

    /** The moves there are; every other is impossible. */
    private static void check(Optional<Pending> before, Change change) {
      Object status = before.<Object>map(it -> it.status().getClass()).orElse(None.class);
      switch (change) {
        case Change.Accepted _ -> assertThat(before).isEmpty();
        case Change.TurnGiven _ -> assertThat(status).isEqualTo(Status.Waiting.class);
        case Change.RetryDue _, Change.HastenedInVain _, Change.Exhausted _ ->
            assertThat(status).isIn(Status.Due.class, Status.Waiting.class);
        case Change.Hastened _, Change.Held _ -> assertThat(status).isEqualTo(Status.Due.class);
        case Change.Counted _, Change.Released _, Change.Expired _ ->
            assertThat(status).isEqualTo(Status.Held.class);
        case Change.Acknowledged _ -> assertThat(before).isPresent();
      }
    }
  }
}
