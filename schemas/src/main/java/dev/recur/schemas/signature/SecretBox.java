package dev.recur.schemas.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets at rest: AES-256-GCM under a key that is made from the master key. What is sealed
 * for one context (for example a merchant's id) does not open in another, so a sealed value cannot
 * be moved to a place where it would mean something else.
 *
 * <p>Sealed bytes: one byte for the form ({@code 1}), 12 random bytes, the ciphertext with its tag
 * of 16 bytes. Safe for many threads.
 */
public final class SecretBox {

  /** Length of the master key, in bytes. */
  public static final int KEY_BYTES = 32;

  private static final byte FORM = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int SEALED_BYTES_MIN = 1 + NONCE_BYTES + TAG_BITS / 8;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey masterKey;
  private final SecretKey boxKey;

  /**
   * A box for one master key.
   *
   * @param key {@value #KEY_BYTES} random bytes
   */
  public SecretBox(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "The master key has " + key.length + " bytes: give " + KEY_BYTES + " random bytes.");
    }
    masterKey = new SecretKeySpec(key, "Generic");
    boxKey = new SecretKeySpec(expand("box"), "AES");
  }

  /** Seals a secret for a context. Sealing the same twice gives different bytes. */
  public byte[] seal(byte[] plain, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
      byte[] ciphertext = cipher.doFinal(plain);
      return ByteBuffer.allocate(1 + NONCE_BYTES + ciphertext.length)
          .put(FORM)
          .put(nonce)
          .put(ciphertext)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot seal.", e);
    }
  }

  /**
   * Opens what was sealed for the same context.
   *
   * @throws BrokenSealException when it was sealed with another key, for another context, or
   *     changed
   */
  public byte[] open(byte[] sealed, String context) {
    if (sealed.length < SEALED_BYTES_MIN || sealed[0] != FORM) {
      throw new BrokenSealException("These bytes were not sealed by this program.");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    ByteBuffer.wrap(sealed).get(1, nonce);
    int start = 1 + NONCE_BYTES;
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, context);
      return cipher.doFinal(sealed, start, sealed.length - start);
    } catch (AEADBadTagException e) {
      throw new BrokenSealException(
          "Sealed with another master key, for another context, or changed since.", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot open.", e);
    }
  }

  /**
   * A key for a purpose: {@value #KEY_BYTES} bytes, always the same for the same purpose and master
   * key, and useless for finding out either the master key or another purpose's.
   */
  public byte[] derive(String purpose) {
    return expand("purpose\n" + purpose);
  }

  private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, boxKey, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(new byte[] {FORM});
    cipher.updateAAD(context.getBytes(UTF_8));
    return cipher;
  }

  /** HKDF (RFC 5869) over SHA-256. */
  private byte[] expand(String info) {
    byte[] label = ("recur\n" + info).getBytes(UTF_8);
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(HKDFParameterSpec.ofExtract().addIKM(masterKey).thenExpand(label, KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform from 25 on has HKDF-SHA256.", e);
    }
  }
}
