package dev.recur.service.card;

import dev.recur.schemas.signature.SecretBox;
import dev.recur.service.secret.KeyedHash;
import jakarta.inject.Singleton;

/**
 * The keys under which cards are turned into tokens: the same request has the same key, so its
 * repeat gets the same token. Cards are posted from browsers, too, so anybody can reach the
 * tokenisation; that nobody can guess a key keeps them from using it up with a card of their own.
 */
@Singleton
public final class TokenisationKeys {

  private final KeyedHash hash;

  /** Keys made from the master key. */
  public TokenisationKeys(SecretBox secrets) {
    hash = new KeyedHash(secrets, "tokenisation-keys");
  }

  /**
   * The key of the card with which a merchant begins a subscription.
   *
   * @param subscriptionId made from the call and its request id
   */
  public String ofBeginning(String clientId, String subscriptionId) {
    return key("BEGIN", clientId, subscriptionId);
  }

  /**
   * The key of the card that a merchant puts in another method's place.
   *
   * @param requestId the merchant's own, which counts within the subscription
   */
  public String ofReplacement(String clientId, String subscriptionId, String requestId) {
    return key("REPLACE", clientId, subscriptionId, requestId);
  }

  /** Only the last part can have a line's end in it, so no two requests make one text. */
  private String key(String... parts) {
    return hash.of(String.join("\n", parts));
  }
}
