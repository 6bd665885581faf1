package dev.recur.service.read;

import dev.recur.schemas.signature.WireSignature;
import java.security.PrivateKey;

/**
 * A key that the platform signs with.
 *
 * @param publicKey X.509 in Base64, as the other side holds it
 */
public record PlatformSigner(int keyVersion, PrivateKey privateKey, String publicKey) {

  /** Signs an answer; method and target are those of the request. Returns the header's value. */
  public String sign(
      String method, String target, String clientId, String responseTime, byte[] body) {
    return WireSignature.sign(privateKey, keyVersion, method, target, clientId, responseTime, body)
        .value();
  }

  @Override
  public String toString() {
    return "PlatformSigner[keyVersion=" + keyVersion + "]";
  }
}
