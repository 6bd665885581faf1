package dev.recur.systemtests.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The processes of one service: its tasks, and what becomes of those. */
final class Cluster implements Actor {

  /** How often a task looks at the clock, at most. */
  private static final long PUNCTUATE_MS = 50;

  private final World world;
  private final List<TaskSlot> slots = new ArrayList<>();
  private final List<Long> looked = new ArrayList<>();
  private final BiFunction<World, TaskSlot, Optional<Instant>> nextDue;
  private final boolean commitsBeforeWork;

  /**
   * A service.
   *
   * @param nextDue when a task next has something to do by itself
   * @param commitsBeforeWork true for the broken one that says it has read before it has worked
   */
  Cluster(
      World world,
      Program program,
      BiFunction<World, TaskSlot, Optional<Instant>> nextDue,
      boolean commitsBeforeWork) {
    this.world = world;
    this.nextDue = nextDue;
    this.commitsBeforeWork = commitsBeforeWork;
    for (int part : program.parts()) {
      for (int partition = 0; partition < world.log().partitions(); partition++) {
        slots.add(new TaskSlot(program, part, partition, world.log(), world.clock()));
        looked.add(0L);
      }
    }
  }

  List<TaskSlot> slots() {
    return slots;
  }

  @Override
  public void steps(List<Step> possible) {
    for (int number = 0; number < slots.size(); number++) {
      TaskSlot slot = slots.get(number);
      if (!slot.isRunning()) {
        possible.add(Step.work(4, () -> start(slot)));
        continue;
      }
      for (String topic : slot.waiting()) {
        possible.add(Step.work(6, () -> take(slot, topic)));
      }
      int index = number;
      if (world.clock().milliseconds() - looked.get(number) >= PUNCTUATE_MS) {
        possible.add(Step.work(3, () -> punctuate(slot, index)));
      }
      if (slot.isCommitNeeded()) {
        possible.add(Step.work(4, () -> commit(slot)));
        possible.add(Step.fault(1, () -> kill(slot, "dies")));
      }
    }
    possible.add(Step.fault(1, () -> kill(world.oneOf(slots), "moves to another process")));
  }

  private void start(TaskSlot slot) {
    world.tell("%s: starts", slot);
    slot.start();
  }

  private void take(TaskSlot slot, String topic) {
    Log.Entry entry = slot.take(topic);
    if (commitsBeforeWork) {
      slot.commitOffsets();
    }
    world.tell(
        "%s: takes %s@%d of %s and writes %d",
        slot,
        topic,
        entry.offset(),
        entry.keyText(),
        slot.running().outputs().records().size());
  }

  private void punctuate(TaskSlot slot, int number) {
    looked.set(number, world.clock().milliseconds());
    int before = slot.running().outputs().records().size();
    slot.punctuate();
    int after = slot.running().outputs().records().size();
    if (after > before) {
      world.tell("%s: looks at the clock and writes %d", slot, after - before);
    }
  }

  private void commit(TaskSlot slot) {
    world.tell("%s: commits %d", slot, slot.running().outputs().records().size());
    slot.commit();
  }

  private void kill(TaskSlot slot, String how) {
    if (slot.isRunning()) {
      world.tell(
          "%s: %s; %d not committed", slot, how, slot.running().outputs().records().size());
      slot.kill();
    }
  }

  /** Every process dies. */
  void killAll() {
    slots.forEach(slot -> kill(slot, "stops"));
  }

  @Override
  public Optional<Instant> wakesAt() {
    return slots.stream()
        .flatMap(slot -> nextDue.apply(world, slot).stream())
        .min(Instant::compareTo);
  }
}
