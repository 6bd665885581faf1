package dev.recur.notifier.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.state.AuditState;
import dev.recur.notifier.state.ContextState;
import dev.recur.notifier.state.LaneState;
import dev.recur.notifier.state.PendingState;
import dev.recur.notifier.state.TurnState;
import dev.recur.schemas.serde.Generated;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;

/** Later versions read what is stored: it is what Avro's own writer makes of it, byte for byte. */
class StateBytesTest {

  private static final List<Class<? extends SpecificRecord>> CLASSES =
      Generated.in(ContextState.class.getPackageName());

  @Property(tries = 1_000)
  void everyState_shouldBeTheBytesThatAvroStores(
      @ForAll("generated") Class<? extends SpecificRecord> type, @ForAll long seed)
      throws IOException {
    Generated.shouldBeStoredAsAvroDoes(type, seed);
  }

  @Example
  void whatStoresHold_shouldBeAmongTheClasses() {
    assertThat(CLASSES)
        .contains(
            AuditState.class,
            ContextState.class,
            LaneState.class,
            PendingState.class,
            TurnState.class);
  }

  @Provide
  Arbitrary<Class<? extends SpecificRecord>> generated() {
    return Arbitraries.of(CLASSES);
  }
}
