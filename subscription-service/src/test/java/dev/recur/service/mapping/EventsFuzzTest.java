package dev.recur.service.mapping;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.serde.Samples;
import dev.recur.service.mapping.EventMapping.Particulars;
import dev.recur.service.testing.RunningService;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever stands in the ledger: merchants are shown it as JSON, or it is of a later release. */
class EventsFuzzTest {

  private static final int SEEDS = 6;

  private final JsonMapper json = RunningService.get().bean(JsonMapper.class);

  @Test
  void anyEvent_shouldBeShownAsJson() {
    assertThat(
            Fuzz.ofRecords(
                    "shown-events",
                    LongStream.range(0, SEEDS)
                        .mapToObj(seed -> Samples.random(SubscriptionEvent.class, seed))
                        .toList())
                .inputs(60)
                .run(this::shown))
        .hasSizeGreaterThan(3);
  }

  private String shown(byte[] input) throws IOException {
    Particulars particulars;
    try {
      particulars = EventMapping.particulars(Samples.read(SubscriptionEvent.class, input));
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("roll out readers first");
      return "of a later release";
    }
    JsonNode again =
        requireNonNull(json.readValue(json.writeValueAsBytes(particulars.data()), JsonNode.class));
    assertThat(json.writeValueAsString(again))
        .isEqualTo(json.writeValueAsString(particulars.data()));
    return particulars.name();
  }
}
