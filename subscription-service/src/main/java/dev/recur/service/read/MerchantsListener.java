package dev.recur.service.read;

import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.store.ReadPositions;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import dev.recur.service.mapping.MerchantMapping;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps every merchant in memory, with keys ready to use: they are few and asked for always. */
@Singleton
@MeetsKafka
public final class MerchantsListener implements TopicListener<Merchant>, Merchants {

  private final SecretBox secrets;
  private final Map<String, MerchantProfile> merchants = new ConcurrentHashMap<>();
  private final Map<String, Merchant> records = new ConcurrentHashMap<>();
  private final ReadPositions positions = new ReadPositions();
  private volatile @Nullable PlatformSigner gatewaySigner;

  /** Opens platform keys with the box. */
  public MerchantsListener(SecretBox secrets) {
    this.secrets = secrets;
  }

  /**
   * Waits until the topic is taken up to these offsets.
   *
   * @param ends per partition, the offset to go on from
   * @return false when it was not within the time
   */
  public boolean awaitTaken(Map<Integer, Long> ends, Duration atMost) throws InterruptedException {
    return positions.await(Topics.MERCHANTS.name(), ends, atMost);
  }

  /** A merchant's record as the topic has it, or null when there is none of that key. */
  public @Nullable Merchant record(String clientId) {
    return records.get(clientId);
  }

  @Override
  public void onRecord(TopicRecord<Merchant> record) {
    Merchant merchant = record.value();
    String key = record.key();
    record.requireKey("clientId", Merchant::getClientId);
    // First what can fail: nothing is taken of a record that makes no sense.
    if (key.equals(GATEWAY_ID)) {
      gatewaySigner = merchant == null ? null : MerchantMapping.signer(merchant, secrets);
    } else if (merchant == null) {
      merchants.remove(key);
    } else {
      merchants.put(key, MerchantMapping.of(merchant, secrets));
    }
    if (merchant == null) {
      records.remove(key);
    } else {
      records.put(key, merchant);
    }
  }

  @Override
  public void onBatch(Map<Integer, Long> nextOffsets) {
    positions.taken(Topics.MERCHANTS.name(), nextOffsets);
  }

  @Override
  public @Nullable MerchantProfile find(String clientId) {
    return merchants.get(clientId);
  }

  @Override
  public boolean hasGatewaySigner() {
    return gatewaySigner != null;
  }

  @Override
  public PlatformSigner gatewaySigner() {
    PlatformSigner signer = gatewaySigner;
    if (signer == null) {
      throw new IllegalStateException("The gateway's key is made before it takes requests.");
    }
    return signer;
  }
}
