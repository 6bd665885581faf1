package dev.recur.schemas.buyer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import dev.recur.schemas.serde.Samples;
import dev.recur.schemas.topic.Topics;
import org.junit.jupiter.api.Test;

/** Whatever a local store holds in the place of a buyer. */
class StoredBuyerFuzzTest {

  @Test
  void anyBytes_shouldBeABuyerOrBeRefused() {
    assertThat(
            Fuzz.of("stored-buyer", Mutator.bytes())
                .seeds(
                    StoredBuyer.encode(Samples.random(Topics.BUYERS, 1)),
                    StoredBuyer.encode(Samples.random(Topics.BUYERS, 2)))
                .run(StoredBuyerFuzzTest::read))
        .containsKey("a buyer");
  }

  private static String read(byte[] input) {
    try {
      return StoredBuyer.decode(input).getSubscriptionId().isEmpty() ? "nobody's" : "a buyer";
    } catch (IllegalStateException e) {
      return Fuzz.outcome(e);
    }
  }
}
