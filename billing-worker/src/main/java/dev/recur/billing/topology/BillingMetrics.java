package dev.recur.billing.topology;

import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Event;
import dev.recur.schemas.kafka.Untaken;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What an operator watches of the billing run. */
public final class BillingMetrics {

  /** Events that a person has to look at; deploy/observability/alerts/billing.yml alarms. */
  private static final List<String> ALARMING =
      Stream.of(Event.Parked.class, Event.ChargeSurplus.class).map(Class::getSimpleName).toList();

  private final MeterRegistry registry;
  private final Timer dueLag;
  private final Counter parked;
  private final Counter refundsUnresolved;
  private final Untaken untaken;
  private final AtomicInteger setAside = new AtomicInteger();
  private final Map<String, Counter> events = new ConcurrentHashMap<>();

  public BillingMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.dueLag =
        Timer.builder("recur.billing.due.lag")
            .description("How late due items of the live clock are taken, once for each step")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    this.parked =
        Counter.builder("recur.billing.faults")
            .description("Steps that failed on a fault in the rules; the subscription parks")
            .register(registry);
    this.refundsUnresolved =
        Counter.builder("recur.billing.refunds.unresolved")
            .description("Refunds of which the channel never said what became; a person decides")
            .register(registry);
    Gauge.builder("recur.billing.set.aside", setAside, AtomicInteger::get)
        .description("Subscriptions whose state can be neither used nor parked")
        .register(registry);
    this.untaken = Untaken.of(BillingTopology.APPLICATION_ID, registry, BillingTopology.READ);
    // Prometheus sees a counter rise only where it was there before.
    ALARMING.forEach(this::events);
  }

  void dueLag(ClockId clock, Duration lag) {
    if (clock instanceof ClockId.Live) {
      dueLag.record(lag);
    }
  }

  void refundUnresolved() {
    refundsUnresolved.increment();
  }

  /** So many more subscriptions are set aside, or fewer. */
  void setAside(int more) {
    setAside.addAndGet(more);
  }

  void parked() {
    parked.increment();
  }

  /** Something happened to a subscription. */
  void event(String type) {
    events(type).increment();
  }

  private Counter events(String type) {
    return events.computeIfAbsent(type, it -> registry.counter("recur.billing.events", "type", it));
  }

  /** What becomes of records that are not taken, counted. */
  Untaken untaken() {
    return untaken;
  }
}
