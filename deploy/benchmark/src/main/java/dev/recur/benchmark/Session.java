package dev.recur.benchmark;

import dev.recur.benchmark.rig.Cost;
import dev.recur.benchmark.rig.Costs;
import dev.recur.benchmark.rig.Processes;
import dev.recur.local.process.LocalKafka;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

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

  /** The same run, in a directory inside this one's. */
  public Session inside(String name) {
    return new Session(directory.resolve(name), isShort, progress);
  }

  /** Starts a broker and a registry of its own, which end with the others. */
  public LocalKafka kafka(Processes processes) {
    return processes.add(LocalKafka.start(directory.resolve("kafka")));
  }

  /**
   * Does the same again and again.
   *
   * @param round is told which it is, from 0; those that only warm up are below
   */
  public void rounds(int warmUps, int repetitions, IntConsumer round) {
    for (int n = -warmUps; n < repetitions; n++) {
      says(n < 0 ? "warming up" : "round %d of %d".formatted(n + 1, repetitions));
      round.accept(n);
    }
  }

  /** Says what a measurement of a round came to, and keeps it where that did not only warm up. */
  public void found(int round, Costs costs, Cost cost) {
    says("  %s: %s".formatted(costs.name(), cost.inWords()));
    if (round >= 0) {
      costs.add(cost);
    }
  }

  /** How a result says that it is of the short form; empty where it is not. */
  public String form() {
    return isShort ? "; SHORT FORM" : "";
  }
}
