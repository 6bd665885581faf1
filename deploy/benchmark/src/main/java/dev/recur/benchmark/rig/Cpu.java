package dev.recur.benchmark.rig;

import java.time.Duration;

/** Processor time of a process on this machine, all its threads, as the kernel counts it. */
public final class Cpu {

  private Cpu() {}

  /** What the process has used since it began; the kernel counts in hundredths of a second. */
  public static Duration of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Process %d has ended, or shows no time.".formatted(pid)));
  }
}
