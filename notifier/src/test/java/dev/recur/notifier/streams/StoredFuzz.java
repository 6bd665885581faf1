package dev.recur.notifier.streams;

import dev.recur.schemas.fuzz.AvroMutator;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import dev.recur.schemas.serde.SingleObjectEncoder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Feeds whoever reads the notifier's stores. What they hold is read, or is of a later release, or
 * is refused with what to do about it; there is no other end.
 */
public final class StoredFuzz {

  /** Marker and fingerprint of the schema. */
  private static final int HEAD_BYTES = 10;

  private static final int INPUTS = 150;

  private StoredFuzz() {}

  /** Who reads. */
  @FunctionalInterface
  public interface Reader {

    /** Reads an entry, and says what is wrong with what it has read. */
    void read(byte[] entry);
  }

  /**
   * Feeds bytes of any form, then states that no program of ours would write.
   *
   * @return how many came to which outcome
   */
  @SuppressWarnings("unchecked")
  public static <S extends SpecificRecord> Map<String, Long> states(
      String name, S right, Reader reader) {
    byte[] stored = new SingleObjectEncoder<>((Class<S>) right.getClass()).encode(right);
    Map<String, Long> outcomes = new TreeMap<>(bytes(name, stored, reader));
    Fuzz.of(name + "-values", new AvroMutator(right.getSchema()))
        .seeds(Arrays.copyOfRange(stored, HEAD_BYTES, stored.length))
        .inputs(INPUTS)
        .run(value -> outcome(reader, behindHead(stored, value)))
        .forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
    return outcomes;
  }

  /**
   * Feeds bytes of any form.
   *
   * @return how many came to which outcome
   */
  public static Map<String, Long> bytes(String name, byte[] right, Reader reader) {
    return Fuzz.of(name, Mutator.bytes())
        .seeds(right)
        .inputs(INPUTS)
        .run(input -> outcome(reader, input));
  }

  private static byte[] behindHead(byte[] stored, byte[] value) {
    byte[] entry = Arrays.copyOf(stored, HEAD_BYTES + value.length);
    System.arraycopy(value, 0, entry, HEAD_BYTES, value.length);
    return entry;
  }

  private static String outcome(Reader reader, byte[] entry) {
    try {
      reader.read(entry);
      return "read";
    } catch (LaterReleaseException e) {
      return "later";
    } catch (UnreadableStateException e) {
      return "refused";
    }
  }
}
