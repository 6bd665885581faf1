package dev.recur.notifier.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.DescribedTopology;
import dev.recur.notifier.notice.Context;
import dev.recur.notifier.state.ContextState;
import dev.recur.notifier.streams.StoredFuzz;
import dev.recur.schemas.serde.Samples;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the fan-out's store holds: it is read, or refused by one exception. */
class StoredBytesFuzzTest {

  static Set<String> stores() {
    return DescribedTopology.storesOf(processor -> processor.equals("fan-out"));
  }

  /** So that none is forgotten when there is another. */
  @ParameterizedTest
  @MethodSource("stores")
  void anyStore_shouldBeReadOrRefused(String store) {
    switch (store) {
      case FanOutTopology.CONTEXTS -> anyContext();
      case FanOutTopology.READ_TO -> {} // ReadToTest has it.
      default -> throw new AssertionError("nothing here reads the store " + store);
    }
  }

  private static void anyContext() {
    ContextState right =
        ContextState.newBuilder(Samples.random(ContextState.class, 1))
            .setOrigin("CREATE")
            .setZone("Asia/Manila")
            .setPeriodUnit("MONTH")
            .setPhase("LIVE")
            .setTold(Map.of("M https://shop.example:443", 7L))
            .build();

    assertThat(StoredFuzz.states("stored-context", right, StoredBytesFuzzTest::read))
        .containsKeys("read", "later", "refused");
  }

  private static void read(byte[] bytes) {
    Context read = ContextCodec.decode(bytes);
    assertThat(ContextCodec.decode(ContextCodec.encode(read))).isEqualTo(read);
  }
}
