package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.DisableEndpoint;
import dev.recur.schemas.avro.EnableEndpoint;
import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.EndpointOrdering;
import dev.recur.schemas.avro.StartReplay;
import dev.recur.schemas.file.MemoryTempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * The shell keeps what the rules promise: whatever the order of events, outcomes, crashes,
 * shortages, commands and replays, every delivery is acknowledged, first attempts are made in
 * sequence, and a strict endpoint is told nothing before all that came earlier.
 */
class AnyOrderPropertyTest {

  private static final int SUBSCRIPTIONS = 3;
  private static final String LOOSE = "SANDBOX_M1 E1";
  private static final String STRICT = "SANDBOX_M1 E2";

  enum Move {
    HAPPEN_TO_FIRST,
    HAPPEN_TO_SECOND,
    HAPPEN_TO_THIRD,
    ACKNOWLEDGE_OLDEST,
    FAIL_OLDEST,
    ACKNOWLEDGE_YOUNGEST,
    TELL_AGAIN,
    CRASH,
    NO_ROOM,
    ROOM,
    WAIT,
    GONE,
    OVERLOADED,
    DISABLE_LOOSE,
    DISABLE_STRICT,
    ENABLE_LOOSE,
    ENABLE_STRICT,
    REPLAY_LOOSE,
    REPLAY_STRICT,
    LOOSE_BECOMES_STRICT,
    LOOSE_IS_LOOSE_AGAIN
  }

  @Provide
  Arbitrary<List<Move>> moves() {
    return Arbitraries.of(Move.class).list().ofMinSize(5).ofMaxSize(60);
  }

  @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
  void everyDelivery_shouldArrive_inSequenceAtFirst(@ForAll("moves") List<Move> moves)
      throws IOException {
    Path stateDir = MemoryTempDir.create("any-order");
    try (TestNotifier notifier = new TestNotifier(stateDir)) {
      World world = new World(notifier);
      moves.forEach(world::move);
      world.settle();

      assertThat(notifier.isQuiet()).isTrue();
      assertThat(world.acknowledged).containsAll(world.expected);
      world.checkFirstAttempts();
    }
    // The driver leaves it empty.
    Files.delete(stateDir);
  }

  @Provide
  Arbitrary<List<Move>> movesOfTheWell() {
    return Arbitraries.of(
            Move.HAPPEN_TO_FIRST,
            Move.HAPPEN_TO_SECOND,
            Move.HAPPEN_TO_THIRD,
            Move.ACKNOWLEDGE_OLDEST,
            Move.ACKNOWLEDGE_YOUNGEST,
            Move.CRASH,
            Move.NO_ROOM,
            Move.ROOM,
            Move.WAIT,
            Move.REPLAY_LOOSE,
            Move.REPLAY_STRICT)
        .list()
        .ofMaxSize(30);
  }

  /**
   * They are away once, however long, while the process dies now and then; when they are back
   * nothing new happens, and nobody opens their lanes.
   */
  @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
  void receiversThatWereAway_shouldBeFoundAgain(
      @ForAll("movesOfTheWell") List<Move> moves,
      @ForAll @IntRange(max = 60) int hours,
      @ForAll @Size(max = 3) Set<@IntRange(max = 60) Integer> crashes)
      throws IOException {
    Path stateDir = MemoryTempDir.create("away");
    try (TestNotifier notifier = new TestNotifier(stateDir)) {
      World world = new World(notifier);
      moves.forEach(world::move);
      world.isAway(hours, crashes);
      // A retry's pause is 18 hours at most, and an hour that between two probes.
      world.acknowledge(2 * 19);

      assertThat(notifier.isQuiet()).isTrue();
      assertThat(world.acknowledged).containsAll(world.expected);
      world.checkFirstAttempts();
    }
    // The driver leaves it empty.
    Files.delete(stateDir);
  }

  /**
   * While it is strict, one delivery is never taken, and what comes later of its subscription waits
   * behind it, also once it is held. When it is strict no more nothing new happens, and nobody
   * opens its lane.
   */
  @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
  void endpointThatIsLooseAgain_shouldBeToldAllButWhatItNeverTakes(
      @ForAll("movesOfTheWell") List<Move> moves,
      @ForAll @IntRange(max = 60) int hours,
      @ForAll boolean othersHappen,
      @ForAll boolean crash)
      throws IOException {
    Path stateDir = MemoryTempDir.create("loose-again");
    try (TestNotifier notifier = new TestNotifier(stateDir)) {
      World world = new World(notifier);
      world.neverTaken = LOOSE + "/S0/2";
      world.move(Move.LOOSE_BECOMES_STRICT);
      world.move(Move.HAPPEN_TO_FIRST);
      world.move(Move.HAPPEN_TO_FIRST);
      moves.forEach(world::move);
      world.takesAllButOne(hours, othersHappen);
      world.move(Move.LOOSE_IS_LOOSE_AGAIN);
      if (crash) {
        world.move(Move.CRASH);
      }
      world.acknowledge(4);

      world.expected.remove(world.neverTaken);
      assertThat(world.acknowledged).containsAll(world.expected);
      world.checkFirstAttempts();
    }
    // The driver leaves it empty.
    Files.delete(stateDir);
  }

  private static final class World {
    private final TestNotifier notifier;
    private final List<Ledger> ledgers = new ArrayList<>();
    private final Map<String, Long> lastSequence = new HashMap<>();
    private final List<Shipment> outcomes = new ArrayList<>();
    private final Set<String> acknowledged = new TreeSet<>();
    private final Set<String> expected = new TreeSet<>();
    private int offersSeen;
    private int replays;

    /** What its receiver refuses whenever it comes. */
    private String neverTaken = "";

    World(TestNotifier notifier) {
      this.notifier = notifier;
      has(EndpointOrdering.BEST_EFFORT);
      for (int i = 0; i < SUBSCRIPTIONS; i++) {
        Ledger ledger = new Ledger("S" + i, "");
        ledgers.add(ledger);
        notifier.happens(ledger.created());
        lastSequence.put("S" + i, 1L);
      }
    }

    private void has(EndpointOrdering ofLoose) {
      notifier.has(endpoint("E1", ofLoose), endpoint("E2", EndpointOrdering.STRICT));
    }

    private static Endpoint endpoint(String id, EndpointOrdering ordering) {
      return LaneTopologyTest.endpoint(id)
          .setEventTypes(List.of("notifyPayment"))
          .setOrdering(ordering)
          .build();
    }

    void move(Move move) {
      switch (move) {
        case HAPPEN_TO_FIRST -> happen(0);
        case HAPPEN_TO_SECOND -> happen(1);
        case HAPPEN_TO_THIRD -> happen(2);
        case ACKNOWLEDGE_OLDEST -> outcome(true, AttemptOutcome.ACKNOWLEDGED);
        case FAIL_OLDEST -> outcome(true, AttemptOutcome.FAILED);
        case ACKNOWLEDGE_YOUNGEST -> outcome(false, AttemptOutcome.ACKNOWLEDGED);
        case TELL_AGAIN -> {
          if (!outcomes.isEmpty()) {
            notifier.went(outcomes.getFirst(), AttemptOutcome.FAILED);
          }
        }
        case CRASH -> notifier.restart();
        case NO_ROOM -> notifier.answer(HandOver.NO_ROOM);
        case ROOM -> {
          notifier.answer(HandOver.TAKEN);
          notifier.pass(Duration.ofMillis(100));
        }
        case WAIT -> notifier.pass(Duration.ofMinutes(3));
        case GONE -> answered(410);
        case OVERLOADED -> answered(503);
        case DISABLE_LOOSE -> disable(LOOSE);
        case DISABLE_STRICT -> disable(STRICT);
        case ENABLE_LOOSE -> enable(LOOSE);
        case ENABLE_STRICT -> enable(STRICT);
        case REPLAY_LOOSE -> replay(LOOSE);
        case REPLAY_STRICT -> replay(STRICT);
        case LOOSE_BECOMES_STRICT -> has(EndpointOrdering.STRICT);
        case LOOSE_IS_LOOSE_AGAIN -> has(EndpointOrdering.BEST_EFFORT);
      }
      checkStrict();
    }

    private void happen(int subscription) {
      String id = "S" + subscription;
      notifier.happens(ledgers.get(subscription).chargeSucceeded(1));
      long sequence = lastSequence.merge(id, 1L, Long::sum);
      expected.add(LOOSE + "/" + id + "/" + sequence);
      expected.add(STRICT + "/" + id + "/" + sequence);
    }

    private void outcome(boolean oldest, AttemptOutcome outcome) {
      List<Shipment> inTheAir = notifier.inTheAir();
      if (inTheAir.isEmpty()) {
        return;
      }
      Shipment shipment = oldest ? inTheAir.getFirst() : inTheAir.getLast();
      outcomes.add(shipment);
      String name = name(shipment, shipment.sequence());
      if (name.equals(neverTaken)) {
        notifier.went(shipment, AttemptOutcome.REFUSED);
        return;
      }
      if (outcome == AttemptOutcome.ACKNOWLEDGED) {
        acknowledged.add(name);
      }
      notifier.went(shipment, outcome);
    }

    private void answered(int status) {
      if (!notifier.inTheAir().isEmpty()) {
        Shipment shipment = notifier.inTheAir().getFirst();
        outcomes.add(shipment);
        notifier.answered(shipment, status, notifier.now().plusSeconds(60));
      }
    }

    private void disable(String lane) {
      notifier.wants(lane, command -> command.setDisable(new DisableEndpoint("a test's wish")));
    }

    private void enable(String lane) {
      notifier.wants(lane, command -> command.setEnable(new EnableEndpoint()));
    }

    private void replay(String lane) {
      StartReplay start =
          StartReplay.newBuilder()
              .setReplayId("R" + ++replays)
              .setSince(Ledger.START)
              .setUntil(notifier.now().plusSeconds(1))
              .build();
      notifier.wants(lane, command -> command.setStartReplay(start));
    }

    private static String name(Shipment shipment, long sequence) {
      return shipment.lane() + "/" + shipment.subscriptionId() + "/" + sequence;
    }

    /** At its beginning something happens to everybody. */
    void isAway(int hours, Set<Integer> crashes) {
      notifier.answer(HandOver.TAKEN);
      for (int subscription = 0; subscription < SUBSCRIPTIONS; subscription++) {
        happen(subscription);
      }
      for (int hour = 0; hour < hours; hour++) {
        if (crashes.contains(hour)) {
          notifier.restart();
        }
        for (int half = 0; half < 2; half++) {
          while (!notifier.inTheAir().isEmpty()) {
            outcome(true, AttemptOutcome.FAILED);
          }
          notifier.pass(Duration.ofMinutes(30));
        }
      }
    }

    void takesAllButOne(int hours, boolean othersHappen) {
      notifier.answer(HandOver.TAKEN);
      for (int hour = 0; hour < hours; hour++) {
        if (othersHappen && hour % 6 == 0) {
          happen(1);
        }
        acknowledge(2);
      }
    }

    void settle() {
      notifier.answer(HandOver.TAKEN);
      enable(LOOSE);
      enable(STRICT);
      acknowledge(400);
    }

    void acknowledge(int halfHoursMax) {
      for (int round = 0; round < halfHoursMax && !isDone(); round++) {
        notifier.pass(Duration.ofMinutes(30));
        while (!notifier.inTheAir().isEmpty()) {
          outcome(true, AttemptOutcome.ACKNOWLEDGED);
          checkStrict();
        }
      }
    }

    private boolean isDone() {
      return notifier.isQuiet() && acknowledged.containsAll(expected);
    }

    /** What was taken since the last look had, in the strict lane, nothing earlier to wait for. */
    private void checkStrict() {
      List<Shipment> taken = notifier.taken();
      for (Shipment shipment : taken.subList(offersSeen, taken.size())) {
        if (shipment.lane().equals(STRICT)
            && !acknowledged.contains(name(shipment, shipment.sequence()))) {
          for (long earlier = 2; earlier < shipment.sequence(); earlier++) {
            assertThat(acknowledged)
                .describedAs("%s is offered", name(shipment, shipment.sequence()))
                .contains(name(shipment, earlier));
          }
        }
      }
      offersSeen = taken.size();
    }

    /** In the order in which they were first taken, each subscription's sequences ascend. */
    void checkFirstAttempts() {
      Map<String, Long> highest = new HashMap<>();
      Set<String> seen = new HashSet<>();
      for (Shipment shipment : notifier.taken()) {
        if (shipment.isFirst() && seen.add(name(shipment, shipment.sequence()))) {
          String line = shipment.lane() + "/" + shipment.subscriptionId();
          assertThat(shipment.sequence()).isGreaterThan(highest.getOrDefault(line, 0L));
          highest.put(line, shipment.sequence());
        }
      }
    }
  }
}
