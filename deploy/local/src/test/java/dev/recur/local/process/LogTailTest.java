package dev.recur.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

  @TempDir Path directory;

  @Test
  void of_aLogThatEndsInAStackTrace_shouldSayWhatWasThrown() throws Exception {
    Path log =
        Files.writeString(
            directory.resolve("log"),
            "ready\nIOException: No space left on device\n"
                + "\tat scala.collection.immutable.List.foreach(List.scala:333)\n".repeat(200));
    assertThat(LogTail.of(log)).isEqualTo("ready\nIOException: No space left on device");
  }

  @Test
  void of_aLongLog_shouldBeItsLastLines() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      lines.append("line ").append(i).append('\n');
    }
    Path log = Files.writeString(directory.resolve("log"), lines);
    assertThat(LogTail.of(log).lines()).hasSize(20).first().isEqualTo("line 9980");
    assertThat(LogTail.of(log)).endsWith("line 9999");
  }
}
