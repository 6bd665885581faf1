package dev.recur.notifier.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What an operator sees of deliveries. */
public final class DeliveryMeters {

  private final Timer acknowledged;
  private final Counter exhausted;

  public DeliveryMeters(MeterRegistry registry) {
    acknowledged =
        Timer.builder("recur.notifier.event.to.acknowledgement")
            .description("From the event's record to the receiver's acknowledgement")
            .publishPercentileHistogram()
            .register(registry);
    exhausted =
        Counter.builder("recur.notifier.deliveries.exhausted")
            .description("Deliveries given up after their last attempt")
            .register(registry);
  }

  void acknowledged(Duration age) {
    acknowledged.record(age.isNegative() ? Duration.ZERO : age);
  }

  void exhausted() {
    exhausted.increment();
  }
}
