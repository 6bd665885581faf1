package dev.recur.service.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.signature.SecretBox;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 under a key that is made from the master key for one purpose. The same on every
 * instance; says nothing of what it was made from, and nobody else can make it.
 */
public final class KeyedHash {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * Hashes for one purpose.
   *
   * @param purpose keeps them apart from those of every other
   */
  public KeyedHash(SecretBox secrets, String purpose) {
    key = new SecretKeySpec(secrets.derive(purpose), ALGORITHM);
  }

  /** The hash of a text, in 43 characters that a URL or a header takes as they are. */
  public String of(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM + ".", e);
    }
  }
}
