package dev.recur.schemas.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTempDirTest {

  @TempDir private Path memory;

  @Test
  void room_shouldBeUsed() throws IOException {
    assertThat(MemoryTempDir.create(memory, 1, "test-")).isDirectory().hasParent(memory);
  }

  @Test
  void littleRoom_shouldBeLeftToOthers() throws IOException {
    assertElsewhere(MemoryTempDir.create(memory, Long.MAX_VALUE, "test-"));
  }

  @Test
  void noMemory_shouldBeDoneWithout() throws IOException {
    assertElsewhere(MemoryTempDir.create(memory.resolve("none"), 1, "test-"));
  }

  private static void assertElsewhere(Path made) throws IOException {
    assertThat(made).isDirectory().hasParent(Path.of(System.getProperty("java.io.tmpdir")));
    Files.delete(made);
  }
}
