package dev.recur.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

  @TempDir Path directory;

  @Test
  void open_somebodysOwnFiles_shouldLeaveThemAlone() throws Exception {
    Path own = Files.writeString(directory.resolve("thesis"), "years of work");
    assertThatThrownBy(() -> RunDirectory.open(directory))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("set RECUR_RUN_DIR to an empty directory");
    assertThat(directory.toFile().listFiles()).containsExactly(own.toFile());
  }

  @Test
  void open_aFileInItsPlace_shouldSayWhatToDo() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> RunDirectory.open(file))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("set RECUR_RUN_DIR to a directory you may write to");
  }

  @Test
  void empty_aStacksOwn_shouldLeaveNothingButTheLock() throws Exception {
    try (RunDirectory first = RunDirectory.open(directory.resolve("run"))) {
      Files.createDirectories(first.of("logs"));
      Files.writeString(first.log("broker"), "a line");
    }
    try (RunDirectory again = RunDirectory.open(directory.resolve("run"))) {
      assertThat(again.log("broker")).exists();
      again.empty();
      assertThat(directory.resolve("run")).isDirectoryNotContaining("glob:**logs");
    }
  }
}
