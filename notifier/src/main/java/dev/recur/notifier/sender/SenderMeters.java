package dev.recur.notifier.sender;

import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an operator sees of attempts. */
public final class SenderMeters {

  private final MeterRegistry registry;
  private final Map<AttemptOutcome, Timer> attempts = new EnumMap<>(AttemptOutcome.class);
  private final Timer dns;
  private final Timer connect;
  private final Timer tls;
  private final Timer firstByte;
  private final Counter reused;
  private final Counter opened;

  public SenderMeters(MeterRegistry registry) {
    this.registry = registry;
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      attempts.put(
          outcome,
          Timer.builder("recur.notifier.attempts")
              .description("Attempts to deliver, by outcome, with how long they took")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    this.dns = phase("dns");
    this.connect = phase("connect");
    this.tls = phase("tls");
    this.firstByte = phase("first_byte");
    this.reused = connections("reused");
    this.opened = connections("opened");
  }

  private Timer phase(String phase) {
    return Timer.builder("recur.notifier.attempt.phase")
        .description("How long a phase of an attempt took")
        .tag("phase", phase)
        .publishPercentileHistogram()
        .maximumExpectedValue(Duration.ofSeconds(20))
        .register(registry);
  }

  private Counter connections(String how) {
    return Counter.builder("recur.notifier.connections")
        .description("Attempts over a connection that was open already, or opened for them")
        .tag("how", how)
        .register(registry);
  }

  void inTheAir(String kind, Supplier<Number> count) {
    Gauge.builder("recur.notifier.attempts.in.the.air", count)
        .description("Attempts that were begun and are not over")
        .tag("kind", kind)
        .register(registry);
  }

  void attempted(WebhookAttempt attempt) {
    Timer timer = attempts.get(attempt.getOutcome());
    if (timer != null) {
      timer.record(Duration.ofMillis(attempt.getDurationMs()));
    }
    record(dns, attempt.getDnsMs());
    record(connect, attempt.getConnectMs());
    record(tls, attempt.getTlsMs());
    record(firstByte, attempt.getFirstByteMs());
    if (attempt.getConnectMs() != null) {
      opened.increment();
    } else if (attempt.getFirstByteMs() != null) {
      reused.increment();
    }
    if (attempt.getError() != null) {
      failures(attempt.getError()).increment();
    }
  }

  /** Its code stands before the colon ({@link Failure#inWords}); there are a dozen of them. */
  private Counter failures(String error) {
    return Counter.builder("recur.notifier.attempt.failures")
        .description("Attempts that were not acknowledged, by why")
        .tag("code", error.substring(0, Math.max(0, error.indexOf(':'))))
        .register(registry);
  }

  private static void record(Timer timer, @Nullable Long ms) {
    if (ms != null) {
      timer.record(Duration.ofMillis(ms));
    }
  }
}
