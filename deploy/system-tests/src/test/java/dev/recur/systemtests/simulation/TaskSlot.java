package dev.recur.systemtests.simulation;

import dev.recur.schemas.topic.Retention;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A task as the cluster knows it: what is committed of it, the process that runs it now, if one
 * does, and what lies of it on the disks of processes that ran it before. A commit is atomic.
 */
final class TaskSlot {

  private final Program program;
  private final int part;
  private final int partition;
  private final Log log;
  private final VirtualClock clock;

  /** The topics it reads, what they hold of its partition, and how far it has read each. */
  private final List<String> topics;

  private final List<List<Log.Entry>> inputs;
  private final long[] offsets;
  private final long[] committedOffsets;

  /** Its changelogs, one behind the other, and what they come to. */
  private final List<Outputs.Changed> changelogs = new ArrayList<>();

  private final Contents committed = new Contents();

  /** By process. */
  private final Map<Integer, LocalStores> onDisk = new HashMap<>();

  private @Nullable RunningTask running;
  private int process;

  /** Stores that were closed in good order, and how much of the changelogs is in them. */
  private record LocalStores(Contents contents, int changes) {}

  TaskSlot(Program program, int part, int partition, Log log, VirtualClock clock) {
    this.program = program;
    this.part = part;
    this.partition = partition;
    this.log = log;
    this.clock = clock;
    this.topics = program.sources(part).stream().sorted().toList();
    this.inputs = topics.stream().map(topic -> log.partition(topic, partition)).toList();
    this.offsets = new long[topics.size()];
    this.committedOffsets = new long[topics.size()];
  }

  boolean isRunning() {
    return running != null;
  }

  int partition() {
    return partition;
  }

  /**
   * A process takes it up. Its stores are made from the changelogs; or from what this process kept
   * of them, and what the changelogs hold since.
   *
   * @return how many changes there are since; empty when the process has kept nothing
   */
  OptionalInt start(int takenUpBy) {
    process = takenUpBy;
    // While they are written to, nobody could tell how much is in them.
    LocalStores kept = onDisk.remove(process);
    if (kept == null) {
      running = program.start(part, partition, committed, clock);
      return OptionalInt.empty();
    }
    List<Outputs.Changed> since = changelogs.subList(kept.changes(), changelogs.size());
    kept.contents().follow(since);
    running = program.start(part, partition, kept.contents(), clock);
    return OptionalInt.of(since.size());
  }

  /** The process that runs it, or ran it last. */
  int process() {
    return process;
  }

  /** A process has lost its disk. */
  void lose(int whoseDisk) {
    onDisk.remove(whoseDisk);
  }

  /** How many topics it reads. */
  int inputs() {
    return topics.size();
  }

  /** True when something waits for it on one of its topics. */
  boolean waits(int input) {
    return offsets[input] < inputs.get(input).size();
  }

  /** True when something waits for it on a topic. */
  boolean waits(String topic) {
    int input = topics.indexOf(topic);
    return input >= 0 && waits(input);
  }

  /** Takes the next record of one of its topics. */
  Log.Entry take(int input) {
    Log.Entry entry = inputs.get(input).get((int) offsets[input]++);
    running().take(entry);
    return entry;
  }

  void punctuate() {
    running().punctuate();
  }

  boolean isCommitNeeded() {
    return running != null && (hasMoved() || !running.outputs().records().isEmpty());
  }

  /** What it has written, its stores' changes and its offsets become visible at once. */
  void commit() {
    Outputs outputs = running().outputs();
    commitPosition();
    for (Outputs.Written written : outputs.records()) {
      log.append(
          written.topic(),
          written.key(),
          written.value(),
          written.headers(),
          written.timestampMs());
    }
    outputs.clear();
  }

  /** True when its stores or its offsets are not committed. */
  boolean hasMoved() {
    return !Arrays.equals(offsets, committedOffsets) || !running().outputs().changes().isEmpty();
  }

  /**
   * Commits how far it has come, and nothing of what it has written. Only a broken task does this
   * by itself.
   */
  void commitPosition() {
    List<Outputs.Changed> changes = running().outputs().changes();
    committed.follow(changes);
    changelogs.addAll(changes);
    changes.clear();
    commitOffsets();
  }

  /** Commits that it has read, and nothing of what came of it. Only a broken task does this. */
  void commitOffsets() {
    System.arraycopy(offsets, 0, committedOffsets, 0, offsets.length);
  }

  /**
   * Its process dies, or is taken for dead: what was not committed is taken again, and its stores
   * are gone.
   *
   * @return true when it had nothing in the air, and its stores were looked at
   */
  boolean kill() {
    if (running == null) {
      return false;
    }
    boolean isIdle = !isCommitNeeded();
    if (isIdle) {
      running.checkStores(committed);
    }
    running.end();
    running = null;
    System.arraycopy(committedOffsets, 0, offsets, 0, offsets.length);
    return isIdle;
  }

  /**
   * Its process gives it away, and keeps its stores, whatever is in them: where that is not what
   * the changelogs hold, somebody goes on from it.
   *
   * @throws IllegalStateException when something is not committed
   */
  void giveAway() {
    if (isCommitNeeded()) {
      throw new IllegalStateException(this + " is given away with something in the air");
    }
    onDisk.put(process, new LocalStores(running().contents(), changelogs.size()));
    running().end();
    running = null;
  }

  /**
   * The broker has lost how far it had read, while it runs nowhere: it reads on from an earlier
   * record of each topic, and its stores know of what comes again.
   *
   * @param places says of so many places, of the earliest record that a topic still holds to where
   *     it had read to, which to read on from, the earliest being 0
   * @return how many records it reads again
   */
  int goBack(IntUnaryOperator places) {
    if (running != null) {
      throw new IllegalStateException(this + " runs, and knows how far it has read");
    }
    int again = 0;
    for (int input = 0; input < topics.size(); input++) {
      long first = firstHeld(input);
      int held = Math.toIntExact(offsets[input] - first);
      if (held > 0) {
        int place = places.applyAsInt(held + 1);
        again += held - place;
        offsets[input] = first + place;
        committedOffsets[input] = offsets[input];
      }
    }
    return again;
  }

  /** The first record of a topic that is not older than what the topic keeps. */
  private long firstHeld(int input) {
    Optional<Duration> kept = keptFor(topics.get(input));
    if (kept.isEmpty()) {
      return 0;
    }
    long since = clock.instant().minus(kept.get()).toEpochMilli();
    List<Log.Entry> entries = inputs.get(input);
    long first = offsets[input];
    while (first > 0 && entries.get((int) first - 1).timestampMs() >= since) {
      first--;
    }
    return first;
  }

  /** How long a topic keeps a record; empty for ever. */
  private static Optional<Duration> keptFor(String topic) {
    return Topics.all().stream()
        .filter(spec -> spec.name().equals(topic))
        .map(TopicSpec::retention)
        .filter(Retention.For.class::isInstance)
        .map(retention -> ((Retention.For) retention).time())
        .findFirst();
  }

  /** What its changelogs hold of a store. */
  NavigableMap<Bytes, byte[]> committed(String store) {
    return committed.of(store);
  }

  RunningTask running() {
    if (running == null) {
      throw new IllegalStateException(this + " runs nowhere");
    }
    return running;
  }

  @Override
  public String toString() {
    return program + "/" + part + "_" + partition;
  }
}
