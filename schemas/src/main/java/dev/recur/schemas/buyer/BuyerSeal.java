package dev.recur.schemas.buyer;

import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.signature.BrokenSealException;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * Records of topic {@code buyers}. The data lie sealed with a key of their own, and the key sealed
 * with the master key; whoever has the record without the key has nothing, and so a buyer is
 * forgotten by a record without it.
 *
 * <p>Every record has a new key, so that no two say of each other whether they hold the same. Safe
 * for many threads.
 */
public final class BuyerSeal {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretBox secrets;

  /** Seals with a master key. */
  public BuyerSeal(SecretBox secrets) {
    this.secrets = secrets;
  }

  /**
   * A buyer.
   *
   * @param createdAt real time at which this subscription's buyer was first written down
   */
  public Buyer seal(String subscriptionId, String clientId, BuyerData data, Instant createdAt) {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    RANDOM.nextBytes(key);
    byte[] sealed =
        new SecretBox(key).seal(BuyerJson.encode(data), SealContext.buyerData(subscriptionId));
    return Buyer.newBuilder()
        .setSubscriptionId(subscriptionId)
        .setClientId(clientId)
        .setSealedKey(ByteBuffer.wrap(secrets.seal(key, SealContext.buyerKey(subscriptionId))))
        .setSealedData(ByteBuffer.wrap(sealed))
        .setCreatedAt(createdAt)
        .build();
  }

  /**
   * What takes the place of a buyer that is forgotten. It stays, so that a request that comes late
   * does not bring the buyer back.
   *
   * @param at real time
   */
  public static Buyer forgotten(
      String subscriptionId, String clientId, Instant createdAt, Instant at) {
    return Buyer.newBuilder()
        .setSubscriptionId(subscriptionId)
        .setClientId(clientId)
        .setCreatedAt(createdAt)
        .setForgottenAt(at)
        .build();
  }

  /** Whether this record took the place of a buyer that is forgotten. */
  public static boolean isForgotten(Buyer buyer) {
    return buyer.getSealedKey() == null;
  }

  /**
   * As {@link #open}, for what this installation wrote itself.
   *
   * @throws IllegalStateException when the master key does not open it
   */
  public Optional<BuyerData> openOwn(Buyer buyer) {
    try {
      return open(buyer);
    } catch (BrokenSealException e) {
      throw new IllegalStateException(
          "recur.master-key does not open the buyer of subscription "
              + buyer.getSubscriptionId()
              + ": give the master key that it was sealed with",
          e);
    }
  }

  /**
   * What a record says of its buyer; empty when it is forgotten.
   *
   * @throws BrokenSealException when another master key sealed it, it was sealed for another
   *     subscription, or it was changed since
   */
  public Optional<BuyerData> open(Buyer buyer) {
    ByteBuffer sealedKey = buyer.getSealedKey();
    ByteBuffer sealedData = buyer.getSealedData();
    if (sealedKey == null || sealedData == null) {
      return Optional.empty();
    }
    String subscriptionId = buyer.getSubscriptionId();
    byte[] key = secrets.open(bytes(sealedKey), SealContext.buyerKey(subscriptionId));
    byte[] data = new SecretBox(key).open(bytes(sealedData), SealContext.buyerData(subscriptionId));
    return Optional.of(BuyerJson.decode(data));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
