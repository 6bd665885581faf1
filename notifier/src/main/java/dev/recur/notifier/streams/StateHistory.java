package dev.recur.notifier.streams;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;

/**
 * Every schema that a kind of state was ever written with. A changelog is older than the program
 * that reads it, and bytes are only read by the schema that wrote them.
 *
 * @param name of the record
 * @param count how many versions there are; {@code state/NAME-vN.avsc} is the Nth
 */
public record StateHistory(String name, int count) {

  /** A subscription, as far as its next event cannot be told without it. */
  public static final StateHistory CONTEXT = new StateHistory("ContextState", 6);

  /** A delivery that is neither acknowledged nor over. */
  public static final StateHistory PENDING = new StateHistory("PendingState", 3);

  /** Whose turn it is. */
  public static final StateHistory TURN = new StateHistory("TurnState", 2);

  /** What is remembered of a lane. */
  public static final StateHistory LANE = new StateHistory("LaneState", 4);

  /** A subscription, as far as the audit has to know it. */
  public static final StateHistory AUDIT = new StateHistory("AuditState", 2);

  /** Every kind of state. */
  public static List<StateHistory> all() {
    return List.of(CONTEXT, PENDING, TURN, LANE, AUDIT);
  }

  /** The versions, oldest first; the last one is the current. */
  public List<Schema> versions() {
    return IntStream.rangeClosed(1, count).mapToObj(this::version).toList();
  }

  private Schema version(int number) {
    String file = "/state/" + name + "-v" + number + ".avsc";
    try (InputStream resource = StateHistory.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException(
            "The jar has no %s: build it anew from a whole checkout.".formatted(file));
      }
      return new Schema.Parser().parse(resource);
    } catch (IOException e) {
      throw new UncheckedIOException("A part of the program itself cannot be read.", e);
    }
  }
}
