package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.domain.State;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whatever the stores hold: it is read, or refused by a {@link RuntimeException}, which sets one
 * subscription aside and lets the others go on. An {@link Error} would end the process, and the
 * next one, too.
 */
class StoredBytesFuzzTest {

  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

  @Test
  void anyState_shouldBeReadOrRefused() {
    assertThat(run("stored-state", states(), bytes -> StateCodec.decode(bytes).state()))
        .containsKeys("Incomplete", "Live", "Over");
  }

  private static List<byte[]> states() {
    List<byte[]> states = new ArrayList<>();
    try (Bench bench = new Bench(START.toString())) {
      bench.create(Bench.monthly("r-1", START).build());
      states.add(bench.subscription("r-1"));
      bench.approve("r-1");
      states.add(bench.subscription("r-1"));
      bench.settleAll(ChargeOutcome.SUCCEEDED);
      states.add(bench.subscription("r-1"));
      bench.cancel("r-1", dev.recur.schemas.avro.CancellationType.TERMINATE);
      states.add(bench.subscription("r-1"));
    }
    return states;
  }

  private interface Reader {
    Object read(byte[] bytes);
  }

  private static Map<String, Long> run(String name, List<byte[]> seeds, Reader reader) {
    return Fuzz.of(name, Mutator.bytes())
        .seeds(seeds)
        .run(
            input -> {
              try {
                Object read = reader.read(input);
                return read instanceof State ? read.getClass().getSimpleName() : "read";
              } catch (RuntimeException e) {
                return Fuzz.outcome(e);
              }
            });
  }
}
