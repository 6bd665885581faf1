package dev.recur.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.schemas.kafka.AbsentKafka;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
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
}
