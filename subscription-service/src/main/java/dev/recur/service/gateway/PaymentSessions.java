package dev.recur.service.gateway;

import dev.recur.schemas.signature.SecretBox;
import dev.recur.service.secret.KeyedHash;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/**
 * The sessions of buyers' pages. Nothing of one is stored: id and data are made from the
 * subscription's id and the master key, so a repeated request is answered alike by every instance.
 */
@Singleton
final class PaymentSessions {

  private final JsonMapper json;
  private final KeyedHash hash;

  PaymentSessions(JsonMapper json, SecretBox secrets) {
    this.json = json;
    this.hash = new KeyedHash(secrets, "payment-sessions");
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
    return hash.of("id " + subscriptionId);
  }

  /**
   * The session for an element: opaque to the merchant, and signed, so that none can be made up.
   */
  String data(Content content) {
    try {
      String text =
          Base64.getUrlEncoder().withoutPadding().encodeToString(json.writeValueAsBytes(content));
      return text + "." + hash.of("data " + text);
    } catch (IOException e) {
      throw new UncheckedIOException("A session cannot be written as JSON.", e);
    }
  }
}
