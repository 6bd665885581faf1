package dev.recur.local.merchant;

import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.Request;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.WireSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Optional;

/**
 * Verifies that a webhook comes from the platform. The key is read from a file on first use: a
 * merchant is told it when it is created, which is after this program was started.
 */
final class PlatformKey {

  private final String clientId;
  private final Path file;
  private volatile Optional<PublicKey> key = Optional.empty();

  /**
   * The key for one merchant.
   *
   * @param clientId the merchant
   * @param file X.509 in Base64; may come later
   */
  PlatformKey(String clientId, Path file) {
    this.clientId = clientId;
    this.file = file;
  }

  /**
   * Returns when the webhook may be believed. One to another merchant is for whoever made that
   * merchant to verify; this program has no key for it.
   *
   * @throws BadRequestException when it may not: 401, or 503 while the key is not there
   */
  void verify(Request request) {
    String sentTo = header(request, "client-id");
    if (!sentTo.equals(clientId)) {
      return;
    }
    boolean genuine =
        SignatureHeader.parse(header(request, "signature"))
            .filter(
                signature ->
                    WireSignature.verify(
                        key(),
                        signature,
                        request.method(),
                        request.pathAndQuery(),
                        sentTo,
                        header(request, "request-time"),
                        request.body()))
            .isPresent();
    if (!genuine) {
      throw new BadRequestException(401, "The signature is not the platform's");
    }
  }

  private PublicKey key() {
    if (key.isEmpty()) {
      try {
        key = Optional.of(Keys.publicKey(Files.readString(file)));
      } catch (NoSuchFileException e) {
        throw new BadRequestException(503, "The platform's key is not known yet");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return key.orElseThrow();
  }

  private static String header(Request request, String name) {
    return request
        .header(name)
        .orElseThrow(() -> new BadRequestException(401, "The header " + name + " is missing"));
  }
}
