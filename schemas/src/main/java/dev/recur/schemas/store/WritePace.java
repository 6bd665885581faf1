package dev.recur.schemas.store;

/**
 * How much a store may write to disk in a second, in flushes and compactions together. While few
 * files wait to be put together it is little, so that a processor is never taken for long. Where
 * more is written than that can keep up with, files pile up, RocksDB would slow writers down and at
 * last stop them; so the more of them wait, the more it is, long before that.
 *
 * @param processors of this machine
 */
record WritePace(int processors) {

  /** More than any disk takes. */
  static final long UNLIMITED_BYTES_PER_SECOND = 1L << 40;

  /** For each processor: a few hundredths of what it puts together in a second. */
  private static final long EVEN_BYTES_PER_SECOND = 8L << 20;

  /**
   * So many are no haste: on a busy machine they come together in a rush and are gone after it, and
   * a compaction in haste is what is to be avoided. A reader looks into none that its filter rules
   * out.
   */
  private static final int FILES_EVEN_MAX = 20;

  /** So many more double what may be written. */
  private static final double FILES_TO_DOUBLE = 4;

  /** From so many on RocksDB slows writers down: more is written long before that. */
  static final int FILES_SLOW_DOWN = 48;

  /** From so many on it stops them. */
  static final int FILES_STOP = 64;

  static WritePace ofThisMachine() {
    return new WritePace(Runtime.getRuntime().availableProcessors());
  }

  /**
   * What may be written in a second.
   *
   * @param filesThatWait of the lowest level
   */
  long bytesPerSecond(long filesThatWait) {
    double more = Math.pow(2, Math.max(0, filesThatWait - FILES_EVEN_MAX) / FILES_TO_DOUBLE);
    return (long) Math.min(UNLIMITED_BYTES_PER_SECOND, EVEN_BYTES_PER_SECOND * processors * more);
  }
}
