package dev.recur.systemtests.killreport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system of its own for the broker's data, in memory, which can be filled up. */
final class SmallDisk implements AutoCloseable {

  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int MOUNT_SECONDS_MAX = 10;

  private final Path directory;
  private final Path ballast;

  private SmallDisk(Path directory) {
    this.directory = directory;
    ballast = directory.resolve("ballast");
  }

  /**
   * Mounts one.
   *
   * @param directory where; made when missing
   * @return empty where this user may not mount
   */
  static Optional<SmallDisk> mount(Path directory, int mib) {
    try {
      Files.createDirectories(directory);
      return run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", directory.toString())
          ? Optional.of(new SmallDisk(directory))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is mounted. */
  Path directory() {
    return directory;
  }

  /** Leaves not a byte. */
  void fill() {
    fill(0);
  }

  /** Leaves about so much. */
  void fill(long bytesLeft) {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    try (FileChannel out =
        FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (Files.getFileStore(directory).getUsableSpace() > bytesLeft) {
        out.write(chunk.clear());
      }
    } catch (IOException e) {
      // Full is what it was to become; that it is, the free space says and not the message.
      if (freeBytes() > CHUNK_BYTES) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private long freeBytes() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives back what {@link #fill} took. */
  void free() {
    try {
      Files.deleteIfExists(ballast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    free();
    // Lazily: a broker that was just killed may still be letting go of its files.
    if (!run("umount", "-l", directory.toString())) {
      throw new IllegalStateException("Not unmounted: umount -l " + directory);
    }
  }

  private static boolean run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(MOUNT_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      // There is no such program here.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
