package dev.recur.service.history;

import dev.recur.service.input.Fields;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a reader of a topic has come: per partition, the offset to go on from. A reader is given
 * it as a text and sends it back; the text is nobody else's business.
 *
 * @param next partitions that are absent are read from where the reading begins
 */
public record Positions(Map<Integer, Long> next) {

  /** Where every reading begins. */
  public static final Positions START = new Positions(Map.of());

  /** Longest text, in characters: 256 partitions. */
  private static final int TEXT_CHARS_MAX = 4096;

  private static final byte FORM = 1;
  private static final int ENTRY_BYTES = Short.BYTES + Long.BYTES;

  public Positions {
    next = Map.copyOf(next);
  }

  /** The offset to go on from, or one to begin with. */
  long from(int partition, long beginning) {
    return next.getOrDefault(partition, beginning);
  }

  /** As the reader is given it. */
  public String text() {
    ByteBuffer bytes = ByteBuffer.allocate(1 + next.size() * ENTRY_BYTES).put(FORM);
    new TreeMap<>(next)
        .forEach((partition, offset) -> bytes.putShort(partition.shortValue()).putLong(offset));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** Reads a field that holds it; {@link #START} where there is none. */
  public static Positions read(Fields fields, String name) {
    String text = fields.optionalText(name, TEXT_CHARS_MAX);
    return text == null
        ? START
        : parse(text)
            .orElseThrow(
                () ->
                    fields.refuse(
                        name,
                        "is no position: leave it out to begin, and send the next of the answer"
                            + " before to go on."));
  }

  /** Reads what a reader sends back; empty when it was never given. */
  static Optional<Positions> parse(String text) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.remaining() % ENTRY_BYTES != 1 || bytes.get() != FORM) {
      return Optional.empty();
    }
    Map<Integer, Long> next = new TreeMap<>();
    while (bytes.hasRemaining()) {
      int partition = bytes.getShort();
      long offset = bytes.getLong();
      if (partition < 0 || offset < 0) {
        return Optional.empty();
      }
      next.put(partition, offset);
    }
    return Optional.of(new Positions(next));
  }
}
