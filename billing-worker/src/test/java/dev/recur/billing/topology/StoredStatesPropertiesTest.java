package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.domain.Agenda;
import dev.recur.billing.domain.Happening;
import dev.recur.billing.domain.Histories;
import dev.recur.billing.domain.State;
import dev.recur.billing.domain.World;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens to a subscription, the store gives back the state that it was given. */
class StoredStatesPropertiesTest {

  @Property(tries = 300)
  void everyReachedState_shouldComeBackAsItWas(@ForAll("histories") List<Happening> history) {
    World world = World.of(history, StoredStatesPropertiesTest::check);
    world.events().forEach(event -> assertThat(LedgerEntry.of(event)).isNotNull());
  }

  private static void check(State.Existing state) {
    // The index keeps times in milliseconds, as all topics do.
    Optional<Instant> dueAt =
        Agenda.nextDueAt(state).map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    assertThat(StateCodec.decode(StateCodec.encode(state, dueAt)))
        .isEqualTo(new StateCodec.Stored(state, dueAt));
    // The public state can be told of whatever is stored.
    assertThat(Snapshots.of(state).getSequence()).isEqualTo(state.head().sequence());
  }

  @Provide
  Arbitrary<List<Happening>> histories() {
    return Histories.any();
  }
}
