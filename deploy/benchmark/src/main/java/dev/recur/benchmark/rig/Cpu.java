package dev.recur.benchmark.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Processor time on this machine, as the kernel counts it: in hundredths of a second. */
public final class Cpu {

  private static final Path SELF = Path.of("/proc/self/stat");
  private static final long MS_PER_TICK = 10;

  /** Fields behind the program's name, which may have blanks in it: cutime and cstime. */
  private static final int CHILDREN_USER = 13;

  private static final int CHILDREN_SYSTEM = 14;

  private Cpu() {}

  /** What a process has used since it began, all its threads. */
  public static Duration of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Process %d has ended, or shows no time.".formatted(pid)));
  }

  /** What those have used together that this process started and that have ended. */
  public static Duration ofEndedChildren() {
    try {
      return ofEndedChildren(Files.readString(SELF));
    } catch (IOException e) {
      throw new UncheckedIOException("Only Linux tells what ended processes have used.", e);
    }
  }

  static Duration ofEndedChildren(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
    return Duration.ofMillis(
        (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]))
            * MS_PER_TICK);
  }
}
