package dev.recur.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.schemas.signature.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * Keys and passwords of one stack: made at its first start, and kept with its data, because those
 * are sealed with them.
 *
 * @param masterKey Base64 of 32 bytes
 * @param adminToken what operators send
 * @param keystorePassword of the gateway's certificate
 * @param merchantPrivateKey PKCS#8 in Base64
 * @param merchantPublicKey X.509 in Base64
 */
record Secrets(
    String masterKey,
    String adminToken,
    String keystorePassword,
    String merchantPrivateKey,
    String merchantPublicKey) {
  private static final int MASTER_KEY_BYTES = 32;
  private static final int TOKEN_BYTES = 24;

  /**
   * Reads them, or makes them.
   *
   * @throws StackException when they cannot be read or written; made anew they would not open the
   *     data that lie beside them
   */
  static Secrets of(RunDirectory directory) {
    Path file = directory.of("secrets.json");
    if (Files.exists(file)) {
      return read(file);
    }
    Secrets made = make();
    directory.writeWhole(file, made.json());
    return made;
  }

  private static Secrets read(Path file) {
    try {
      return parse(Json.read(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new StackException(
          file
              + " cannot be read ("
              + e.getMessage()
              + "): put back the file that was there, or begin anew with --fresh",
          e);
    }
  }

  private static Secrets make() {
    SecureRandom random = new SecureRandom();
    byte[] masterKey = new byte[MASTER_KEY_BYTES];
    random.nextBytes(masterKey);
    KeyPair merchant = Keys.generate();
    return new Secrets(
        Base64.getEncoder().encodeToString(masterKey),
        token(random),
        token(random),
        Base64.getEncoder().encodeToString(merchant.getPrivate().getEncoded()),
        Base64.getEncoder().encodeToString(merchant.getPublic().getEncoded()));
  }

  private static String token(SecureRandom random) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private String json() {
    return Json.write(
        Map.of(
            "masterKey", masterKey,
            "adminToken", adminToken,
            "keystorePassword", keystorePassword,
            "merchantPrivateKey", merchantPrivateKey,
            "merchantPublicKey", merchantPublicKey));
  }

  private static Secrets parse(JsonNode json) {
    return new Secrets(
        text(json, "masterKey"),
        text(json, "adminToken"),
        text(json, "keystorePassword"),
        text(json, "merchantPrivateKey"),
        text(json, "merchantPublicKey"));
  }

  private static String text(JsonNode json, String name) {
    String text = json.path(name).asText();
    if (text.isEmpty()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return text;
  }

  /** Secrets stay out of logs. */
  @Override
  public String toString() {
    return "Secrets[…]";
  }
}
