package dev.recur.local.stack;

import java.time.Duration;

/** One process of the stack, by the name that stack.json gives it. */
enum Part {
  BROKER("broker", Duration.ofSeconds(90)),
  REGISTRY("registry", Duration.ofMinutes(2)),
  SUBSCRIPTION_SERVICE("subscription-service", Duration.ofMinutes(2)),
  BILLING_WORKER("billing-worker", Duration.ofMinutes(2)),
  NOTIFIER("notifier", Duration.ofMinutes(2)),
  SANDBOX_CHANNEL("sandbox-channel", Duration.ofMinutes(1)),
  MERCHANT("merchant", Duration.ofMinutes(1));

  private final String processName;
  private final Duration readyWithin;

  Part(String processName, Duration readyWithin) {
    this.processName = processName;
    this.readyWithin = readyWithin;
  }

  String processName() {
    return processName;
  }

  /** How long it may take to be ready, on a busy machine. */
  Duration readyWithin() {
    return readyWithin;
  }
}
