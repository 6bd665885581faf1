package dev.recur.benchmark.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoredTest {

  @TempDir Path directory;

  @Test
  void eachStartThatHadToReadItsState_isFound_inTheirOrder() throws Exception {
    Path log =
        log(
            """
            {"message":"Topology changed.","state":"RUNNING","before":"REBALANCING"}
            {"message":"State restored.","ms":812,"records":1500,"stores":{"due":1000,"clocks":500}}
            Picked up JAVA_TOOL_OPTIONS
            {"message":"State restored.","ms":640,"records":1502,"stores":{"due":1502}}
            """);

    assertThat(Restored.in(log))
        .containsExactly(
            new Restored(1_500, Duration.ofMillis(812)),
            new Restored(1_502, Duration.ofMillis(640)));
  }

  @Test
  void aLogThatSaysNothingOfIt_isNone() throws Exception {
    assertThat(Restored.in(log("{\"message\":\"Topology changed.\"}\n"))).isEmpty();
  }

  @Test
  void aLineWithoutItsFigures_isAnError_andNoZero() throws Exception {
    Path log = log("{\"message\":\"State restored.\",\"ms\":12}\n");

    assertThatThrownBy(() -> Restored.in(log))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("StreamsLifecycle");
  }

  private Path log(String text) throws Exception {
    return Files.writeString(directory.resolve("worker.log"), text);
  }
}
