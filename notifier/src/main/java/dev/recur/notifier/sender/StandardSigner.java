package dev.recur.notifier.sender;

import dev.recur.schemas.signature.StandardWebhooks;
import dev.recur.schemas.signature.StandardWebhooks.HmacKey;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import okhttp3.Headers;

/** Signs as Standard Webhooks 1.0.0 says, by every secret that may sign, the latest one first. */
final class StandardSigner implements Signer {

  /**
   * A version of an endpoint's secrets.
   *
   * @param hmacKey of v1 signatures, where the endpoint wants them
   * @param ed25519 of v1a signatures, where the endpoint wants them
   * @param expiresAt from when it no longer signs
   */
  record Secret(
      int version,
      Optional<HmacKey> hmacKey,
      Optional<PrivateKey> ed25519,
      Optional<Instant> expiresAt) {

    private void sign(String deliveryId, long seconds, byte[] body, StringJoiner signatures) {
      hmacKey.ifPresent(key -> signatures.add(key.v1(deliveryId, seconds, body)));
      ed25519.ifPresent(
          key -> signatures.add(StandardWebhooks.v1a(key, deliveryId, seconds, body)));
    }

    private boolean hasExpired(Instant now) {
      return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }

    @Override
    public String toString() {
      return "Secret[version " + version + "]";
    }
  }

  private final List<Secret> latestFirst;

  /**
   * A signer.
   *
   * @param secrets at least one
   */
  StandardSigner(List<Secret> secrets) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("Nothing can be signed without a secret.");
    }
    latestFirst =
        secrets.stream().sorted(Comparator.comparingInt(Secret::version).reversed()).toList();
  }

  @Override
  public void sign(
      Target target, String deliveryId, byte[] body, Instant now, Headers.Builder headers) {
    long seconds = now.getEpochSecond();
    StringJoiner signatures = new StringJoiner(" ");
    // The latest always signs: a webhook without a signature must not be.
    latestFirst.getFirst().sign(deliveryId, seconds, body, signatures);
    for (Secret earlier : latestFirst.subList(1, latestFirst.size())) {
      if (!earlier.hasExpired(now)) {
        earlier.sign(deliveryId, seconds, body, signatures);
      }
    }
    headers
        .add("webhook-timestamp", Long.toString(seconds))
        .add("webhook-signature", signatures.toString());
  }

  @Override
  public String toString() {
    return "StandardSigner[" + latestFirst.size() + " secrets]";
  }
}
