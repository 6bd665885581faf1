package dev.recur.benchmark.rig;

import dev.recur.local.process.JavaCommand;

/** The JVM of what is measured: the same on both sides of a ratio. */
public final class Jvm {

  /** Most heap, in MiB. */
  public static final int HEAP_MB = 512;

  private Jvm() {}

  /** With both compilers, unlike the local stack's. */
  public static JavaCommand measured() {
    return JavaCommand.withHeap(HEAP_MB).with("-XX:TieredStopAtLevel=4");
  }
}
