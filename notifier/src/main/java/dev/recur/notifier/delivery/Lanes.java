package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.Lane.Place;
import dev.recur.notifier.queue.LaneControl;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Which lanes have something to do now, in memory only. It costs only what is due and may be sent:
 * a lane that is full, paused or has nothing due is not looked at. Lanes take turns, so that a long
 * one holds up no other.
 */
final class Lanes {

  private final Function<String, Lane> make;
  private final Consumer<Lane> refresh;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Deque<Lane> ready = new ArrayDeque<>();
  private final TreeSet<Lane> asleep =
      new TreeSet<>(
          Comparator.<Lane>comparingLong(lane -> lane.wakeAtMs).thenComparing(Lane::text));

  /**
   * No lanes yet.
   *
   * @param make makes the lane with this text
   * @param refresh brings a lane that is about to be used up to what its merchant wants now
   */
  Lanes(Function<String, Lane> make, Consumer<Lane> refresh) {
    this.make = make;
    this.refresh = refresh;
  }

  /** The lane with this text, up to date; made where it is not in memory. */
  Lane get(String text) {
    Lane lane = lanes.computeIfAbsent(text, make);
    refresh.accept(lane);
    return lane;
  }

  /** The lane with this text, up to date, where it is in memory. */
  Optional<Lane> known(String text) {
    Lane lane = lanes.get(text);
    if (lane != null) {
      refresh.accept(lane);
    }
    return Optional.ofNullable(lane);
  }

  /** Every lane that is in memory. */
  Collection<Lane> all() {
    return lanes.values();
  }

  /** There may be something to do from this time on. */
  void wake(Lane lane, long atMs) {
    boolean sooner = lane.place == Place.ASLEEP && atMs < lane.wakeAtMs;
    if (sooner || lane.place == Place.OUT) {
      sleep(lane, atMs);
    }
  }

  /** The next lane to look at, if any, up to date; afterwards say what was found. */
  Optional<Lane> next(long nowMs) {
    while (!asleep.isEmpty() && asleep.first().wakeAtMs <= nowMs) {
      Lane lane = asleep.removeFirst();
      lane.place = Place.READY;
      ready.addLast(lane);
    }
    Optional<Lane> next = Optional.ofNullable(ready.pollFirst());
    next.ifPresent(lane -> lane.place = Place.OUT);
    next.ifPresent(refresh);
    return next;
  }

  /**
   * Something was done: the lane goes to the end of the line, also where what was done has woken it
   * meanwhile.
   */
  void again(Lane lane) {
    leaveAlone(lane);
    lane.place = Place.READY;
    ready.addLast(lane);
  }

  /**
   * The lane has nothing to do before this time; with NEVER, before something changes. One that has
   * nothing at all is forgotten, but not before that is as good as knowing it.
   */
  void sleepUntil(Lane lane, long atMs, long nowMs) {
    if (atMs != LaneControl.NEVER) {
      sleep(lane, atMs);
    } else if (!lane.isIdle()) {
      leaveAlone(lane);
    } else if (lane.control().countsUntil() > nowMs) {
      sleep(lane, lane.control().countsUntil());
    } else {
      leaveAlone(lane);
      lanes.remove(lane.text(), lane);
    }
  }

  private void sleep(Lane lane, long atMs) {
    leaveAlone(lane);
    lane.wakeAtMs = atMs;
    lane.place = Place.ASLEEP;
    asleep.add(lane);
  }

  private void leaveAlone(Lane lane) {
    switch (lane.place) {
      case READY -> ready.remove(lane);
      case ASLEEP -> asleep.remove(lane);
      case OUT -> {}
    }
    lane.place = Place.OUT;
  }

  /** How many attempts are in the air. */
  int inTheAir() {
    return lanes.values().stream().mapToInt(Lane::inTheAir).sum();
  }

  /** How many lanes are in memory. */
  int size() {
    return lanes.size();
  }
}
