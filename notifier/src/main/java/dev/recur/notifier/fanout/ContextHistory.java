package dev.recur.notifier.fanout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;

/**
 * Every schema that a context was ever written with. A changelog is older than the program that
 * reads it, and bytes are only read by the schema that wrote them.
 */
final class ContextHistory {

  /** How many versions there are; {@code state/ContextState-vN.avsc} is the Nth. */
  private static final int VERSIONS = 3;

  private ContextHistory() {}

  /** The versions, oldest first; the last one is the current. */
  static List<Schema> versions() {
    return IntStream.rangeClosed(1, VERSIONS).mapToObj(ContextHistory::version).toList();
  }

  /** The versions, by their fingerprints. */
  static SchemaStore schemas() {
    SchemaStore.Cache schemas = new SchemaStore.Cache();
    versions().forEach(schemas::addSchema);
    return schemas;
  }

  private static Schema version(int number) {
    String name = "/state/ContextState-v" + number + ".avsc";
    try (InputStream resource = ContextHistory.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException(
            "The jar has no %s: build it anew from a whole checkout.".formatted(name));
      }
      return new Schema.Parser().parse(resource);
    } catch (IOException e) {
      throw new UncheckedIOException("A part of the program itself cannot be read.", e);
    }
  }
}
