package dev.recur.systemtests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The processes of one service: its tasks, and what becomes of those. */
final class Cluster implements Actor {

  /** How many processes share the tasks. */
  static final int PROCESSES = 2;

  /** How long a thread with many partitions, or on a machine that halts, leaves one of them. */
  private static final Duration STANDS_MAX = Duration.ofMinutes(10);

  /** How often a cluster's offsets are lost: each time much is read again. */
  private static final int OFFSET_LOSSES_MAX = 2;

  private final World world;
  private final Host host;
  private final List<TaskSlot> slots = new ArrayList<>();
  private final List<Instant> looked = new ArrayList<>();
  private final List<Instant> standsUntil = new ArrayList<>();
  private final BiFunction<World, TaskSlot, Optional<Instant>> nextDue;
  private final boolean commitsBeforeWork;
  private final Duration looksEvery;
  private int offsetLosses;

  /** What a process has beside its tasks. */
  interface Host {
    /** A task of this process is about to do something. */
    default void running(int process) {}

    /** A process has ended. */
    default void processEnded(int process) {}

    /** A task has ended, and will begin anew from what is committed of it. */
    default void taskEnded(TaskSlot slot) {}
  }

  /**
   * A service.
   *
   * @param looksEvery how often a task looks at the clock, at most
   * @param nextDue when a task next has something to do by itself
   * @param commitsBeforeWork true for the broken one: it commits what it has read before it works
   *     on it, and where it stands then before anybody else can see what it has written
   */
  Cluster(
      World world,
      Program program,
      Host host,
      Duration looksEvery,
      BiFunction<World, TaskSlot, Optional<Instant>> nextDue,
      boolean commitsBeforeWork) {
    this.world = world;
    this.host = host;
    this.looksEvery = looksEvery;
    this.nextDue = nextDue;
    this.commitsBeforeWork = commitsBeforeWork;
    for (int part : program.parts()) {
      for (int partition = 0; partition < world.log().partitions(); partition++) {
        slots.add(new TaskSlot(program, part, partition, world.log(), world.clock()));
        looked.add(Instant.EPOCH);
        standsUntil.add(Instant.MIN);
      }
    }
  }

  List<TaskSlot> slots() {
    return slots;
  }

  /** Present when nothing of a topic waits for the tasks of a partition. */
  Optional<Duration> nothingLeft(String topic, int partition) {
    return slots.stream().anyMatch(slot -> slot.partition() == partition && slot.waits(topic))
        ? Optional.empty()
        : Optional.of(Duration.ZERO);
  }

  @Override
  public void steps(Steps possible) {
    for (int number = 0; number < slots.size(); number++) {
      TaskSlot slot = slots.get(number);
      int index = number;
      if (world.now().isBefore(standsUntil.get(number))) {
        continue;
      }
      if (!slot.isRunning()) {
        possible.work(4, () -> start(index));
        continue;
      }
      for (int input = 0; input < slot.inputs(); input++) {
        if (slot.waits(input)) {
          int waiting = input;
          possible.work(6, () -> take(index, waiting));
        }
      }
      if (!world.now().isBefore(looked.get(number).plus(looksEvery))) {
        possible.work(3, () -> punctuate(index));
      }
      if (slot.isCommitNeeded()) {
        possible.work(4, () -> commit(slot));
      }
      possible.fault(1, () -> move(slot));
      possible.fault(1, () -> standStill(index));
    }
    for (int process = 0; process < PROCESSES; process++) {
      int ending = process;
      possible.fault(2, () -> kill(ending));
      possible.fault(1, () -> stop(ending));
    }
    if (offsetLosses < OFFSET_LOSSES_MAX) {
      possible.fault(1, this::loseOffsets);
    }
  }

  /** A process takes a task up. */
  private void start(int number) {
    int process = world.dice().nextInt(PROCESSES);
    TaskSlot slot = slots.get(number);
    host.running(process);
    OptionalInt since = slot.start(process);
    if (since.orElse(0) > 0) {
      world.saw(Seen.OLD_STORES);
    }
    world.tell(
        "%s: starts in process %d, %s",
        slot,
        process,
        since.isEmpty()
            ? "with no stores"
            : "whose stores are %d behind".formatted(since.getAsInt()));
  }

  private void take(int number, int input) {
    TaskSlot slot = slots.get(number);
    host.running(slot.process());
    Log.Entry entry = slot.take(input);
    if (commitsBeforeWork) {
      slot.commitOffsets();
    }
    if (world.keepsDiary()) {
      world.tell(
          "%s: takes %s@%d of %s and writes %d",
          slot,
          entry.topic(),
          entry.offset(),
          entry.keyText(),
          slot.running().outputs().records().size());
    }
  }

  private void punctuate(int number) {
    TaskSlot slot = slots.get(number);
    looked.set(number, world.now());
    host.running(slot.process());
    int before = slot.running().outputs().records().size();
    slot.punctuate();
    int after = slot.running().outputs().records().size();
    if (after > before) {
      world.tell("%s: looks at the clock and writes %d", slot, after - before);
    }
  }

  private void commit(TaskSlot slot) {
    int records = slot.running().outputs().records().size();
    if (commitsBeforeWork && records > 0 && slot.hasMoved()) {
      world.tell("%s: commits that it has written %d, and has not", slot, records);
      slot.commitPosition();
    } else {
      world.tell("%s: commits %d", slot, records);
      slot.commit();
    }
  }

  /** The group is balanced anew: a task goes to another process, and its process lives on. */
  private void move(TaskSlot slot) {
    world.saw(Seen.MOVE);
    if (world.happens(2)) {
      giveAway(slot);
    } else {
      world.tell(
          "%s: is taken away; %d not committed", slot, slot.running().outputs().records().size());
      kill(slot);
    }
  }

  /** A process gives a task away in good order. */
  private void giveAway(TaskSlot slot) {
    if (slot.isCommitNeeded()) {
      commit(slot);
    }
    world.tell("%s: is given away", slot);
    slot.giveAway();
    host.taskEnded(slot);
  }

  /** Its thread does something else, while others write to it. */
  private void standStill(int number) {
    world.saw(Seen.STANDSTILL);
    Duration time = world.upTo(STANDS_MAX);
    world.tell("%s: stands still for %s", slots.get(number), time);
    standsUntil.set(number, world.now().plus(time));
  }

  private void kill(TaskSlot slot) {
    if (slot.kill()) {
      world.saw(Seen.IDLE_DEATH);
    }
    host.taskEnded(slot);
  }

  private void kill(int process) {
    world.saw(Seen.DEATH);
    boolean losesDisk = world.happens(3);
    world.tell(
        "process %d of %s dies%s", process, slots.getFirst(), losesDisk ? ", its disk too" : "");
    tasksOf(process).forEach(this::kill);
    if (losesDisk) {
      slots.forEach(slot -> slot.lose(process));
    }
    host.processEnded(process);
  }

  /** A process is told to end, and does. */
  private void stop(int process) {
    world.saw(Seen.END);
    world.tell("process %d of %s ends", process, slots.getFirst());
    tasksOf(process).filter(TaskSlot::isRunning).forEach(this::giveAway);
    host.processEnded(process);
  }

  /** The broker comes back with less than it knew of the group: everybody is shut out of it. */
  private void loseOffsets() {
    offsetLosses++;
    world.saw(Seen.LOST_OFFSETS);
    for (int process = 0; process < PROCESSES; process++) {
      kill(process);
    }
    for (TaskSlot slot : slots) {
      int back = slot.goBack(bound -> world.happens(3) ? 0 : world.dice().nextInt(bound));
      world.tell("%s: is to read %d records again", slot, back);
    }
  }

  private Stream<TaskSlot> tasksOf(int process) {
    return slots.stream().filter(slot -> slot.process() == process);
  }

  /** Every process ends, or dies. */
  void endAll() {
    for (int process = 0; process < PROCESSES; process++) {
      if (world.happens(2)) {
        stop(process);
      } else {
        kill(process);
      }
    }
  }

  @Override
  public Optional<Instant> wakesAt() {
    Stream<Instant> due = slots.stream().flatMap(slot -> nextDue.apply(world, slot).stream());
    Stream<Instant> goOn = standsUntil.stream().filter(until -> until.isAfter(world.now()));
    return Stream.concat(due, goOn).min(Instant::compareTo);
  }
}
