package dev.recur.notifier.sender;

import dev.recur.schemas.signature.StandardWebhooks;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private Stream<String> sign(String deliveryId, long seconds, byte[] body) {
      return Stream.concat(
          hmacKey.stream().map(key -> key.sign(deliveryId, seconds, body)),
          ed25519.stream().map(key -> StandardWebhooks.v1a(key, deliveryId, seconds, body)));
    }

    private boolean hasExpired(Instant now) {
      return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }

    @Override
    public String toString() {
      return "Secret[version " + version + "]";
    }
  }

  /** A key that neither a log nor a message shows. */
  static final class HmacKey {
    private final byte[] bytes;

    HmacKey(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    private String sign(String deliveryId, long seconds, byte[] body) {
      return StandardWebhooks.v1(bytes, deliveryId, seconds, body);
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
  public Map<String, String> sign(Target target, String deliveryId, byte[] body, Instant now) {
    long seconds = now.getEpochSecond();
    String signatures =
        Stream.concat(
                // The latest always signs: a webhook without a signature must not be.
                Stream.of(latestFirst.getFirst()),
                latestFirst.stream().skip(1).filter(secret -> !secret.hasExpired(now)))
            .flatMap(secret -> secret.sign(deliveryId, seconds, body))
            .collect(Collectors.joining(" "));
    return Map.of("webhook-timestamp", Long.toString(seconds), "webhook-signature", signatures);
  }

  @Override
  public String toString() {
    return "StandardSigner[" + latestFirst.size() + " secrets]";
  }
}
