package dev.recur.schemas.buyer;

import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.serde.SingleObjectDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;

/** A buyer's record as a local store keeps it: sealed, with its schema's fingerprint before it. */
public final class StoredBuyer {

  private static final SingleObjectDecoder<Buyer> DECODER = new SingleObjectDecoder<>(Buyer.class);

  private StoredBuyer() {}

  /** What a store keeps. When the schema changes, so does the store's form. */
  public static byte[] encode(Buyer buyer) {
    try {
      ByteBuffer buffer = Buyer.getEncoder().encode(buyer);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("A buyer cannot be written as Avro.", e);
    }
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws IllegalStateException when another version wrote it
   */
  public static Buyer decode(byte[] bytes) {
    try {
      return DECODER.decode(bytes);
    } catch (AvroRuntimeException e) {
      throw new IllegalStateException(
          "The local store holds a buyer that this version did not write: delete it, and it is made"
              + " anew from Kafka.",
          e);
    }
  }
}
