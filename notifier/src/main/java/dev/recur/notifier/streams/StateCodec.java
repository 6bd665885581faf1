package dev.recur.notifier.streams;

import dev.recur.schemas.serde.SingleObjectDecoder;
import dev.recur.schemas.serde.SingleObjectEncoder;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * State as bytes: Avro with the schema's fingerprint before it (single-object encoding), so that a
 * later version still reads what an earlier one wrote, once the earlier schema is made known to the
 * decoder.
 */
public final class StateCodec<S extends SpecificRecordBase> {

  private final SingleObjectEncoder<S> encoder;
  private final SingleObjectDecoder<S> decoder;

  /**
   * A codec of a generated class.
   *
   * @param history every schema the class ever had
   */
  public StateCodec(Class<S> type, StateHistory history) {
    this.encoder = new SingleObjectEncoder<>(type);
    this.decoder = new SingleObjectDecoder<>(type, history.versions());
  }

  public byte[] encode(S state) {
    return encoder.encode(state);
  }

  /**
   * The state in these bytes.
   *
   * @throws LaterReleaseException when a later version wrote them
   * @throws UnreadableStateException when they were not written by this program at all
   */
  public S decode(byte[] bytes) {
    try {
      return decoder.decode(bytes);
    } catch (MissingSchemaException e) {
      throw new LaterReleaseException(e);
    } catch (AvroRuntimeException e) {
      throw new UnreadableStateException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What the state in these bytes says.
   *
   * @param reading what is made of the state
   * @throws LaterReleaseException when a later version wrote them
   * @throws UnreadableStateException when they were not written by this program at all
   */
  public <T> T decode(byte[] bytes, Function<S, T> reading) {
    S state = decode(bytes);
    try {
      return reading.apply(state);
    } catch (LaterReleaseException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UnreadableStateException(
          "a %s that says what none does: %s".formatted(state.getSchema().getName(), e));
    }
  }

  /**
   * A word in a state. One that this version does not know was written by a later one: nobody else
   * writes here.
   *
   * @throws LaterReleaseException when it is none of these
   */
  public static <E extends Enum<E>> E word(Class<E> words, String name) {
    try {
      return Enum.valueOf(words, name);
    } catch (IllegalArgumentException e) {
      throw new LaterReleaseException(e);
    }
  }
}
