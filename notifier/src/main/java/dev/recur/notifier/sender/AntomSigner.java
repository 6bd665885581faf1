package dev.recur.notifier.sender;

import dev.recur.schemas.signature.WireSignature;
import java.security.PrivateKey;
import java.time.Instant;
import okhttp3.Headers;

/**
 * Signs as the contract says (Antom, Digital signature).
 *
 * @param clientId the merchant
 * @param key the platform's private key towards it
 * @param keyVersion version under which the merchant knows the key
 */
record AntomSigner(String clientId, PrivateKey key, int keyVersion) implements Signer {

  @Override
  public void sign(
      Target target, String deliveryId, byte[] body, Instant now, Headers.Builder headers) {
    // In milliseconds, as the official SDK writes it.
    String time = Long.toString(now.toEpochMilli());
    String signature =
        WireSignature.sign(key, keyVersion, "POST", target.pathAndQuery(), clientId, time, body)
            .value();
    headers.add("client-id", clientId).add("request-time", time).add("signature", signature);
  }

  @Override
  public String toString() {
    return "AntomSigner[" + clientId + ", version " + keyVersion + "]";
  }
}
