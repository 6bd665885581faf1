package dev.recur.local.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The AOT cache of a Java program (JEP 483): its classes as they are once they are loaded and
 * linked, so that a start takes about half the time. It is trained when somebody asks for it, by a
 * start of the program, and used by every start after that.
 *
 * <p>Its name has a digest of all that it depends on: the JVM, the flags, and each jar's path, size
 * and time. The cache of an earlier build is therefore not found. The JVM looks once more for
 * itself: it says in the program's log what it refuses, and starts without.
 *
 * <p>Jars only: a JVM makes no cache of classes that lie in directories.
 */
public final class AotCache {

  private static final Duration RECORDED_WITHIN = Duration.ofSeconds(30);
  private static final Duration LAID_WITHIN = Duration.ofMinutes(2);
  private static final int DIGEST_CHARS = 16;

  /** The locks that this process holds or tries for. */
  private static final Set<Path> IN_TRAINING = ConcurrentHashMap.newKeySet();

  private final ChildSpec program;
  private final Path directory;
  private final Path file;

  private AotCache(ChildSpec program, Path directory, Path file) {
    this.program = program;
    this.directory = directory;
    this.file = file;
  }

  /**
   * The cache of a program, laid or not.
   *
   * @param directory where caches lie, one for each name of a program
   * @param program a command that {@link JavaCommand} made
   */
  public static AotCache of(Path directory, ChildSpec program) {
    String name = program.name() + "-" + digest(program.command()) + ".aot";
    return new AotCache(program, directory, directory.resolve(name).toAbsolutePath());
  }

  /** Where it lies, once it is laid. */
  Path file() {
    return file;
  }

  /** True once it is laid. */
  public boolean exists() {
    return Files.isRegularFile(file);
  }

  /** How the program is started now: with its cache, or as it is while there is none. */
  public ChildSpec use() {
    return exists() ? with(program, "-XX:AOTCache=" + file) : program;
  }

  /**
   * Lays the cache if it is missing: starts the program, ends it as soon as it is ready, and has
   * the JVM make a cache of what it has seen. Takes a few seconds more than a start.
   *
   * <p>The cache appears whole or not at all. What a training that was killed has left behind is
   * written over by the next; a cache that the program had before is removed.
   *
   * @param readyWithin how long the program may take to be ready
   * @return whether the cache is there; false while somebody else is training it
   * @throws ChildFailedException when the program does not become ready, or the cache cannot be
   *     written
   */
  public boolean train(Duration readyWithin) {
    Path lock = scratch("lock");
    // The system's locks are a process's, and one of them is gone when any thread closes its file.
    if (!IN_TRAINING.add(lock)) {
      return false;
    }
    try {
      Files.createDirectories(directory);
      // Free again however this process ends.
      try (FileChannel turn =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          @Nullable FileLock mine = turn.tryLock()) {
        if (mine == null) {
          return false;
        }
        if (!exists()) {
          lay(readyWithin);
        }
        return true;
      }
    } catch (IOException e) {
      throw new ChildFailedException(
          "The AOT cache of " + program.name() + " could not be written in " + directory, e);
    } finally {
      IN_TRAINING.remove(lock);
    }
  }

  private void lay(Duration readyWithin) throws IOException {
    Path log = scratch("log");
    Path recorded = scratch("recorded");
    Path unfinished = scratch("unfinished");
    for (Path left : List.of(log, recorded, unfinished)) {
      Files.deleteIfExists(left);
    }
    // Two steps, where -XX:AOTCacheOutput would be one: that lets the JVM start a second one of
    // its own when it ends, which would live on if this process were killed.
    ChildSpec training = program.withLogFile(log);
    try (ChildProcess recording =
        ChildProcess.start(
            with(training, "-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded))) {
      recording.awaitReady(readyWithin);
      recording.stop(RECORDED_WITHIN);
    }
    try (ChildProcess making =
        ChildProcess.start(
            with(
                training,
                // Without the JVM's adapters between compiled and interpreted code: JDK 25 warns at
                // each start of those it mistakes for others, and makes them anew.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-AOTAdapterCaching",
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + recorded,
                "-XX:AOTCache=" + unfinished))) {
      making.awaitEnd(LAID_WITHIN);
    }
    forgetEarlier();
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(recorded);
  }

  private void forgetEarlier() throws IOException {
    String ofThisName = program.name() + "-" + "?".repeat(DIGEST_CHARS) + ".aot";
    try (DirectoryStream<Path> earlier = Files.newDirectoryStream(directory, ofThisName)) {
      for (Path cache : earlier) {
        Files.delete(cache);
      }
    }
  }

  private Path scratch(String purpose) {
    return directory.resolve(program.name() + "." + purpose).toAbsolutePath();
  }

  /** The same program with these flags, which stand right after the name of the JVM's program. */
  private static ChildSpec with(ChildSpec program, String... flags) {
    List<String> command = new ArrayList<>(program.command());
    command.addAll(1, List.of(flags));
    return program.withCommand(command);
  }

  private static String digest(List<String> command) {
    int flags = command.indexOf(command.contains("-cp") ? "-cp" : "-jar");
    if (flags < 0 || flags + 1 >= command.size()) {
      throw new IllegalArgumentException("Neither -cp nor -jar is in " + command);
    }
    try {
      List<String> facts = new ArrayList<>(command.subList(0, flags));
      facts.add(Runtime.version().toString());
      for (Path jar : jars(command.get(flags + 1))) {
        facts.add(
            jar.toAbsolutePath() + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
      }
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", facts).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGEST_CHARS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As the JVM reads a class path: the jars of a directory in the order the directory has. */
  private static List<Path> jars(String classPath) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (entry.endsWith("/*")) {
        Path all = Path.of(entry.substring(0, entry.length() - 2));
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(all, "*.jar")) {
          inside.forEach(jars::add);
        }
      } else {
        jars.add(Path.of(entry));
      }
    }
    return jars;
  }
}
