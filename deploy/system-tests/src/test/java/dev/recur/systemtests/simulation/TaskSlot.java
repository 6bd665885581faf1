package dev.recur.systemtests.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A task as the cluster knows it: what is committed of it, and the process that runs it now, if one
 * does. A commit is atomic.
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
  private final Map<String, TreeMap<Bytes, byte[]>> committed = new HashMap<>();
  private @Nullable RunningTask running;

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

  /** A process takes it up: its stores are what the changelogs hold. */
  void start() {
    if (running == null) {
      rewind();
      running = program.start(part, partition, committed, clock);
    }
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
    for (Outputs.Changed changed : changes) {
      TreeMap<Bytes, byte[]> store =
          committed.computeIfAbsent(changed.store(), _ -> new TreeMap<>());
      if (changed.value() == null) {
        store.remove(changed.key());
      } else {
        store.put(changed.key(), changed.value());
      }
    }
    changes.clear();
    commitOffsets();
  }

  /** Commits that it has read, and nothing of what came of it. Only a broken task does this. */
  void commitOffsets() {
    System.arraycopy(offsets, 0, committedOffsets, 0, offsets.length);
  }

  /**
   * Its process dies, or has to give it away: what was not committed is taken again.
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
    rewind();
    return isIdle;
  }

  private void rewind() {
    System.arraycopy(committedOffsets, 0, offsets, 0, offsets.length);
  }

  /** What its changelogs hold of a store. */
  NavigableMap<Bytes, byte[]> committed(String store) {
    return committed.computeIfAbsent(store, _ -> new TreeMap<>());
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
