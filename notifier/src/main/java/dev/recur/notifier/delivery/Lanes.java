package dev.recur.notifier.delivery;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which endpoints have something to send now, in memory only. It can be made again from the index
 * of what is due, and costs only what is due and has room: a lane that is full or has nothing due
 * is not looked at. Lanes take turns, so that a long one holds up no other.
 *
 * <p>What is in the air is known here and nowhere else: after a crash or a rebalance it is sent
 * again.
 */
final class Lanes {

  private static final long NEVER = Long.MAX_VALUE;

  private final int perLaneMax;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Deque<Lane> ready = new ArrayDeque<>();
  private final TreeSet<Lane> asleep =
      new TreeSet<>(
          Comparator.<Lane>comparingLong(lane -> lane.wakeAt).thenComparing(lane -> lane.endpoint));

  private enum Place {
    /** In line to be looked at. */
    READY,
    /** Nothing to do before {@code wakeAt}. */
    ASLEEP,
    /** Looked at again only when something changes: it is full, or has nothing due. */
    OUT
  }

  /** One endpoint. */
  static final class Lane {
    private final String endpoint;

    /** Attempts that were handed over and whose outcome was not read yet. */
    private final Map<DeliveryKey, Integer> inTheAir = new HashMap<>();

    private Place place = Place.OUT;
    private boolean paused;
    private long wakeAt = NEVER;
    private long from = NEVER;

    private Lane(String endpoint) {
      this.endpoint = endpoint;
    }

    String endpoint() {
      return endpoint;
    }

    /** Nothing of this lane is due before; spares the search the remains of what is done. */
    long from() {
      return from;
    }

    boolean isInTheAir(DeliveryKey delivery) {
      return inTheAir.containsKey(delivery);
    }
  }

  /**
   * No lanes yet.
   *
   * @param perLaneMax most attempts of one lane in the air
   */
  Lanes(int perLaneMax) {
    this.perLaneMax = perLaneMax;
  }

  /** Something of this endpoint falls due at this time. */
  void due(String endpoint, long atMs) {
    Lane lane = lanes.computeIfAbsent(endpoint, Lane::new);
    lane.from = Math.min(lane.from, atMs);
    boolean sooner = lane.place == Place.ASLEEP && !lane.paused && atMs < lane.wakeAt;
    boolean called = lane.place == Place.OUT && hasRoom(lane);
    if (sooner || called) {
      sleep(lane, atMs);
    }
  }

  /** The next lane to look at, if any; afterwards say what was found. */
  Optional<Lane> next(long nowMs) {
    while (!asleep.isEmpty() && asleep.first().wakeAt <= nowMs) {
      Lane lane = asleep.removeFirst();
      lane.paused = false;
      lane.place = Place.READY;
      ready.addLast(lane);
    }
    Optional<Lane> next = Optional.ofNullable(ready.pollFirst());
    next.ifPresent(lane -> lane.place = Place.OUT);
    return next;
  }

  /** The earliest of what the lane has left falls due at this time. */
  void seenFrom(Lane lane, long atMs) {
    lane.from = atMs;
  }

  /** Handed over: the lane goes to the end of the line, or waits for room. */
  void started(Lane lane, DeliveryKey delivery, int attempt) {
    lane.inTheAir.put(delivery, attempt);
    if (hasRoom(lane)) {
      lane.place = Place.READY;
      ready.addLast(lane);
    }
  }

  /** Nothing could be handed over for want of room elsewhere: the lane stays first in line. */
  void putBack(Lane lane) {
    lane.place = Place.READY;
    ready.addFirst(lane);
  }

  /** The lane has nothing due before this time. */
  void sleepUntil(Lane lane, long atMs) {
    sleep(lane, atMs);
  }

  /** The lane is left alone until this time, whatever falls due meanwhile. */
  void pauseUntil(Lane lane, long atMs) {
    sleep(lane, atMs);
    lane.paused = true;
  }

  /** The lane has nothing due at all, but for what is in the air. */
  void empty(Lane lane) {
    lane.place = Place.OUT;
    if (lane.inTheAir.isEmpty()) {
      lanes.remove(lane.endpoint);
    }
  }

  /** The outcome of an attempt was read: there is room again. */
  void finished(DeliveryKey delivery, int attempt) {
    Lane lane = lanes.get(delivery.endpoint());
    if (lane == null || !lane.inTheAir.remove(delivery, attempt)) {
      return;
    }
    if (lane.place == Place.OUT) {
      sleep(lane, lane.from);
    }
  }

  /** How many attempts are in the air. */
  int inTheAir() {
    return lanes.values().stream().mapToInt(lane -> lane.inTheAir.size()).sum();
  }

  /** How many lanes have something due or in the air. */
  int size() {
    return lanes.size();
  }

  private boolean hasRoom(Lane lane) {
    return lane.inTheAir.size() < perLaneMax;
  }

  private void sleep(Lane lane, long atMs) {
    if (lane.place == Place.ASLEEP) {
      asleep.remove(lane);
    }
    lane.paused = false;
    lane.wakeAt = atMs;
    lane.place = Place.ASLEEP;
    asleep.add(lane);
  }
}
