package dev.recur.benchmark.bare;

import dev.recur.benchmark.rig.Patterns;
import dev.recur.benchmark.rig.Template;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What one due cycle reads and writes: its entry in the due index is taken out, its state is read
 * and written, as often as it takes steps, its next entry is put in, and some records go out.
 *
 * @param state what its state is
 * @param steps how often that is read and written
 * @param beside what else it writes to stores, one record each
 * @param outputs what goes out, to a topic each
 * @param noise true: each value has bytes of its own, seeded, of which none compresses; false: all
 *     are as their patterns, but for eight bytes
 */
public record CycleShape(
    Patterns state, int steps, List<Patterns> beside, List<Patterns> outputs, boolean noise) {

  private static final int VALUE_BYTES = 300;
  private static final int KEY_BYTES = 32;

  public CycleShape {
    beside = List.copyOf(beside);
    outputs = List.copyOf(outputs);
  }

  /** Of records that were written. */
  public CycleShape(Patterns state, int steps, List<Patterns> beside, List<Patterns> outputs) {
    this(state, steps, beside, outputs, false);
  }

  /**
   * The least that any billing run has to do: three records for the changelogs, of which one is a
   * state of 300 bytes and two are of the due index, whose values are next to nothing; and two
   * outputs of 300 bytes each. No two of them have bytes in common: what is alike would be folded
   * into next to nothing, which no billing run's records are.
   */
  public static CycleShape least() {
    return new CycleShape(
        noise(0),
        1,
        List.of(),
        IntStream.rangeClosed(1, 2).mapToObj(CycleShape::noise).toList(),
        true);
  }

  private static Patterns noise(int seed) {
    byte[] value = new byte[VALUE_BYTES];
    new Random(seed).nextBytes(value);
    return Patterns.of(
        new Template(KEY_BYTES, Base64.getEncoder().encodeToString(value), Map.of()));
  }
}
