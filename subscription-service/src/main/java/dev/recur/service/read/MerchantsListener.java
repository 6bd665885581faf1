package dev.recur.service.read;

import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.service.MeetsKafka;
import dev.recur.service.mapping.MerchantMapping;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps every merchant in memory, with keys ready to use: they are few and asked for always. */
@Singleton
@MeetsKafka
public final class MerchantsListener implements TopicListener<Merchant>, Merchants {

  private final SecretBox secrets;
  private final Map<String, MerchantProfile> merchants = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();
  private volatile @Nullable PlatformSigner gatewaySigner;

  /** Opens platform keys with the box. */
  public MerchantsListener(SecretBox secrets) {
    this.secrets = secrets;
  }

  /**
   * Waits until a record with this key has come.
   *
   * @return false when none had within the time
   */
  public boolean awaitKnown(String clientId, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    lock.lock();
    try {
      while (!isKnown(clientId)) {
        if (came.awaitNanos(deadline - System.nanoTime()) <= 0) {
          return isKnown(clientId);
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isKnown(String clientId) {
    return clientId.equals(GATEWAY_ID) ? hasGatewaySigner() : merchants.containsKey(clientId);
  }

  @Override
  public void onRecord(TopicRecord<Merchant> record) {
    Merchant merchant = record.value();
    if (record.key().equals(GATEWAY_ID)) {
      gatewaySigner = merchant == null ? null : MerchantMapping.signer(merchant, secrets);
    } else if (merchant == null) {
      merchants.remove(record.key());
    } else {
      merchants.put(record.key(), MerchantMapping.of(merchant, secrets));
    }
    lock.lock();
    try {
      came.signalAll();
    } finally {
      lock.unlock();
    }
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
