package dev.recur.notifier.sender;

import dev.recur.schemas.signature.WireSignature;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Map;

/**
 * Signs as the contract says (Antom, Digital signature).
 *
 * @param clientId the merchant
 * @param key the platform's private key towards it
 * @param keyVersion version under which the merchant knows the key
 */
record AntomSigner(String clientId, PrivateKey key, int keyVersion) implements Signer {

  @Override
  public Map<String, String> sign(Target target, String deliveryId, byte[] body, Instant now) {
    // In milliseconds, as the official SDK writes it.
    String time = Long.toString(now.toEpochMilli());
    String signature =
        WireSignature.sign(key, keyVersion, "POST", target.pathAndQuery(), clientId, time, body)
            .value();
    return Map.of("client-id", clientId, "request-time", time, "signature", signature);
  }

  @Override
  public String toString() {
    return "AntomSigner[" + clientId + ", version " + keyVersion + "]";
  }
}
