package dev.recur.notifier.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What an operator sees of deliveries. */
public final class DeliveryMeters {

  /** Older than anything that is kept. */
  private static final Duration AGE_MAX = Duration.ofDays(3650);

  private final Timer acknowledged;
  private final Counter exhausted;
  private final Counter expired;
  private final Counter replayed;

  public DeliveryMeters(MeterRegistry registry) {
    acknowledged =
        Timer.builder("recur.notifier.event.to.acknowledgement")
            .description("From the event's record to the receiver's acknowledgement")
            .publishPercentileHistogram()
            .register(registry);
    exhausted =
        Counter.builder("recur.notifier.deliveries.exhausted")
            .description("Deliveries held after the last attempt of their schedule")
            .register(registry);
    expired =
        Counter.builder("recur.notifier.deliveries.expired")
            .description("Deliveries that were held for 30 days and left")
            .register(registry);
    replayed =
        Counter.builder("recur.notifier.deliveries.replayed")
            .description("Deliveries made once more by replays")
            .register(registry);
  }

  void acknowledged(Duration age) {
    if (age.isNegative()) {
      acknowledged.record(Duration.ZERO);
    } else {
      // A timer counts nanoseconds, which a made-up time is too far for.
      acknowledged.record(age.compareTo(AGE_MAX) > 0 ? AGE_MAX : age);
    }
  }

  void exhausted() {
    exhausted.increment();
  }

  void expired() {
    expired.increment();
  }

  void replayed(int count) {
    replayed.increment(count);
  }
}
