package dev.recur.schemas.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Temporary directories that lie in memory where there is room, else where others are. To open and
 * close a RocksDB store waits a dozen times for the disk, and a test opens several: on a disk that
 * takes the most of its time. What a killed process has written is there in memory as it is on a
 * disk. For tests of any module, as a {@code test-jar}; a module's {@code
 * junit-platform.properties} makes it the one behind {@code @TempDir}.
 */
public final class MemoryTempDir implements TempDirFactory {

  /** Linux mounts it everywhere, but with 64 MiB alone in many a container. */
  private static final Path MEMORY = Path.of("/dev/shm");

  /** Several times what all tests of a build have there at once. */
  private static final long FREE_BYTES_MIN = 2L << 30;

  /** Makes one that the caller deletes. */
  public static Path create(String prefix) throws IOException {
    return create(MEMORY, FREE_BYTES_MIN, prefix);
  }

  static Path create(Path memory, long freeBytesMin, String prefix) throws IOException {
    boolean fits =
        Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() >= freeBytesMin;
    return fits ? Files.createTempDirectory(memory, prefix) : Files.createTempDirectory(prefix);
  }

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    return create("junit-");
  }
}
