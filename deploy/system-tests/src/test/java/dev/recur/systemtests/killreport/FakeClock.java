package dev.recur.systemtests.killreport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process's own wall clock, which can be put while it runs: Debian's libfaketime. The monotonic
 * clock is left alone, as an administrator's or NTP's step leaves it.
 */
final class FakeClock {

  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

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
        "NO_FAKE_STAT",
        "1");
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
