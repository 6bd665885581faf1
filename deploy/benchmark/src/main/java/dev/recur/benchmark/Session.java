package dev.recur.benchmark;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * One run of one benchmark.
 *
 * @param directory its own, empty
 * @param isShort true for a quick look: the same steps, fewer and shorter
 * @param progress told what is going on
 */
public record Session(Path directory, boolean isShort, Consumer<String> progress) {

  /** Says what is going on. */
  public void says(String what) {
    progress.accept(what);
  }
}
