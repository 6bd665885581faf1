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
    return "S" + sha256("CREATE\n" + clientId + "\n" + requestId).substring(0, 40);
  }

  /** The subscription's id, 'P' and 16 hex digits of SHA-256 over PERIOD, LF, its number. */
  public static String paymentOfPeriod(String subscriptionId, int period) {
    return subscriptionId + "P" + sha256("PERIOD\n" + period).substring(0, 16);
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
