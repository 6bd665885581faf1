package dev.recur.schemas.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value of a {@code Signature} header: {@code algorithm=RSA256,keyVersion=1,signature=…}, the
 * signature in Base64 and then URL-encoded (Antom, Digital signature).
 *
 * @param algorithm {@link #RSA256}, or whatever the sender wrote; one that is absent is RSA256
 * @param keyVersion version of the key that signed; absent: the sender's latest
 * @param signature the signature in Base64, no longer URL-encoded
 */
public record SignatureHeader(String algorithm, @Nullable Integer keyVersion, String signature) {

  /** The only algorithm of the contract: SHA256withRSA. */
  public static final String RSA256 = "RSA256";

  /** Longest header that is looked at, in characters: three times that of an 8192 bit key. */
  static final int HEADER_CHARS_MAX = 8192;

  /**
   * Reads a header. Blanks around the parts, any order and a lone {@code signature=…} are taken, as
   * the official SDK takes them.
   *
   * @return empty when there is no signature in it, or it is not written as the contract says
   */
  public static Optional<SignatureHeader> parse(String header) {
    if (header.length() > HEADER_CHARS_MAX) {
      return Optional.empty();
    }
    String algorithm = RSA256;
    Integer keyVersion = null;
    String signature = null;
    for (String part : header.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String value = part.substring(equals + 1).strip();
      try {
        switch (part.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
          case "algorithm" -> algorithm = value;
          case "keyversion" -> keyVersion = value.isEmpty() ? null : Integer.valueOf(value);
          case "signature" -> signature = urlDecode(value);
          default -> {
            // A part from a later version of the contract.
          }
        }
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return signature == null || signature.isEmpty()
        ? Optional.empty()
        : Optional.of(new SignatureHeader(algorithm, keyVersion, signature));
  }

  /** The header's value, as the contract writes it. */
  public String value() {
    return "algorithm="
        + algorithm
        + (keyVersion == null ? "" : ",keyVersion=" + keyVersion)
        + ",signature="
        + URLEncoder.encode(signature, UTF_8);
  }

  /** A plus that was not encoded stays a plus: Base64 has no blanks. */
  private static String urlDecode(String value) {
    return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
  }
}
