package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.StoreKeys.Held;
import dev.recur.notifier.endpoint.Endpoint;
import dev.recur.notifier.endpoint.EndpointDirectory;
import dev.recur.notifier.queue.Answer;
import dev.recur.notifier.queue.Health;
import dev.recur.notifier.queue.LaneControl;
import dev.recur.notifier.queue.Probes;
import dev.recur.notifier.queue.Replays;
import dev.recur.notifier.queue.Rules;
import dev.recur.schemas.id.EndpointLane;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One lane, in memory: what it has due, what is in the air, how much its receiver is asked. All of
 * it can be made again from the stores, but for what is in the air: that is sent again.
 */
final class Lane {

  private final EndpointLane id;
  private final LaneControl control;
  private final DueQueue firsts = new DueQueue();
  private final DueQueue others = new DueQueue();

  /** Attempts that were handed over and whose outcome was not read yet. */
  private final Map<DeliveryKey, InTheAir> inTheAir = new HashMap<>();

  private LaneSettings settings = LaneSettings.OF_URL;

  /** What the settings were made from; the same list for as long as the merchant changes none. */
  private @Nullable List<Endpoint> seen;

  private Health health = Health.UNKNOWN;
  private Health written = Health.UNKNOWN;
  private Replays replays = Replays.NONE;
  private int replaysUnderWay;
  private boolean isReading;
  private long bulletins;
  private long missingSinceMs = LaneControl.NEVER;
  private boolean hasHeld;
  private boolean hasExhausted;
  private WaitingCount waiting = WaitingCount.unknown();
  private Optional<Held> probedWith = Optional.empty();
  private long probedAtMs = Long.MIN_VALUE;
  private boolean wasFirst;
  private Obstacle met = Obstacle.NONE;

  /** Where the lane stands among the others; {@link Lanes} keeps it. */
  Place place = Place.OUT;

  /** When it is looked at again, while it is ASLEEP. */
  long wakeAtMs = LaneControl.NEVER;

  private record InTheAir(int attempt, LaneControl.Ticket ticket) {}

  /** Where a lane stands among the others. */
  enum Place {
    /** In line to be looked at. */
    READY,
    /** Nothing to do before {@code wakeAtMs}. */
    ASLEEP,
    /** Looked at again only when something changes: it is full, or has nothing due. */
    OUT
  }

  /**
   * A lane with nothing due and nothing remembered.
   *
   * @param inTheAirMax most of its attempts in the air
   */
  Lane(EndpointLane id, int inTheAirMax) {
    this.id = id;
    this.control = new LaneControl(inTheAirMax);
  }

  EndpointLane id() {
    return id;
  }

  String text() {
    return id.text();
  }

  /** What is due for the first time. */
  DueQueue firsts() {
    return firsts;
  }

  /** What is due once more: retries, and what is replayed. */
  DueQueue others() {
    return others;
  }

  DueQueue queue(boolean first) {
    return first ? firsts : others;
  }

  LaneSettings settings() {
    return settings;
  }

  /** Takes over what its merchant wants now, where that may have changed. */
  void refresh(EndpointDirectory endpoints, long nowMs) {
    List<Endpoint> merchants = endpoints.of(id.clientId());
    if (merchants.equals(seen)) {
      return;
    }
    seen = merchants;
    settings = LaneSettings.of(id, merchants);
    control.rate(settings.ratePerSecond());
    missingSinceMs = settings.exists() ? LaneControl.NEVER : Math.min(missingSinceMs, nowMs);
  }

  Health health() {
    return health;
  }

  void health(Health next) {
    health = next;
  }

  Replays replays() {
    return replays;
  }

  void replays(Replays next) {
    replays = next;
  }

  /** How many replayed deliveries are due or in the air. */
  int replaysUnderWay() {
    return replaysUnderWay;
  }

  void replaysUnderWay(int count) {
    replaysUnderWay = Math.max(0, count);
  }

  /** True while the next deliveries of its replay are being read. */
  boolean isReading() {
    return isReading;
  }

  void isReading(boolean now) {
    isReading = now;
  }

  /** How many operational events were told of it. */
  long bulletins() {
    return bulletins;
  }

  void bulletins(long count) {
    bulletins = count;
  }

  long nextBulletin() {
    return ++bulletins;
  }

  /** Since when its endpoint is not known; NEVER while it is. */
  long missingSinceMs() {
    return missingSinceMs;
  }

  /** The health that a restart would find. */
  Health written() {
    return written;
  }

  void wrote() {
    written = health;
  }

  /** What its deliveries ask. */
  Rules.Gate gate() {
    return health.gate();
  }

  /** True when something of an earlier round may be held, which is to be released. */
  boolean hasHeld() {
    return hasHeld;
  }

  void hasHeld(boolean now) {
    hasHeld = now;
  }

  /** How many deliveries wait for their turn. */
  WaitingCount waiting() {
    return waiting;
  }

  void waiting(WaitingCount now) {
    waiting = now;
  }

  /** True when something of this round may be held, whose attempts are used up. */
  void hasExhausted(boolean now) {
    hasExhausted = now;
  }

  /** True while nothing but a probe may ever show that its receiver is back. */
  boolean isToBeProbed() {
    return hasExhausted && health.status() == Health.Status.FAILING && settings.exists();
  }

  /** When the next probe is due; NEVER while there is no need, or one in the air. */
  long probeAtMs() {
    return isToBeProbed() && !isProbing()
        ? Probes.nextAfter(health.since().toEpochMilli(), probedAtMs)
        : LaneControl.NEVER;
  }

  private boolean isProbing() {
    return probedWith.isPresent() && isInTheAir(probedWith.get().delivery());
  }

  /** What was probed with last. */
  Optional<Held> probedWith() {
    return probedWith;
  }

  /** Nobody knows of probes before this time. */
  void probedUntil(long atMs) {
    probedAtMs = atMs;
  }

  void probed(Held with, long nowMs) {
    probedWith = Optional.of(with);
    probedAtMs = nowMs;
  }

  LaneControl control() {
    return control;
  }

  /** True when a first attempt was begun last: of two that are due the other one is next. */
  boolean wasFirst() {
    return wasFirst;
  }

  /** What stood in the way when something was to be handed over last; NONE when it was. */
  void met(Obstacle obstacle) {
    met = obstacle;
  }

  /** What stands in the way of what is due. */
  Obstacle obstacle(long nowMs) {
    if (met != Obstacle.NONE) {
      return met;
    }
    if (control.breaker() != LaneControl.Breaker.CLOSED) {
      return Obstacle.RECEIVER;
    }
    long mayStartAt = control.mayStartAt(true, nowMs);
    if (mayStartAt == LaneControl.NEVER) {
      return Obstacle.BUSY;
    }
    return mayStartAt > nowMs ? Obstacle.PAUSED : Obstacle.NONE;
  }

  boolean isInTheAir(DeliveryKey delivery) {
    return inTheAir.containsKey(delivery);
  }

  int inTheAir() {
    return inTheAir.size();
  }

  void started(DeliveryKey delivery, int attempt, boolean first, long nowMs) {
    inTheAir.put(delivery, new InTheAir(attempt, control.started(first, nowMs)));
    wasFirst = first;
    met = Obstacle.NONE;
  }

  /** An outcome was read; it is this process's own attempt's when that is in the air. */
  void finished(
      DeliveryKey delivery, int attempt, Answer answer, Optional<Long> retryAfterMs, long nowMs) {
    InTheAir begun = inTheAir.get(delivery);
    if (begun == null || begun.attempt() != attempt) {
      return;
    }
    inTheAir.remove(delivery);
    control.finished(begun.ticket(), answer, nowMs);
    if (answer == Answer.OVERLOADED) {
      retryAfterMs.ifPresent(atMs -> control.retryAfter(atMs, nowMs));
    }
  }

  /** True while a replay has something left to do. */
  boolean isReplaying() {
    return replays.running().isPresent();
  }

  /** When something is due next; {@link LaneControl#NEVER} for nothing. */
  long dueAtMs() {
    return Math.min(firsts.earliestMs(), others.earliestMs());
  }

  /** True when nothing would be lost with it but what was learnt of its receiver. */
  boolean isIdle() {
    return firsts.isEmpty()
        && others.isEmpty()
        && inTheAir.isEmpty()
        && !hasHeld
        && !isToBeProbed()
        && !isReplaying();
  }
}
