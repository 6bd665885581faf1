package dev.recur.systemtests.killreport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process's own wall clock, which can be put while it runs: Debian's libfaketime. The monotonic
 * clock is left alone, as an administrator's or NTP's step leaves it.
 */
final class FakeClock implements AutoCloseable {

  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  /** What the library shares between a process and its children, and a killed one leaves there. */
  private static final Path SHARED = Path.of("/dev/shm");

  private static final Pattern LEFT = Pattern.compile("(?:sem\\.faketime_sem|faketime_shm)_(\\d+)");

  private final Path library;
  private final Path offset;

  private FakeClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /**
   * A clock that shows the time as it is.
   *
   * @param offset the file that says how far it is off
   * @return empty where {@code apt-get install faketime} was not done
   */
  static Optional<FakeClock> in(Path offset) {
    try (Stream<Path> architectures = Files.list(LIBRARIES)) {
      Optional<FakeClock> clock =
          architectures
              .map(architecture -> architecture.resolve(LIBRARY))
              .filter(Files::isRegularFile)
              .findFirst()
              .map(library -> new FakeClock(library, offset));
      clock.ifPresent(made -> made.put(Duration.ZERO));
      return clock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the process is started with. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME_TIMESTAMP_FILE",
        offset.toString(),
        // How long it may go on with what the file said before, in seconds.
        "FAKETIME_CACHE_DURATION",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        // Else every wait that has an end, by that clock, ends at once, and a JVM's threads spin.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0",
        "NO_FAKE_STAT",
        "1");
  }

  /** Takes away what processes that are no more have left in memory. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.list(SHARED)) {
      for (Path file : files.toList()) {
        Matcher name = LEFT.matcher(file.getFileName().toString());
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts it so far ahead of the time as it is, or behind; the process sees it a second later. */
  void put(Duration ahead) {
    try {
      // By rename: half a number would be another time.
      Path part = offset.resolveSibling(offset.getFileName() + ".part");
      Files.writeString(part, "%+d%n".formatted(ahead.toSeconds()));
      Files.move(part, offset, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
