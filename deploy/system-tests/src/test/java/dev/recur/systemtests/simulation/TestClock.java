package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.ClockReached;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A test clock, and the operator who sends it on from one time to the next: each once every
 * partition has said that it did all that was due before, and no earlier than some real time later.
 */
final class TestClock implements Actor {

  static final String ID = "clock-1";

  /** When whoever waits in vain sends the same again. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration REST_MAX = Duration.ofHours(30);

  private final World world;
  private final List<Leg> legs;
  private final List<Merchant> travellers = new ArrayList<>();
  private final List<Tick> onTheWay = new ArrayList<>();
  private final Set<Integer> reached = new HashSet<>();
  private final long[] read;

  /** Number of the leg that is under way, or comes next. */
  private int leg;

  private boolean underWay;
  private Instant leavesAt;
  private Instant sentAt = Instant.MIN;
  private Optional<Instant> shown = Optional.empty();

  /**
   * One step of the clock.
   *
   * @param to the time it is sent to
   * @param outage true when it jumps there
   */
  record Leg(Instant to, boolean outage) {}

  /** A tick that is not in its partition yet. */
  private record Tick(int partition, Leg leg) {}

  /**
   * A clock.
   *
   * @param legs the first makes it; the last is gone once nobody on the way wants anything more
   */
  TestClock(World world, List<Leg> legs) {
    this.world = world;
    this.legs = List.copyOf(legs);
    this.read = new long[world.log().partitions()];
    this.leavesAt = world.now();
  }

  /** Lives on this clock. */
  void take(Merchant merchant) {
    travellers.add(merchant);
  }

  /** The time that every partition has reached; empty before there is such a clock. */
  Optional<Instant> shown() {
    return shown;
  }

  /** True when it has reached the last of its times. */
  boolean isOver() {
    return leg == legs.size();
  }

  @Override
  public void steps(Steps possible) {
    follow();
    Set<Integer> partitions = new HashSet<>();
    for (Tick tick : onTheWay) {
      if (partitions.add(tick.partition())) {
        possible.work(5, () -> arrive(tick));
      }
    }
    if (underWay ? !world.now().isBefore(sentAt.plus(PATIENCE)) : mayLeave()) {
      possible.work(underWay ? 1 : 5, this::send);
    }
  }

  private boolean mayLeave() {
    if (isOver() || world.now().isBefore(leavesAt)) {
      return false;
    }
    boolean last = leg == legs.size() - 1;
    return leg == 0 || travellers.stream().allMatch(last ? Merchant::isOver : Merchant::isBorn);
  }

  private void send() {
    underWay = true;
    sentAt = world.now();
    Leg next = legs.get(leg);
    if (next.outage()) {
      world.saw(Seen.JUMP);
    }
    world.tell("clock: is sent to %s%s", next.to(), next.outage() ? ", in one jump" : "");
    for (int partition = 0; partition < world.log().partitions(); partition++) {
      onTheWay.add(new Tick(partition, next));
    }
  }

  private void arrive(Tick tick) {
    onTheWay.remove(tick);
    world.tell("clock: the tick to %s is on %d", tick.leg().to(), tick.partition());
    world.append(
        Topics.CLOCK_TICKS,
        tick.partition(),
        ID,
        new ClockTick(ID, tick.leg().to(), tick.leg().outage()));
    if (world.fails(10)) {
      onTheWay.add(tick);
    }
  }

  private void follow() {
    for (int partition = 0; partition < read.length; partition++) {
      List<Log.Entry> entries = world.log().partition(Topics.COMMAND_REPLIES.name(), partition);
      while (read[partition] < entries.size()) {
        CommandReply reply =
            world.decode(Topics.COMMAND_REPLIES, entries.get((int) read[partition]++));
        ClockReached there = reply.getClockReached();
        if (there != null && underWay && !there.getReached().isBefore(legs.get(leg).to())) {
          reached.add(there.getPartition());
        }
      }
    }
    if (underWay && reached.size() == read.length) {
      shown = Optional.of(legs.get(leg).to());
      world.tell("clock: shows %s", legs.get(leg).to());
      leg++;
      underWay = false;
      reached.clear();
      leavesAt = world.now().plus(world.upTo(world.happens(3) ? REST_MAX : Duration.ofMinutes(5)));
    }
  }

  @Override
  public Optional<Instant> wakesAt() {
    return underWay
        ? Optional.of(sentAt.plus(PATIENCE))
        : isOver() ? Optional.empty() : Optional.of(leavesAt);
  }
}
