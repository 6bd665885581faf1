package dev.recur.notifier.streams;

import dev.recur.schemas.serde.SingleObjectDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * State as bytes: Avro with the schema's fingerprint before it (single-object encoding), so that a
 * later version still reads what an earlier one wrote, once the earlier schema is made known to the
 * decoder.
 */
public final class StateCodec<S extends SpecificRecordBase> {

  private final BinaryMessageEncoder<S> encoder;
  private final SingleObjectDecoder<S> decoder;

  /**
   * A codec of a generated class.
   *
   * @param encoder the class's own
   * @param decoder knows every schema the class ever had
   */
  public StateCodec(BinaryMessageEncoder<S> encoder, SingleObjectDecoder<S> decoder) {
    this.encoder = encoder;
    this.decoder = decoder;
  }

  public byte[] encode(S state) {
    try {
      ByteBuffer buffer = encoder.encode(state);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory does not fail.", e);
    }
  }

  /**
   * The state in these bytes.
   *
   * @throws IllegalStateException when they were not written by this program or an earlier version
   */
  public S decode(byte[] bytes) {
    try {
      return decoder.decode(bytes);
    } catch (AvroRuntimeException e) {
      throw new IllegalStateException(
          "The local store holds something else: delete its directory to make it anew.", e);
    }
  }
}
