package dev.recur.billing.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeteredChannelTest {

  private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

  private static final ChannelOrder ORDER = HttpPaymentChannelTest.order();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void silence_shouldBeCountedAsUnknown_withHowLongItWasWaitedFor() throws IOException {
    // Listens, and says nothing.
    try (ServerSocket silent = new ServerSocket(0);
        PaymentChannel channel =
            new MeteredChannel(
                new HttpPaymentChannel("http://127.0.0.1:" + silent.getLocalPort(), 1), registry)) {
      channel.inquire("S1P1/1", AT, Duration.ofMillis(300));
    }
    assertThat(count("inquire", "unknown")).isEqualTo(1);
    assertThat(registry.get("recur.channel.answers").timer().totalTime(TimeUnit.MILLISECONDS))
        .isGreaterThanOrEqualTo(250);
  }

  @Test
  void everyCall_shouldBeCountedUnderItsNameAndOutcome() {
    Refusing refusing = new Refusing();
    try (PaymentChannel channel = new MeteredChannel(refusing, registry)) {
      assertThat(channel.charge(ORDER, Duration.ofSeconds(1)).message()).contains("no");
      channel.charge(ORDER, Duration.ofSeconds(1));
      channel.refund(ORDER, Duration.ofSeconds(1));
    }
    assertThat(count("charge", "refused")).isEqualTo(2);
    assertThat(count("refund", "refused")).isEqualTo(1);
    assertThat(count("inquire", "refused")).isZero();
    assertThat(refusing.closed).isTrue();
  }

  private long count(String call, String outcome) {
    return registry
        .find("recur.channel.answers")
        .tags("call", call, "outcome", outcome)
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  /** Wants nothing. */
  private static final class Refusing implements PaymentChannel {
    private boolean closed;

    @Override
    public ChannelReply charge(ChannelOrder order, Duration deadline) {
      return ChannelReply.refused("no");
    }

    @Override
    public ChannelReply refund(ChannelOrder order, Duration deadline) {
      return ChannelReply.refused("no");
    }

    @Override
    public ChannelReply inquire(String key, Instant at, Duration deadline) {
      return ChannelReply.unknown("no");
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
