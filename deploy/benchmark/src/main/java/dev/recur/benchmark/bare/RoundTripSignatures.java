package dev.recur.benchmark.bare;

import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.WireSignature;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;

/**
 * What the contract's signatures cost a round trip, and nothing else of the contract: each request
 * is verified and each answer signed, by what the subscription-service does it with.
 */
final class RoundTripSignatures {

  private static final int KEY_VERSION = 1;
  private static final String RESPONSE_TIME = "response-time";
  private static final String SIGNATURE = "signature";

  private final PublicKey merchant;
  private final PrivateKey platform;

  /**
   * Of a merchant and a platform.
   *
   * @param merchant its public key, X.509 in Base64
   * @param platform its private key, PKCS#8 in Base64
   */
  RoundTripSignatures(String merchant, String platform) {
    this.merchant = Keys.publicKey(merchant);
    this.platform = Keys.privateKey(platform);
  }

  /**
   * What is signed of a request beside its body.
   *
   * @param target path with query, as in the request line
   * @param time its header Request-Time
   * @param signature its header Signature
   */
  record Head(String method, String target, String clientId, String time, String signature) {}

  /**
   * Verifies a request.
   *
   * @throws IllegalArgumentException when it is not the merchant's: what is measured then is
   *     something else
   */
  void verify(Head head, byte[] body) {
    boolean isTheirs =
        SignatureHeader.parse(head.signature())
            .filter(
                header ->
                    WireSignature.verify(
                        merchant,
                        header,
                        head.method(),
                        head.target(),
                        head.clientId(),
                        head.time(),
                        body))
            .isPresent();
    if (!isTheirs) {
      throw new IllegalArgumentException("Not signed by the merchant of this run: " + head);
    }
  }

  /** Signs an answer: the headers of one, with a time and a signature of this one's own. */
  Map<String, String> sign(Head head, Map<String, String> headers, byte[] answer) {
    String time = Long.toString(System.currentTimeMillis());
    Map<String, String> signed = new HashMap<>(headers);
    signed.put(RESPONSE_TIME, time);
    signed.put(
        SIGNATURE,
        WireSignature.sign(
                platform, KEY_VERSION, head.method(), head.target(), head.clientId(), time, answer)
            .value());
    return signed;
  }
}
