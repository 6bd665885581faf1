package dev.recur.service.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.signature.SecretBox;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The sessions of buyers' pages. Nothing of one is stored: id and data are made from the
 * subscription's id and the master key, so a repeated request is answered alike by every instance.
 */
@Singleton
final class PaymentSessions {

  private static final String ALGORITHM = "HmacSHA256";

  private final JsonMapper json;
  private final SecretKeySpec key;

  PaymentSessions(JsonMapper json, SecretBox secrets) {
    this.json = json;
    this.key = new SecretKeySpec(secrets.derive("payment-sessions"), ALGORITHM);
  }

  /**
   * What an embedded element needs.
   *
   * @param normalUrl the buyer's page
   * @param expiryTime until when the buyer may agree, as ISO 8601 with offset
   */
  @Serdeable
  record Content(String paymentSessionId, String normalUrl, String expiryTime) {}

  /** The session of a subscription's page. */
  String id(String subscriptionId) {
    return base64(mac("id " + subscriptionId));
  }

  /**
   * The session for an element: opaque to the merchant, and signed, so that none can be made up.
   */
  String data(Content content) {
    try {
      String text = base64(json.writeValueAsBytes(content));
      return text + "." + base64(mac("data " + text));
    } catch (IOException e) {
      throw new UncheckedIOException("A session cannot be written as JSON.", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM + ".", e);
    }
  }
}
