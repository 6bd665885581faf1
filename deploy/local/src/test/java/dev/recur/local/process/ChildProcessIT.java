package dev.recur.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {

  @TempDir Path directory;

  /** A launcher: starts a child from a thread that ends at once, tells its pid, and stays. */
  static final class Launcher {

    private Launcher() {}

    public static void main(String[] args) throws Exception {
      Path directory = Path.of(args[0]);
      Thread starter =
          Thread.ofPlatform()
              .start(
                  () -> {
                    ChildProcess child = ChildProcess.start(sleeper(directory));
                    publish(directory, child.pid());
                  });
      starter.join();
      new CountDownLatch(1).await();
    }

    private static void publish(Path directory, long pid) {
      try {
        Path written = Files.writeString(directory.resolve("pid.new"), Long.toString(pid));
        Files.move(written, directory.resolve("pid"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void launcherKilled_childShouldDieWithIt_butNotWithTheThreadThatStartedIt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv (util-linux)");
    Path pidFile = directory.resolve("pid");
    ChildSpec launcher =
        spec(
            JavaCommand.withHeap(32)
                .main(
                    System.getProperty("java.class.path"),
                    Launcher.class.getName(),
                    List.of(directory.toString())),
            () -> Files.exists(pidFile));
    try (ChildProcess running = ChildProcess.start(launcher)) {
      running.awaitReady(Duration.ofSeconds(30));
      ProcessHandle child =
          ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();
      assertThat(child.isAlive()).isTrue();
      running.kill();
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !child.isAlive());
    }
  }

  @Test
  void awaitReady_childThatEnds_shouldSayItsExitCodeAndTheEndOfItsLog() {
    ChildSpec spec = spec(List.of("/bin/sh", "-c", "echo no room >&2; exit 3"), () -> false);
    try (ChildProcess child = ChildProcess.start(spec)) {
      assertThatThrownBy(() -> child.awaitReady(Duration.ofSeconds(30)))
          .isInstanceOf(ChildFailedException.class)
          .hasMessageContaining("exit code 3")
          .hasMessageContaining("no room");
    }
  }

  @Test
  void awaitReady_childThatNeverIs_shouldGiveUp() {
    try (ChildProcess child = ChildProcess.start(sleeper(directory))) {
      assertThatThrownBy(() -> child.awaitReady(Duration.ofMillis(300)))
          .isInstanceOf(ChildFailedException.class)
          .hasMessageContaining("not ready within");
    }
  }

  @Test
  void stop_childThatDoesNotObey_shouldBeKilled() {
    ChildSpec deaf =
        spec(
            List.of("/bin/sh", "-c", "trap '' TERM; echo > deaf; while :; do sleep 1; done"),
            () -> Files.exists(directory.resolve("deaf")));
    try (ChildProcess child = ChildProcess.start(deaf)) {
      child.awaitReady(Duration.ofSeconds(30));
      child.stop(Duration.ofMillis(300));
      assertThat(child.isAlive()).isFalse();
      assertThat(child.exit().join()).isEqualTo(128 + 9);
    }
  }

  @Test
  void start_programThatIsNotThere_shouldSayWhich() {
    // Behind setpriv the program is missing only once that runs: it ends, and its log says why.
    ChildSpec missing = spec(List.of("/no/such/program"), () -> false);
    assertThatThrownBy(
            () -> {
              try (ChildProcess child = ChildProcess.start(missing)) {
                child.awaitReady(Duration.ofSeconds(30));
              }
            })
        .isInstanceOf(ChildFailedException.class)
        .hasMessageContaining("sleeper");
  }

  @Test
  void start_directoryThatCannotBeMade_shouldSayWhereAndWhy() throws Exception {
    Path taken = Files.writeString(directory.resolve("taken"), "");
    assertThatThrownBy(() -> ChildProcess.start(sleeper(taken.resolve("below"))))
        .isInstanceOf(ChildFailedException.class)
        .hasMessageContaining("below")
        .hasMessageContaining("FileSystemException");
  }

  private static ChildSpec sleeper(Path directory) {
    return new ChildSpec(
        "sleeper",
        List.of("/bin/sleep", "600"),
        Map.of(),
        directory,
        directory.resolve("sleeper.log"),
        () -> false);
  }

  private ChildSpec spec(List<String> command, Readiness readiness) {
    return new ChildSpec(
        "sleeper", command, Map.of(), directory, directory.resolve("child.log"), readiness);
  }
}
