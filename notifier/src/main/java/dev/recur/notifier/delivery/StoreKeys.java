package dev.recur.notifier.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the stores, made so that their bytes sort as they are looked for. Texts carry their
 * length, so that none is a prefix of another; times and sequences are never negative, so that
 * their big-endian bytes sort as the numbers do.
 */
final class StoreKeys {

  private StoreKeys() {}

  /** One moment at which a delivery is due. */
  record Due(long atMs, DeliveryKey delivery) {}

  /** Endpoint, subscription, sequence. */
  static Bytes pending(DeliveryKey key) {
    return Bytes.wrap(
        room(key.endpoint(), key.subscriptionId(), Long.BYTES).putLong(key.sequence()).array());
  }

  /** Endpoint, subscription. */
  static Bytes turn(String endpoint, String subscriptionId) {
    return Bytes.wrap(room(endpoint, subscriptionId, 0).array());
  }

  static DeliveryKey pending(Bytes key) {
    ByteBuffer buffer = ByteBuffer.wrap(key.get());
    return new DeliveryKey(text(buffer), text(buffer), buffer.getLong());
  }

  /** Endpoint, time, subscription, sequence. */
  static Bytes due(Due due) {
    byte[] endpoint = due.delivery().endpoint().getBytes(UTF_8);
    byte[] subscription = due.delivery().subscriptionId().getBytes(UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(
            2 * Short.BYTES + endpoint.length + subscription.length + 2 * Long.BYTES);
    put(buffer, endpoint).putLong(due.atMs());
    put(buffer, subscription).putLong(due.delivery().sequence());
    return Bytes.wrap(buffer.array());
  }

  static Due due(Bytes key) {
    ByteBuffer buffer = ByteBuffer.wrap(key.get());
    String endpoint = text(buffer);
    long atMs = buffer.getLong();
    return new Due(atMs, new DeliveryKey(endpoint, text(buffer), buffer.getLong()));
  }

  /** Before everything of an endpoint that is due from then on. */
  static Bytes dueFrom(String endpoint, long atMs) {
    byte[] text = endpoint.getBytes(UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(Short.BYTES + text.length + Long.BYTES);
    put(buffer, text).putLong(atMs);
    return Bytes.wrap(buffer.array());
  }

  /** After everything of an endpoint, and before everything of the next. */
  static Bytes dueEnd(String endpoint) {
    byte[] text = endpoint.getBytes(UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(Short.BYTES + text.length + 1);
    put(buffer, text).put((byte) 0xff);
    return Bytes.wrap(buffer.array());
  }

  private static ByteBuffer room(String endpoint, String subscriptionId, int more) {
    byte[] first = endpoint.getBytes(UTF_8);
    byte[] second = subscriptionId.getBytes(UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(2 * Short.BYTES + first.length + second.length + more);
    put(buffer, first);
    return put(buffer, second);
  }

  private static ByteBuffer put(ByteBuffer buffer, byte[] text) {
    if (text.length > Short.MAX_VALUE) {
      throw new IllegalArgumentException("No id and no host name is that long.");
    }
    return buffer.putShort((short) text.length).put(text);
  }

  private static String text(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.getShort()];
    buffer.get(bytes);
    return new String(bytes, UTF_8);
  }
}
