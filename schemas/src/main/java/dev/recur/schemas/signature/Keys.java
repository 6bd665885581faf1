package dev.recur.schemas.signature;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** RSA keys in the forms of the contract: X.509 and PKCS#8 in Base64. */
public final class Keys {

  /** Shortest key that is taken, and the length of those made here, in bits. */
  public static final int KEY_BITS_MIN = 2048;

  private Keys() {}

  /** A new pair. */
  public static KeyPair generate() {
    KeyPairGenerator generator = Rsa.pairs();
    generator.initialize(KEY_BITS_MIN);
    KeyPair pair = generator.generateKeyPair();
    // Read back, so that it is of the provider that signs.
    return new KeyPair(pair.getPublic(), privateKey(pair.getPrivate().getEncoded()));
  }

  /**
   * A public key.
   *
   * @param base64 X.509 SubjectPublicKeyInfo in Base64; PEM armour and line breaks are taken too
   * @throws IllegalArgumentException when it is no RSA key of at least {@value #KEY_BITS_MIN} bits;
   *     the message may be shown to who gave it
   */
  public static PublicKey publicKey(String base64) {
    KeySpec spec = new X509EncodedKeySpec(decode(base64));
    try {
      return checked(Rsa.publicKeys().generatePublic(spec));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "Not an RSA public key: give X.509 SubjectPublicKeyInfo in Base64.", e);
    }
  }

  /**
   * A private key.
   *
   * @param pkcs8 PKCS#8, not encrypted
   * @throws IllegalArgumentException when it is no RSA key of at least {@value #KEY_BITS_MIN} bits
   */
  public static PrivateKey privateKey(byte[] pkcs8) {
    try {
      return checked(Rsa.privateKeys().generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("Not an RSA private key: give PKCS#8, unencrypted.", e);
    }
  }

  /**
   * A private key.
   *
   * @param base64 PKCS#8 in Base64; PEM armour and line breaks are taken too
   * @throws IllegalArgumentException as {@link #privateKey(byte[])}
   */
  public static PrivateKey privateKey(String base64) {
    return privateKey(decode(base64));
  }

  /** A key as the contract writes it: X.509 or PKCS#8 in Base64, without armour. */
  public static String base64(java.security.Key key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  private static <K extends java.security.Key> K checked(K key) {
    int bits = key instanceof RSAKey rsa ? rsa.getModulus().bitLength() : 0;
    if (bits < KEY_BITS_MIN) {
      throw new IllegalArgumentException(
          "The key has " + bits + " bits: give an RSA key of at least " + KEY_BITS_MIN + ".");
    }
    return key;
  }

  private static byte[] decode(String base64) {
    String bare = base64.replaceAll("-----(BEGIN|END) [A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      return Base64.getDecoder().decode(bare);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Not a key: give it in Base64.", e);
    }
  }
}
