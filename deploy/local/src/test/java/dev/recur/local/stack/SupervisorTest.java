package dev.recur.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.local.process.ChildSpec;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

  @TempDir Path directory;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, UTF_8);
  private final Console console = new Console(out, out);

  @Test
  void start_onceAllIsEnded_shouldStartNothing() {
    Supervisor supervisor = new Supervisor(console, () -> {});
    supervisor.close();
    assertThatThrownBy(() -> supervisor.start(Part.MERCHANT, spec("sleep 600")))
        .isInstanceOf(StackException.class);
    assertThat(supervisor.pids()).isEmpty();
  }

  @Test
  void ended_oneThatKeepsEnding_shouldSayOnceWhatItsLogSays() {
    try (Supervisor supervisor = new Supervisor(console, () -> {})) {
      supervisor.start(Part.MERCHANT, spec("echo no room >&2; exit 3"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> said.toString(UTF_8).split("is not ready yet: see ", -1).length > 2);
    }
    assertThat(said.toString(UTF_8)).containsPattern("merchant ended with exit code 3 before");
    assertThat(said.toString(UTF_8).split("ends with", -1)).hasSize(2);
  }

  private ChildSpec spec(String script) {
    return new ChildSpec(
        "merchant",
        List.of("/bin/sh", "-c", script),
        Map.of(),
        directory,
        directory.resolve("merchant.log"),
        () -> false);
  }
}
