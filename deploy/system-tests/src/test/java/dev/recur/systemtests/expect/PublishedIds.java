package dev.recur.systemtests.expect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identities as an upstream system in another language would make them: from the rules written in
 * {@code vectors/identity.json}.
 */
public final class PublishedIds {

  private PublishedIds() {}

  /** 'S' and 40 hex digits of SHA-256 over CREATE, LF, clientId, LF, requestId. */
  public static String subscription(String clientId, String requestId) {
    return subscription("CREATE", clientId, requestId);
  }

  /** The same of a subscription that a change puts in another one's place. */
  public static String changed(String clientId, String changeRequestId) {
    return subscription("CHANGE", clientId, changeRequestId);
  }

  /** The same of a subscription that came from any call. */
  static String subscription(String origin, String clientId, String requestId) {
    return "S" + sha256(origin + "\n" + clientId + "\n" + requestId).substring(0, 40);
  }

  /** The payment of a period. */
  public static String paymentOfPeriod(String subscriptionId, int period) {
    return payment(subscriptionId, "PERIOD", Integer.toString(period));
  }

  /**
   * The subscription's id, 'P' and 16 hex digits of SHA-256 over the purpose, LF, what it is for.
   *
   * @param purpose PERIOD, CHANGE, MANUAL or REFUND
   * @param what the period's number, else the request id
   */
  public static String payment(String subscriptionId, String purpose, String what) {
    return subscriptionId + "P" + sha256(purpose + "\n" + what).substring(0, 16);
  }

  /** The payment's id, a slash, the attempt's number. */
  public static String attempt(String paymentId, int attempt) {
    return paymentId + "/" + attempt;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
