package dev.recur.local.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the stack keeps its data, logs and secrets. One stack at a time. */
final class RunDirectory implements AutoCloseable {
  private final Path root;
  private final FileChannel lockFile;

  private RunDirectory(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Takes the directory into use.
   *
   * @param fresh true to begin with empty data
   * @throws StackException when another stack uses it
   */
  @SuppressWarnings("resource") // the lock lives as long as the channel, until close
  static RunDirectory open(Path root, boolean fresh) {
    try {
      Files.createDirectories(root);
      FileChannel lockFile = new RandomAccessFile(root.resolve("lock").toFile(), "rw").getChannel();
      @Nullable FileLock lock = lockFile.tryLock();
      if (lock == null) {
        lockFile.close();
        throw new StackException(
            "Another stack runs in "
                + root
                + ": end it, or set RECUR_RUN_DIR to another directory and the ports to others");
      }
      RunDirectory directory = new RunDirectory(root, lockFile);
      directory.removeStackFile();
      if (fresh) {
        directory.empty();
      }
      return directory;
    } catch (IOException e) {
      throw new StackException(root + " cannot be used: " + e.getMessage(), e);
    }
  }

  Path of(String name) {
    return root.resolve(name);
  }

  Path log(String process) {
    return root.resolve("logs").resolve(process + ".log");
  }

  Path stackFile() {
    return root.resolve("stack.json");
  }

  /** Writes a file whole: whoever reads it sees the old or the new one, never a part. */
  void writeWhole(Path file, String content) {
    try {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void removeStackFile() {
    try {
      Files.deleteIfExists(stackFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void empty() throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(root)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      if (!path.equals(root) && !path.equals(root.resolve("lock"))) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public void close() {
    removeStackFile();
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
