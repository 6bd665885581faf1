package dev.recur.schemas.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;

/**
 * Signs and verifies as the contract says (Antom, Digital signature). What is signed: method,
 * blank, path with query, LF, client id, dot, time, dot, body; no LF at the end.
 *
 * <p>The time is signed as the header has it, and the body byte for byte as it came: nothing is
 * parsed before it is verified.
 */
public final class WireSignature {

  private WireSignature() {}

  /**
   * Signs a request, or an answer: then method and path are those of the request.
   *
   * @param key RSA, from {@link Keys}
   * @param keyVersion version under which the other side knows the key
   * @param method for example {@code POST}
   * @param pathAndQuery path with its query, where there is one, as it stands in the request line
   * @param clientId value of the header Client-Id
   * @param time value of the header Request-Time or Response-Time
   */
  public static SignatureHeader sign(
      PrivateKey key,
      int keyVersion,
      String method,
      String pathAndQuery,
      String clientId,
      String time,
      byte[] body) {
    try {
      Signature signature = Rsa.signature();
      signature.initSign(key);
      update(signature, method, pathAndQuery, clientId, time, body);
      String base64 = Base64.getEncoder().encodeToString(signature.sign());
      return new SignatureHeader(SignatureHeader.RSA256, keyVersion, base64);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot sign: give an RSA key made by Keys.", e);
    }
  }

  /**
   * Verifies a signature. The parameters are those of {@link #sign}.
   *
   * @return false for a signature that is wrong in whatever way, another algorithm among them
   */
  public static boolean verify(
      PublicKey key,
      SignatureHeader header,
      String method,
      String pathAndQuery,
      String clientId,
      String time,
      byte[] body) {
    if (!header.algorithm().equalsIgnoreCase(SignatureHeader.RSA256)) {
      return false;
    }
    try {
      byte[] claimed = Base64.getDecoder().decode(header.signature());
      Signature signature = Rsa.verification();
      signature.initVerify(key);
      update(signature, method, pathAndQuery, clientId, time, body);
      return signature.verify(claimed);
    } catch (IllegalArgumentException | SignatureException e) {
      return false;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("Cannot verify: give an RSA key made by Keys.", e);
    }
  }

  private static void update(
      Signature signature,
      String method,
      String pathAndQuery,
      String clientId,
      String time,
      byte[] body)
      throws SignatureException {
    String head = method + " " + pathAndQuery + "\n" + clientId + "." + time + ".";
    signature.update(head.getBytes(UTF_8));
    signature.update(body);
  }
}
