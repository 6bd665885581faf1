package dev.recur.billing.channel;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Where the payment channel is, and how much it is asked; {@code application.yml} says what each is
 * for.
 *
 * @param url base address of its HTTP API
 * @param deadline how long it may take to answer
 * @param callsMax most calls to it at a time
 * @param readAheadMax most requests that are read and not committed: so many a crash may have
 *     presented again
 */
@ConfigurationProperties("recur.channel")
public record ChannelSettings(
    String url,
    Duration deadline,
    @Bindable(defaultValue = "256") int callsMax,
    @Bindable(defaultValue = "8192") int readAheadMax) {

  /** Each call has a connection, and the bodies of request and answer in memory. */
  private static final int CALLS_LIMIT = 4_096;

  /** A kibibyte or two of memory each. */
  private static final int READ_AHEAD_LIMIT = 131_072;

  /** Refuses settings that cannot be meant. */
  public ChannelSettings {
    requireBetween("calls-max", callsMax, 1, CALLS_LIMIT, "calls at a time");
    requireBetween(
        "read-ahead-max", readAheadMax, callsMax, READ_AHEAD_LIMIT, "requests, calls-max at least");
  }

  private static void requireBetween(String name, int value, int min, int max, String what) {
    if (value < min || max < value) {
      throw new IllegalArgumentException(
          "recur.channel.%s is %d: give a number from %d to %d, of %s."
              .formatted(name, value, min, max, what));
    }
  }
}
