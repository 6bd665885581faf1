package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.signature.WireSignature;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Map;

/**
 * Signs notifications to one merchant (Antom, Digital signature).
 *
 * @param clientId the merchant
 * @param key the platform's private key towards it
 * @param keyVersion version under which the merchant knows the key
 */
public record Signer(String clientId, PrivateKey key, int keyVersion) {

  private static final String CONTENT_TYPE = "application/json; charset=UTF-8";

  /**
   * A signed notification.
   *
   * @param now becomes Request-Time, in milliseconds as the official SDK writes it
   */
  EgressRequest sign(Target target, String body, Instant now) {
    String time = Long.toString(now.toEpochMilli());
    String signature =
        WireSignature.sign(
                key,
                keyVersion,
                "POST",
                target.pathAndQuery(),
                clientId,
                time,
                body.getBytes(UTF_8))
            .value();
    return new EgressRequest(
        target,
        Map.of("client-id", clientId, "request-time", time, "signature", signature),
        CONTENT_TYPE,
        body);
  }

  @Override
  public String toString() {
    return "Signer[" + clientId + ", version " + keyVersion + "]";
  }
}
