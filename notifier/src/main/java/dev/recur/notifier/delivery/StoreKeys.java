package dev.recur.notifier.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.streams.UnreadableStateException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the stores, made so that their bytes sort as they are looked for. Texts carry their
 * length, so that none is a prefix of another; times and sequences are never negative, so that
 * their big-endian bytes sort as the numbers do.
 */
final class StoreKeys {

  private StoreKeys() {}

  /** Longest text in a key, in bytes of UTF-8: longer than any id or host's name. */
  static final int TEXT_BYTES_MAX = Short.MAX_VALUE;

  /** True when a text has room in a key. */
  static boolean fits(String text) {
    return text.getBytes(UTF_8).length <= TEXT_BYTES_MAX;
  }

  /** One moment at which a delivery is due. */
  record Due(long atMs, DeliveryKey delivery) {}

  /**
   * One delivery that is held.
   *
   * @param round the lane's round in which it came to be held
   * @param createdAtMs when the delivery was made
   */
  record Held(long round, long createdAtMs, DeliveryKey delivery) {}

  /** Lane, subscription, sequence. */
  static Bytes pending(DeliveryKey key) {
    return Bytes.wrap(
        room(key.lane(), key.subscriptionId(), Long.BYTES).putLong(key.sequence()).array());
  }

  /** Lane, subscription. */
  static Bytes turn(String lane, String subscriptionId) {
    return Bytes.wrap(room(lane, subscriptionId, 0).array());
  }

  /**
   * Reads a {@link #pending(DeliveryKey)} key.
   *
   * @throws UnreadableStateException when it is none
   */
  static DeliveryKey pending(Bytes key) {
    return read(key, buffer -> new DeliveryKey(text(buffer), text(buffer), buffer.getLong()));
  }

  /** Lane, time, subscription, sequence. */
  static Bytes due(Due due) {
    byte[] lane = due.delivery().lane().getBytes(UTF_8);
    byte[] subscription = due.delivery().subscriptionId().getBytes(UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(2 * Short.BYTES + lane.length + subscription.length + 2 * Long.BYTES);
    put(buffer, lane).putLong(due.atMs());
    put(buffer, subscription).putLong(due.delivery().sequence());
    return Bytes.wrap(buffer.array());
  }

  /**
   * Reads a {@link #due(Due)} key.
   *
   * @throws UnreadableStateException when it is none
   */
  static Due due(Bytes key) {
    return read(
        key,
        buffer -> {
          String lane = text(buffer);
          long atMs = buffer.getLong();
          return new Due(atMs, new DeliveryKey(lane, text(buffer), buffer.getLong()));
        });
  }

  /** Before everything of a lane that is due from then on. */
  static Bytes dueFrom(String lane, long atMs) {
    byte[] text = lane.getBytes(UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(Short.BYTES + text.length + Long.BYTES);
    put(buffer, text).putLong(atMs);
    return Bytes.wrap(buffer.array());
  }

  /** Before everything of a lane, and after everything of the one before. */
  static Bytes laneStart(String lane) {
    byte[] text = lane.getBytes(UTF_8);
    return Bytes.wrap(put(ByteBuffer.allocate(Short.BYTES + text.length), text).array());
  }

  /** After everything of a lane, and before everything of the next. */
  static Bytes laneEnd(String lane) {
    byte[] text = lane.getBytes(UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(Short.BYTES + text.length + 1);
    put(buffer, text).put((byte) 0xff);
    return Bytes.wrap(buffer.array());
  }

  /** Lane, round, time, subscription, sequence. */
  static Bytes held(Held held) {
    byte[] lane = held.delivery().lane().getBytes(UTF_8);
    byte[] subscription = held.delivery().subscriptionId().getBytes(UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(2 * Short.BYTES + lane.length + subscription.length + 3 * Long.BYTES);
    put(buffer, lane).putLong(held.round()).putLong(held.createdAtMs());
    put(buffer, subscription).putLong(held.delivery().sequence());
    return Bytes.wrap(buffer.array());
  }

  /**
   * Reads a {@link #held(Held)} key.
   *
   * @throws UnreadableStateException when it is none
   */
  static Held held(Bytes key) {
    return read(
        key,
        buffer -> {
          String lane = text(buffer);
          long round = buffer.getLong();
          long createdAtMs = buffer.getLong();
          return new Held(
              round, createdAtMs, new DeliveryKey(lane, text(buffer), buffer.getLong()));
        });
  }

  /** Before everything that a lane holds since this round or a later one. */
  static Bytes heldFrom(String lane, long round) {
    return dueFrom(lane, round);
  }

  private static ByteBuffer room(String lane, String subscriptionId, int more) {
    byte[] first = lane.getBytes(UTF_8);
    byte[] second = subscriptionId.getBytes(UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(2 * Short.BYTES + first.length + second.length + more);
    put(buffer, first);
    return put(buffer, second);
  }

  private static ByteBuffer put(ByteBuffer buffer, byte[] text) {
    if (text.length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException("No id and no host name is that long.");
    }
    return buffer.putShort((short) text.length).put(text);
  }

  /** What a key says; made again from that, it is the same key, so that it can be taken away. */
  private static <T> T read(Bytes key, Function<ByteBuffer, T> reading) {
    ByteBuffer buffer = ByteBuffer.wrap(key.get());
    try {
      T read = reading.apply(buffer);
      if (!buffer.hasRemaining()) {
        return read;
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      // It ends too early, or its texts are none.
    }
    throw new UnreadableStateException("the key " + key);
  }

  private static String text(ByteBuffer buffer) {
    short length = buffer.getShort();
    if (length < 0) {
      throw new IllegalArgumentException("a text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    String text = new String(bytes, UTF_8);
    // What is no UTF-8 is read as this character.
    if (text.indexOf('\ufffd') >= 0 && !Arrays.equals(text.getBytes(UTF_8), bytes)) {
      throw new IllegalArgumentException("no UTF-8");
    }
    return text;
  }
}
