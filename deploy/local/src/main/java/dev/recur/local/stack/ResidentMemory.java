package dev.recur.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalLong;

/** How much memory the stack holds, where the kernel tells it (Linux). */
final class ResidentMemory {
  private static final String FIELD = "VmRSS:";
  private static final long KIB_PER_MIB = 1024;

  private ResidentMemory() {}

  /**
   * What all processes of the stack hold together, in words; pages that they share count for each.
   *
   * @param pids the children; this process is added
   */
  static String inWords(Collection<Long> pids) {
    long sumKib = 0;
    for (long pid : pids) {
      OptionalLong kib = kib(pid);
      if (kib.isEmpty()) {
        return "memory not known here";
      }
      sumKib += kib.getAsLong();
    }
    OptionalLong own = kib(ProcessHandle.current().pid());
    return own.isEmpty()
        ? "memory not known here"
        : String.format(
            Locale.ROOT,
            "%d processes hold %d MiB",
            pids.size() + 1,
            (sumKib + own.getAsLong()) / KIB_PER_MIB);
  }

  private static OptionalLong kib(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(FIELD))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst();
    } catch (IOException e) {
      // No such file: not Linux, or the process has just ended.
      return OptionalLong.empty();
    }
  }
}
