package dev.recur.local.channel.card;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.local.journal.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What cards are hashed with. There are few enough numbers to try them all, so a hash without a
 * secret would be as good as the number; the secret is in a file of its own, beside the ledger.
 */
public final class CardSecret {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SECRET_BYTES = 32;

  private final SecretKeySpec key;

  private CardSecret(byte[] secret) {
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * The secret in a file, made when missing.
   *
   * @throws IllegalStateException when the file holds something else
   * @throws UncheckedIOException when it cannot be read or made
   */
  public static CardSecret in(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      byte[] secret = HexFormat.of().parseHex(Files.readString(file).strip());
      if (secret.length == SECRET_BYTES) {
        return new CardSecret(secret);
      }
    } catch (IllegalArgumentException e) {
      // Said below, without what the file holds.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException(
        file + " is not the secret that was made here: put it back, or begin anew with up --fresh");
  }

  private static void make(Path file) throws IOException {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    Files.createDirectories(file.toAbsolutePath().getParent());
    PrivateFile.write(file, HexFormat.of().formatHex(secret));
  }

  String hash(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM + ".", e);
    }
  }
}
