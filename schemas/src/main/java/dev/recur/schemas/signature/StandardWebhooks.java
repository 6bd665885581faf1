package dev.recur.schemas.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures and keys of Standard Webhooks 1.0.0: {@code v1}, HMAC-SHA256, and {@code v1a},
 * Ed25519. What is signed: the webhook's id, dot, the attempt's time in whole seconds since 1970,
 * dot, body. Safe for many threads.
 */
public final class StandardWebhooks {

  /** Length of a v1 key, in bytes. The specification takes 24 to 64. */
  public static final int HMAC_KEY_BYTES = 32;

  private static final int ED25519_KEY_BYTES = 32;

  private static final String HMAC = "HmacSHA256";
  private static final String ED25519 = "Ed25519";

  private static final SecureRandom RANDOM = new SecureRandom();

  private StandardWebhooks() {}

  /** A new key for v1 signatures, {@value #HMAC_KEY_BYTES} bytes. */
  public static byte[] generateHmacKey() {
    byte[] key = new byte[HMAC_KEY_BYTES];
    RANDOM.nextBytes(key);
    return key;
  }

  /** A new pair for v1a signatures. */
  public static KeyPair generateEd25519() {
    try {
      return KeyPairGenerator.getInstance(ED25519).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw noEd25519(e);
    }
  }

  /** A v1 key as the specification shows it to a receiver: {@code whsec_} and Base64. */
  public static String secretText(byte[] hmacKey) {
    return "whsec_" + base64(hmacKey);
  }

  /**
   * A v1a public key as the specification shows it to a receiver: {@code whpk_} and the Base64 of
   * its 32 bytes.
   */
  public static String publicKeyText(PublicKey ed25519) {
    return "whpk_" + base64(publicKeyBytes(ed25519));
  }

  /** A v1a public key without its frame: 32 bytes (RFC 8032). */
  public static byte[] publicKeyBytes(PublicKey ed25519) {
    byte[] info = ed25519.getEncoded();
    // SubjectPublicKeyInfo of Ed25519 (RFC 8410) ends with the key itself.
    return Arrays.copyOfRange(info, info.length - ED25519_KEY_BYTES, info.length);
  }

  /**
   * A v1a private key.
   *
   * @param pkcs8 PKCS#8, not encrypted
   * @throws IllegalArgumentException when it is no Ed25519 key
   */
  public static PrivateKey ed25519PrivateKey(byte[] pkcs8) {
    try {
      return KeyFactory.getInstance(ED25519).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "Not an Ed25519 private key: give PKCS#8, unencrypted.", e);
    }
  }

  /**
   * A v1a public key.
   *
   * @param base64 X.509 SubjectPublicKeyInfo in Base64
   * @throws IllegalArgumentException when it is no Ed25519 key
   */
  public static PublicKey ed25519PublicKey(String base64) {
    try {
      return KeyFactory.getInstance(ED25519)
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "Not an Ed25519 public key: give X.509 SubjectPublicKeyInfo in Base64.", e);
    }
  }

  /**
   * A signature by a shared secret, as it stands in the header: {@code v1,} and Base64.
   *
   * @param hmacKey the secret's bytes
   * @param id of the webhook, the same at every attempt; without dots
   * @param timestampSeconds of the attempt, since 1970
   * @param body byte for byte as it is posted
   */
  public static String v1(byte[] hmacKey, String id, long timestampSeconds, byte[] body) {
    return v1(ready(new SecretKeySpec(hmacKey, HMAC)), id, timestampSeconds, body);
  }

  private static String v1(Mac ready, String id, long timestampSeconds, byte[] body) {
    ready.update(head(id, timestampSeconds));
    return "v1," + base64(ready.doFinal(body));
  }

  private static Mac ready(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA256.", e);
    }
  }

  /**
   * A v1 key that signs often: what it takes to be ready is done once. Neither a log nor a message
   * shows it. Safe for many threads.
   */
  public static final class HmacKey {
    private final SecretKeySpec key;

    /** Ready to sign; nobody signs with it itself, but with copies. */
    private final Mac ready;

    /**
     * A key.
     *
     * @param bytes the secret's
     */
    public HmacKey(byte[] bytes) {
      this.key = new SecretKeySpec(bytes, HMAC);
      this.ready = ready(key);
    }

    /** As {@link StandardWebhooks#v1(byte[], String, long, byte[])}. */
    public String v1(String id, long timestampSeconds, byte[] body) {
      return StandardWebhooks.v1(copy(), id, timestampSeconds, body);
    }

    private Mac copy() {
      try {
        return (Mac) ready.clone();
      } catch (CloneNotSupportedException _) {
        // Java's own can be copied; those of some devices cannot.
        return ready(key);
      }
    }
  }

  /**
   * A signature by a key pair, as it stands in the header: {@code v1a,} and Base64. The other
   * parameters are those of {@link #v1}.
   *
   * @param ed25519 from {@link #ed25519PrivateKey}
   */
  public static String v1a(PrivateKey ed25519, String id, long timestampSeconds, byte[] body) {
    try {
      Signature signature = Signature.getInstance(ED25519);
      signature.initSign(ed25519);
      signature.update(head(id, timestampSeconds));
      signature.update(body);
      return "v1a," + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot sign: give an Ed25519 key made here.", e);
    }
  }

  private static byte[] head(String id, long timestampSeconds) {
    return (id + "." + timestampSeconds + ".").getBytes(US_ASCII);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static IllegalStateException noEd25519(GeneralSecurityException e) {
    return new IllegalStateException("Every Java platform from 15 on has Ed25519.", e);
  }
}
