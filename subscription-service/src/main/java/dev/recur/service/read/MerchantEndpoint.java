package dev.recur.service.read;

import dev.recur.service.terms.EndpointSettings;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a merchant.
 *
 * @param endpointId unique within the merchant
 * @param secrets what signs by Standard Webhooks; never empty
 */
public record MerchantEndpoint(
    String endpointId, EndpointSettings settings, List<Secret> secrets, Instant createdAt) {

  public MerchantEndpoint {
    secrets = List.copyOf(secrets);
  }

  /**
   * One version of what signs.
   *
   * @param version from 1; the highest is the latest
   * @param sealedHmacKey key of the v1 signatures, sealed
   * @param sealedEd25519Key key of the v1a signatures, PKCS#8, sealed
   * @param ed25519PublicKey its public half, X.509 in Base64
   * @param expiresAt when it stops to sign; absent while it is the latest
   */
  public record Secret(
      int version,
      ByteBuffer sealedHmacKey,
      ByteBuffer sealedEd25519Key,
      String ed25519PublicKey,
      Instant createdAt,
      @Nullable Instant expiresAt) {

    /** True while it signs. */
    public boolean signsAt(Instant now) {
      return expiresAt == null || now.isBefore(expiresAt);
    }

    /** The same, but at an end by then. */
    Secret expiringBy(Instant end) {
      return expiresAt != null && expiresAt.isBefore(end)
          ? this
          : new Secret(version, sealedHmacKey, sealedEd25519Key, ed25519PublicKey, createdAt, end);
    }
  }

  /** The secret that was made last. */
  public Secret latestSecret() {
    return secrets.stream().max(Comparator.comparingInt(Secret::version)).orElseThrow();
  }

  /** The secrets that sign at a time, oldest first. */
  public List<Secret> secretsAt(Instant now) {
    return secrets.stream()
        .filter(secret -> secret.signsAt(now))
        .sorted(Comparator.comparingInt(Secret::version))
        .toList();
  }

  /** The same endpoint with other settings. */
  public MerchantEndpoint with(EndpointSettings other) {
    return new MerchantEndpoint(endpointId, other, secrets, createdAt);
  }

  /**
   * The same endpoint with a new latest secret.
   *
   * @param othersUntil when the others stop to sign, at the latest; those that have are dropped
   */
  public MerchantEndpoint with(Secret latest, Instant now, Instant othersUntil) {
    List<Secret> all =
        new ArrayList<>(
            secretsAt(now).stream().map(secret -> secret.expiringBy(othersUntil)).toList());
    all.add(latest);
    return new MerchantEndpoint(endpointId, settings, all, createdAt);
  }
}
