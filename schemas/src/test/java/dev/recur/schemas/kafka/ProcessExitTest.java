package dev.recur.schemas.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProcessExitTest {

  @Test
  @Timeout(60)
  void exit_shouldEndTheProcess_alsoWhenItsHooksWaitForTheThreadThatAsks() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Dying.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(output).contains("broker away - start it").contains("hook waited");
  }

  /** A process whose worker cannot go on, and whose shutdown waits for that worker. */
  static final class Dying {

    private Dying() {}

    public static void main(String[] args) throws InterruptedException {
      Thread worker =
          Thread.ofPlatform()
              .unstarted(
                  () ->
                      ProcessExit.ofThisProcess()
                          .exit("broker away - start it", new IllegalStateException("away")));
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> waitFor(worker)));
      worker.start();
      Thread.currentThread().join();
    }

    private static void waitFor(Thread worker) {
      try {
        worker.join();
        System.err.println("hook waited");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
