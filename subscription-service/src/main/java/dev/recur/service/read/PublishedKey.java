package dev.recur.service.read;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A public key of the platform's towards one merchant.
 *
 * @param publicKey X.509 in Base64
 * @param until when it is no longer published; absent while it is the latest
 */
public record PublishedKey(int keyVersion, String publicKey, @Nullable Instant until) {

  /** True while it is published. */
  public boolean isPublishedAt(Instant now) {
    return until == null || now.isBefore(until);
  }
}
