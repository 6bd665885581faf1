package dev.recur.local.stack;

import dev.recur.local.journal.PrivateFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the stack keeps its data, logs and secrets. One stack at a time. */
final class RunDirectory implements AutoCloseable {
  /** Made first and never deleted: a directory with it is a stack's. */
  private static final String LOCK = "lock";

  private final Path root;
  private final FileChannel lockFile;

  private RunDirectory(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Takes the directory into use.
   *
   * @throws StackException when another stack uses it, or it holds what is no stack's
   */
  @SuppressWarnings("resource") // the lock lives as long as the channel, until close
  static RunDirectory open(Path root) {
    try {
      Files.createDirectories(root);
      requireOurs(root);
      FileChannel lockFile = new RandomAccessFile(root.resolve(LOCK).toFile(), "rw").getChannel();
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
      return directory;
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  /** Somebody's own files are never mixed with a stack's, because {@link #empty} deletes them. */
  private static void requireOurs(Path root) throws IOException {
    try (Stream<Path> content = Files.list(root)) {
      if (content.findAny().isPresent() && !Files.exists(root.resolve(LOCK))) {
        throw new StackException(
            root
                + " holds other things than a stack's data: set RECUR_RUN_DIR to an empty directory"
                + " or to a new one");
      }
    }
  }

  private static StackException unusable(Path root, IOException e) {
    return new StackException(whyUnusable(root, e), e);
  }

  /** What to say where it cannot be read or written. */
  static String whyUnusable(Path root, @Nullable Throwable cause) {
    return root
        + " cannot be used ("
        + cause
        + "): make room there, or set RECUR_RUN_DIR to a directory you may write to";
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

  /**
   * Writes a file whole. What is written here has keys in it, and is nobody else's to read.
   *
   * @throws StackException when it cannot be written, as on a full disk
   */
  void writeWhole(Path file, String content) {
    try {
      PrivateFile.write(file, content);
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  void removeStackFile() {
    try {
      Files.deleteIfExists(stackFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Deletes all data, logs and secrets.
   *
   * @throws StackException when something cannot be deleted
   */
  void empty() {
    try {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(root)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        if (!path.equals(root) && !path.equals(root.resolve(LOCK))) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      throw unusable(root, e);
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
