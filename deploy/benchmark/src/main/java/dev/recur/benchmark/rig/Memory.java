package dev.recur.benchmark.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds.
 *
 * @param liveBytes objects of its heap that something still refers to
 * @param residentBytes of the whole process, as the kernel counts it: the heap as large as it ever
 *     grew, code, threads, and what libraries take outside of it, RocksDB before all
 */
public record Memory(long liveBytes, long residentBytes) {

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final long BYTES_PER_KIB = 1_024;
  private static final long SECONDS_MAX = 60;

  /**
   * Of another process of this machine and this user, after a collection of its garbage.
   *
   * @throws IllegalArgumentException for this process, which stands still while it is looked at,
   *     and would never read what it says
   * @throws IllegalStateException when it does not tell
   */
  public static Memory of(long pid) {
    if (pid == ProcessHandle.current().pid()) {
      throw new IllegalArgumentException("A process cannot look at itself: ask another one");
    }
    return new Memory(live(histogram(pid)), resident(status(pid)));
  }

  /** The bytes in the last line of {@code jcmd GC.class_histogram}, which collects first. */
  static long live(String histogram) {
    return found(TOTAL, histogram)
        .orElseThrow(() -> new IllegalStateException("No histogram of classes: " + histogram));
  }

  /** VmRSS of {@code /proc/PID/status}. */
  static long resident(String status) {
    return found(RESIDENT, status)
        .map(kib -> kib * BYTES_PER_KIB)
        .orElseThrow(() -> new IllegalStateException("No VmRSS: is this Linux?"));
  }

  private static Optional<Long> found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
  }

  private static String histogram(long pid) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(List.of(jcmd.toString(), Long.toString(pid), "GC.class_histogram"))
              .redirectErrorStream(true)
              .start();
      try {
        String histogram = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
          throw new IllegalStateException("jcmd does not end");
        }
        return histogram;
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("jcmd is needed, which every JDK has: " + jcmd, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted.", e);
    }
  }

  private static String status(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
