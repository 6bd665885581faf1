package dev.recur.systemtests.simulation;

import dev.recur.schemas.serde.RecordCodecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Many runs beside each other, each in one thread. */
final class Runs {

  /** So many seeds that fail are enough to look at. */
  private static final int FAILURES_MAX = 3;

  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);
  private static final Duration LOOKS_EVERY = Duration.ofMillis(200);

  private final RecordCodecs codecs;
  private final LongFunction<Scenario> meaning;
  private final Consumer<Verdict> failed;
  private final ConcurrentLinkedQueue<Verdict> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<String, Integer> seen = new ConcurrentSkipListMap<>();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong steps = new AtomicLong();

  /**
   * Runs.
   *
   * @param meaning what a seed means
   * @param failed told of each seed that fails, as soon as it has: a run of hours may be stopped
   *     before it is over, and what it found is not to be lost
   */
  Runs(RecordCodecs codecs, LongFunction<Scenario> meaning, Consumer<Verdict> failed) {
    this.codecs = codecs;
    this.meaning = meaning;
    this.failed = failed;
  }

  /** How many came to their end, good or not. */
  long done() {
    return done.get();
  }

  /** In how many runs each of what happened did, by its names in {@link Seen}. */
  Map<String, Integer> seen() {
    return new TreeMap<>(seen);
  }

  List<Verdict> failures() {
    return List.copyOf(failures);
  }

  /**
   * Runs one seed after the other on every processor; says from time to time how far it is.
   *
   * @param kept seeds that come first
   * @param from first of those that follow
   * @param count how many of those
   */
  void run(List<Long> kept, long from, long count) throws InterruptedException {
    long startedAt = System.nanoTime();
    long all = kept.size() + count;
    AtomicLong next = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < Runtime.getRuntime().availableProcessors(); number++) {
      threads.add(
          Thread.ofPlatform()
              .name("simulation-" + number)
              .start(
                  () -> {
                    Programs programs = new Programs(codecs);
                    for (long run = next.getAndIncrement();
                        run < all && failures.size() < FAILURES_MAX;
                        run = next.getAndIncrement()) {
                      long seed =
                          run < kept.size() ? kept.get((int) run) : from + run - kept.size();
                      Verdict verdict =
                          Verdict.on(programs, seed, () -> meaning.apply(seed), false);
                      take(verdict);
                      if (!verdict.isGood()) {
                        // What it left behind is not to be the next one's fault.
                        programs = new Programs(codecs);
                      }
                    }
                  }));
    }
    long toldAt = startedAt;
    for (Thread thread : threads) {
      while (!thread.join(LOOKS_EVERY)) {
        long now = System.nanoTime();
        if (now - toldAt > PROGRESS_EVERY.toNanos()) {
          toldAt = now;
          tell(from, startedAt);
        }
      }
    }
    tell(from, startedAt);
  }

  private void tell(long from, long startedAt) {
    long seconds = Duration.ofNanos(System.nanoTime() - startedAt).toSeconds();
    System.out.printf(
        "simulation: %d seeds, the kept ones and those from %d on, in %d s, %d steps, %d failed%n",
        done.get(), from, seconds, steps.get(), failures.size());
  }

  private void take(Verdict verdict) {
    done.incrementAndGet();
    steps.addAndGet(verdict.steps());
    verdict.seen().forEach(what -> seen.merge(what, 1, Integer::sum));
    if (!verdict.isGood()) {
      failures.add(verdict);
      failed.accept(verdict);
    }
  }

  /** The same seed with as few subscriptions and outages as still fail, and its diary. */
  static Verdict shrink(RecordCodecs codecs, long seed) {
    Verdict all = Verdict.on(new Programs(codecs), seed, () -> Scenario.of(seed), true);
    if (all.steps() == 0) {
      // It did not even begin.
      return all;
    }
    Scenario whole = Scenario.of(seed);
    Programs programs = new Programs(codecs);
    for (int plans = 1; plans <= whole.plans().size(); plans++) {
      for (int outages = 0; outages <= whole.outagesMax(); outages++) {
        Scenario small = Scenario.of(seed, plans, outages, Scenario.Sabotage.NOTHING);
        Verdict smaller = Verdict.on(programs, small, true);
        if (!smaller.isGood()) {
          return smaller;
        }
      }
    }
    return all;
  }
}
