package dev.recur.benchmark.notifier;

import dev.recur.benchmark.rig.NotifierRig;
import dev.recur.benchmark.rig.Shop;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Events at a fixed rate, whatever becomes of them: one that comes late counts from when it should
 * have come.
 */
final class OpenLoad {

  private static final int MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final NotifierRig notifier;
  private final List<Shop> shops;
  private int next;

  /**
   * A load that goes round the shops.
   *
   * @param shops with one endpoint each
   */
  OpenLoad(NotifierRig notifier, List<Shop> shops) {
    this.notifier = notifier;
    this.shops = List.copyOf(shops);
  }

  /** So many events at once; what they ask to be delivered. */
  int burst(int count) {
    for (int i = 0; i < count; i++) {
      notifier.write(shops.get(next++ % shops.size()).pay().event());
    }
    notifier.flush();
    return count;
  }

  /**
   * Events at a rate.
   *
   * @param from the first of the shops whose deliveries are of interest
   * @return when the event of each of these deliveries was meant to happen, in microseconds since
   *     1970
   */
  Map<String, Long> run(double perSecond, Duration time, int from) {
    int count = (int) (perSecond * time.toMillis() / 1e3);
    Map<String, Long> meant = HashMap.newHashMap(count);
    Instant now = Instant.now();
    long startMicros = now.getEpochSecond() * MICROS_PER_SECOND + now.getNano() / NANOS_PER_MICRO;
    long startNanos = System.nanoTime();
    for (int n = 0; n < count; n++) {
      long afterNanos = (long) (n / perSecond * 1e9);
      for (long left = startNanos + afterNanos - System.nanoTime();
          left > 0;
          left = startNanos + afterNanos - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      int shop = next++ % shops.size();
      Shop.Payment payment = shops.get(shop).pay();
      notifier.write(payment.event());
      if (shop >= from) {
        meant.put(payment.deliveryIds().getFirst(), startMicros + afterNanos / NANOS_PER_MICRO);
      }
    }
    notifier.flush();
    return meant;
  }
}
