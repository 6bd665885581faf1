package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

/**
 * The shell keeps what the rules promise: whatever the order of events, outcomes, crashes and
 * shortages, every delivery is acknowledged, and first attempts are made in sequence.
 */
class AnyOrderPropertyTest {

  private static final int SUBSCRIPTIONS = 3;

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
    WAIT
  }

  @Provide
  Arbitrary<List<Move>> moves() {
    return Arbitraries.of(Move.class).list().ofMinSize(5).ofMaxSize(40);
  }

  @Property(tries = 15, shrinking = ShrinkingMode.BOUNDED)
  void everyDelivery_shouldArrive_inSequenceAtFirst(@ForAll("moves") List<Move> moves)
      throws IOException {
    Path stateDir = Files.createTempDirectory(Path.of("target"), "any-order");
    try (TestNotifier notifier = new TestNotifier(stateDir)) {
      World world = new World(notifier);
      moves.forEach(world::move);
      world.settle();

      assertThat(notifier.size("pending-deliveries")).isZero();
      assertThat(notifier.size("due-deliveries")).isZero();
      assertThat(world.acknowledged).isEqualTo(world.expected);
      world.checkFirstAttempts();
    }
  }

  private static final class World {
    private final TestNotifier notifier;
    private final List<Ledger> ledgers = new ArrayList<>();
    private final Map<String, Long> lastSequence = new HashMap<>();
    private final List<Shipment> outcomes = new ArrayList<>();
    private final Set<String> acknowledged = new TreeSet<>();
    private final Set<String> expected = new TreeSet<>();

    World(TestNotifier notifier) {
      this.notifier = notifier;
      for (int i = 0; i < SUBSCRIPTIONS; i++) {
        // Two of them share an endpoint.
        Ledger ledger = new Ledger("S" + i, "https://shop" + i / 2 + ".example/hooks");
        ledgers.add(ledger);
        notifier.happens(ledger.created());
        lastSequence.put("S" + i, 1L);
      }
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
      }
    }

    private void happen(int subscription) {
      String id = "S" + subscription;
      notifier.happens(ledgers.get(subscription).chargeSucceeded(1));
      expected.add(id + "/" + lastSequence.merge(id, 1L, Long::sum));
    }

    private void outcome(boolean oldest, AttemptOutcome outcome) {
      List<Shipment> inTheAir = notifier.inTheAir();
      if (inTheAir.isEmpty()) {
        return;
      }
      Shipment shipment = oldest ? inTheAir.getFirst() : inTheAir.getLast();
      outcomes.add(shipment);
      if (outcome == AttemptOutcome.ACKNOWLEDGED) {
        acknowledged.add(shipment.subscriptionId() + "/" + shipment.sequence());
      }
      notifier.went(shipment, outcome);
    }

    void settle() {
      notifier.answer(HandOver.TAKEN);
      for (int round = 0; round < 400 && notifier.size("pending-deliveries") > 0; round++) {
        notifier.pass(Duration.ofMinutes(30));
        while (!notifier.inTheAir().isEmpty()) {
          outcome(true, AttemptOutcome.ACKNOWLEDGED);
        }
      }
    }

    /** In the order in which they were first taken, each subscription's sequences ascend. */
    void checkFirstAttempts() {
      Map<String, Long> highest = new HashMap<>();
      for (Shipment shipment : notifier.offered()) {
        long before = highest.getOrDefault(shipment.subscriptionId(), 0L);
        if (shipment.attempt() == 1) {
          assertThat(shipment.sequence()).isGreaterThanOrEqualTo(before);
          highest.put(shipment.subscriptionId(), shipment.sequence());
        }
      }
    }
  }
}
