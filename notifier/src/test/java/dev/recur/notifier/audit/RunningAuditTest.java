package dev.recur.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.schemas.kafka.AbsentKafka;
import dev.recur.schemas.kafka.KafkaSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An audit that fails ends alone: the process that these tests run in is still there. */
@Timeout(30)
class RunningAuditTest {

  @TempDir Path directory;

  @Test
  void auditThatCannotStart_shouldBeClosed_andShowThatItDoesNotRun() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (RunningAudit audit = RunningAudit.of(AbsentKafka.settings(directory), new Topology())) {
      audit.bindTo(meters);
      audit.start();

      await().untilAsserted(() -> assertThat(audit.hasFailed()).isTrue());
      assertThat(audit.isRunning()).isFalse();
      assertThat(meters.get("recur.audit.running").gauge().value()).isZero();
    }
  }

  @Test
  void audit_shouldHaveFiguresOfItsOwn() {
    StreamsConfig config = new StreamsConfig(RunningAudit.streams(with(Map.of())));

    assertThat(config.getLong("commit.interval.ms")).isEqualTo(5_000);
    assertThat(config.getLong("poll.ms")).isEqualTo(100);
    assertThat(config.getInt("num.stream.threads")).isEqualTo(1);
    assertThat(config.getMainConsumerConfigs("g", "c", 0)).containsEntry("fetch.min.bytes", 65_536);
    assertThat(config.getRestoreConsumerConfigs("c")).doesNotContainKey("fetch.min.bytes");
  }

  /** As KafkaSettings promises for every client. */
  @Test
  void installationsProperties_shouldWin() {
    StreamsConfig config =
        new StreamsConfig(
            RunningAudit.streams(
                with(
                    Map.of(
                        "commit.interval.ms", "700",
                        "statestore.cache.max.bytes", "1000",
                        "poll.ms", "7",
                        "num.stream.threads", "3",
                        "max.task.idle.ms", "11",
                        "fetch.min.bytes", "2"))));

    assertThat(config.getLong("commit.interval.ms")).isEqualTo(700);
    assertThat(config.getLong("statestore.cache.max.bytes")).isEqualTo(1_000);
    assertThat(config.getLong("poll.ms")).isEqualTo(7);
    assertThat(config.getInt("num.stream.threads")).isEqualTo(3);
    assertThat(config.getLong("max.task.idle.ms")).isEqualTo(11);
    assertThat(config.getMainConsumerConfigs("g", "c", 0)).containsEntry("fetch.min.bytes", "2");
  }

  private static KafkaSettings with(Map<String, String> properties) {
    return new KafkaSettings(
        "broker:9092",
        "http://registry",
        4,
        (short) 1,
        Path.of("state"),
        100,
        30_000,
        20_000,
        0,
        2,
        256,
        null,
        properties);
  }
}
