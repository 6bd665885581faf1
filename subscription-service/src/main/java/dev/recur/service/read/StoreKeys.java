package dev.recur.service.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.store.LocalStore;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Where the {@link LocalStore} keeps what. Ids of ours have a fixed length, and a client id holds
 * no slash, so no key can be taken for another.
 */
final class StoreKeys {

  /** Counts up when what is kept changes its form: a store of another form is made anew. */
  static final int FORM = 4;

  private StoreKeys() {}

  /** A subscription's state. */
  static byte[] subscription(String subscriptionId) {
    return key("s/", subscriptionId);
  }

  /** What became of its offer. */
  static byte[] authorisation(String subscriptionId) {
    return key("a/", subscriptionId);
  }

  /** Sequence of its last event. */
  static byte[] sequence(String subscriptionId) {
    return key("e/", subscriptionId);
  }

  /** What comes before all of one subscription's payments. */
  static byte[] payments(String subscriptionId) {
    return key("p/", subscriptionId + "/");
  }

  /**
   * A payment: under when it was first asked for, so that it has one place, whatever becomes of it,
   * and the places are in order.
   */
  static byte[] payment(String subscriptionId, Instant createdAt, String paymentId) {
    return timed(payments(subscriptionId), createdAt, paymentId);
  }

  /** When a payment was first asked for. */
  static byte[] paymentTime(String paymentId) {
    return key("i/", paymentId);
  }

  /** Id of the payment that a merchant's own id asked for. */
  static byte[] paymentRequest(String clientId, String paymentRequestId) {
    return key("x/p/", clientId + "/" + paymentRequestId);
  }

  /** What comes before all of one subscription's refunds. */
  static byte[] refunds(String subscriptionId) {
    return key("f/", subscriptionId + "/");
  }

  /** A refund. */
  static byte[] refund(String subscriptionId, String refundId) {
    return key("f/", subscriptionId + "/" + refundId);
  }

  /** Id of the refund that a merchant's own id asked for. */
  static byte[] refundRequest(String clientId, String refundRequestId) {
    return key("x/r/", clientId + "/" + refundRequestId);
  }

  /** A subscription among its merchant's, by when it starts. Holds nothing. */
  static byte[] start(String clientId, Instant start, String subscriptionId) {
    return timed(key("l/", clientId + "/"), start, subscriptionId);
  }

  /** What comes before all of a merchant's subscriptions that start at a time or later. */
  static byte[] startsFrom(String clientId, Instant start) {
    return timed(key("l/", clientId + "/"), start, "");
  }

  /** An event of a subscription: where it lies in the ledger. */
  static byte[] event(String subscriptionId, long sequence) {
    byte[] prefix = key("n/", subscriptionId + "/");
    // Numbers are never negative here and in the next, so big-endian keeps their order.
    return ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(sequence).array();
  }

  /** An event of a merchant, by where it lies in the ledger. */
  static byte[] merchantEvent(String clientId, int partition, long offset) {
    byte[] prefix = key("m/", clientId + "/");
    return ByteBuffer.allocate(prefix.length + Integer.BYTES + Long.BYTES)
        .put(prefix)
        .putInt(partition)
        .putLong(offset)
        .array();
  }

  /**
   * The offset at the end of a {@link #merchantEvent} key.
   *
   * @throws UnreadableStoreException when it is none
   */
  static long offsetOf(byte[] key) {
    int at = key.length - Long.BYTES;
    if (at < 0) {
      throw new UnreadableStoreException("a key of %d bytes".formatted(key.length));
    }
    return ByteBuffer.wrap(key, at, Long.BYTES).getLong();
  }

  /**
   * The numbers that an entry holds.
   *
   * @param bytes how many bytes they have together
   * @throws UnreadableStoreException when it holds others
   */
  static ByteBuffer numbers(byte[] value, int bytes) {
    if (value.length != bytes) {
      throw new UnreadableStoreException(
          "%d bytes in the place of %d".formatted(value.length, bytes));
    }
    return ByteBuffer.wrap(value);
  }

  /** A subscription's buyer. */
  static byte[] buyer(String subscriptionId) {
    return key("b/", subscriptionId);
  }

  /** What comes before all of a merchant's buyers. */
  static byte[] buyersOf(String clientId) {
    return key("c/", clientId + "/");
  }

  /** A buyer among its merchant's. Holds nothing. */
  static byte[] buyerOf(String clientId, String subscriptionId) {
    return key("c/", clientId + "/" + subscriptionId);
  }

  private static byte[] key(String prefix, String id) {
    return (prefix + id).getBytes(UTF_8);
  }

  private static byte[] timed(byte[] prefix, Instant time, String id) {
    byte[] last = id.getBytes(UTF_8);
    return ByteBuffer.allocate(prefix.length + Long.BYTES + last.length)
        .put(prefix)
        .putLong(time.toEpochMilli() ^ Long.MIN_VALUE) // So that times before 1970 come first.
        .put(last)
        .array();
  }

  /** The id at the end of a key that begins with a {@link #start} or with {@link #buyersOf}. */
  static String idAfter(byte[] from, byte[] key) {
    return new String(key, from.length, key.length - from.length, UTF_8);
  }
}
