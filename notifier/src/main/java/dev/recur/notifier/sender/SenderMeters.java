package dev.recur.notifier.sender;

import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What an operator sees of attempts. */
public final class SenderMeters {

  private final MeterRegistry registry;
  private final Map<AttemptOutcome, Timer> attempts = new EnumMap<>(AttemptOutcome.class);

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
  }

  void inTheAir(Supplier<Number> count) {
    Gauge.builder("recur.notifier.attempts.in.the.air", count)
        .description("Attempts that were begun and are not over")
        .register(registry);
  }

  void attempted(WebhookAttempt attempt) {
    Timer timer = attempts.get(attempt.getOutcome());
    if (timer != null) {
      timer.record(Duration.ofMillis(attempt.getDurationMs()));
    }
  }
}
