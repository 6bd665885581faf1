package dev.recur.schemas.id;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;

/**
 * The identities, made from what they are for: the same request makes the same id, so a repeat
 * reaches the same partition and the same state. Programs in other languages make them too; {@code
 * vectors/identity.json} says what must come out.
 *
 * <p>Texts are hashed as UTF-8.
 */
public final class Identity {

  private static final int SUBSCRIPTION_HASH_DIGITS = 40;
  private static final int PAYMENT_HASH_DIGITS = 16;
  private static final int DELIVERY_HASH_DIGITS = 40;

  private static final String SUBSCRIPTION_PATTERN = "S[0-9a-f]{" + SUBSCRIPTION_HASH_DIGITS + "}";
  private static final Pattern SUBSCRIPTION_ID = Pattern.compile(SUBSCRIPTION_PATTERN);
  private static final Pattern PAYMENT_ID =
      Pattern.compile("(" + SUBSCRIPTION_PATTERN + ")P[0-9a-f]{" + PAYMENT_HASH_DIGITS + "}");

  private Identity() {}

  /**
   * The id of the subscription that a request creates: {@code S} and 40 hex digits of the hash over
   * origin, LF, client id, LF, request id.
   *
   * @throws IllegalArgumentException when the client id holds a line feed: two different requests
   *     could then make one id
   */
  public static String subscriptionId(Origin origin, String clientId, String requestId) {
    if (clientId.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("A client id must not hold a line feed.");
    }
    return "S" + hash(origin.name() + "\n" + clientId + "\n" + requestId, SUBSCRIPTION_HASH_DIGITS);
  }

  /**
   * The id of the payment for one period.
   *
   * @param period number of the period, from 1
   */
  public static String paymentIdOfPeriod(String subscriptionId, int period) {
    if (period < 1) {
      throw new IllegalArgumentException("Periods are counted from 1, not " + period + ".");
    }
    return paymentId(subscriptionId, "PERIOD", Integer.toString(period));
  }

  /** The id of the payment that a change of the subscription asks for. */
  public static String paymentIdOfChange(String subscriptionId, String requestId) {
    return paymentId(subscriptionId, "CHANGE", requestId);
  }

  /** The id of a payment that the merchant asks for by hand. */
  public static String paymentIdOfManual(String subscriptionId, String requestId) {
    return paymentId(subscriptionId, "MANUAL", requestId);
  }

  /** The id of a refund. */
  public static String paymentIdOfRefund(String subscriptionId, String requestId) {
    return paymentId(subscriptionId, "REFUND", requestId);
  }

  /**
   * The idempotency key of one attempt at a payment channel.
   *
   * @param attempt number of the attempt, from 1
   */
  public static String attemptKey(String paymentId, int attempt) {
    if (attempt < 1) {
      throw new IllegalArgumentException("Attempts are counted from 1, not " + attempt + ".");
    }
    return paymentId + "/" + attempt;
  }

  /**
   * The id of a delivery: {@code D} and 40 hex digits of the hash over subject, LF, sequence, LF,
   * target.
   *
   * @param subject the subscription whose event is told, or the lane that is told of
   * @param sequence of the event
   * @param target the merchant, a blank, and the endpoint or the URL's scheme, host and port
   */
  public static String deliveryId(String subject, long sequence, String target) {
    return "D" + hash(subject + "\n" + sequence + "\n" + target, DELIVERY_HASH_DIGITS);
  }

  /** True when the text has the shape of a subscription's id. */
  public static boolean isSubscriptionId(String text) {
    return SUBSCRIPTION_ID.matcher(text).matches();
  }

  /** True when the text has the shape of a payment's id. */
  public static boolean isPaymentId(String text) {
    return PAYMENT_ID.matcher(text).matches();
  }

  /**
   * The subscription that a payment belongs to: whoever has the payment's id finds its partition.
   *
   * @throws IllegalArgumentException when the text is no payment's id; ask {@link #isPaymentId}
   *     where it comes from outside
   */
  public static String subscriptionIdOf(String paymentId) {
    var matcher = PAYMENT_ID.matcher(paymentId);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not the id of a payment: " + paymentId);
    }
    return matcher.group(1);
  }

  /**
   * The partition a key lies on: murmur2 of its bytes, as Kafka's own producer has it. This is
   * Kafka's code and not a copy, so that the two cannot differ.
   *
   * @param partitions how many partitions the topic has
   */
  public static int partition(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
  }

  private static String paymentId(String subscriptionId, String purpose, String what) {
    return subscriptionId + "P" + hash(purpose + "\n" + what, PAYMENT_HASH_DIGITS);
  }

  private static String hash(String text, int digits) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, digits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
