package dev.recur.benchmark.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.local.process.ChildFailedException;
import dev.recur.local.process.ChildProcess;
import dev.recur.local.process.ChildSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ProcessesTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir private Path directory;

  @Test
  void oneThatEnds_shouldEndTheWaiting_andBeNamed() {
    try (Processes processes = new Processes()) {
      processes.add(child("lasting", "sleep 60"));
      processes.add(child("brief", "echo no memory; exit 3"));

      assertThatThrownBy(() -> processes.until("what never comes", LONG, () -> false))
          .isInstanceOf(ChildFailedException.class)
          .hasMessageContaining("brief ended with exit code 3")
          .hasMessageContaining("no memory");
    }
  }

  @Test
  void oneThatEnds_shouldEndTheWaitingForAnothersAnswer() {
    try (Processes processes = new Processes()) {
      processes.add(child("brief", "exit 3"));
      CompletableFuture<String> answer = new CompletableFuture<>();

      assertThatThrownBy(() -> processes.answer("what never comes", LONG, answer))
          .hasMessageContaining("brief ended with exit code 3");
      assertThat(answer).isCancelled();
    }
  }

  @Test
  void oneThatRefusesBecauseItEnds_shouldBeSaidToHaveEnded() {
    try (Processes processes = new Processes()) {
      processes.add(child("brief", "sleep 0.2; exit 3"));

      assertThatThrownBy(
              () ->
                  processes.until(
                      "an answer",
                      LONG,
                      () -> {
                        throw new IllegalStateException("connection refused");
                      }))
          .hasMessageContaining("brief ended with exit code 3");
    }
  }

  @Test
  void whatNeverComes_shouldHaveADeadline() {
    try (Processes processes = new Processes()) {
      processes.add(child("lasting", "sleep 60"));

      assertThatThrownBy(() -> processes.answer("an answer", SHORT, new CompletableFuture<>()))
          .hasMessageContaining("an answer");
      assertThat(processes.answer("an answer", LONG, CompletableFuture.completedFuture("yes")))
          .isEqualTo("yes");
      assertThatThrownBy(
              () ->
                  processes.answer(
                      "an answer", LONG, CompletableFuture.failedFuture(new Exception("no"))))
          .hasMessageContaining("an answer")
          .hasRootCauseMessage("no");
    }
  }

  @Test
  void theirEnd_shouldBeTheEndOfAll() {
    ChildProcess lasting = child("lasting", "sleep 60");
    Processes processes = new Processes();
    processes.add(lasting);
    processes.close();

    assertThat(lasting.isAlive()).isFalse();
  }

  private ChildProcess child(String name, String script) {
    return ChildProcess.start(
        new ChildSpec(
            name,
            List.of("/bin/sh", "-c", script),
            Map.of(),
            directory,
            directory.resolve(name + ".log"),
            () -> true));
  }
}
