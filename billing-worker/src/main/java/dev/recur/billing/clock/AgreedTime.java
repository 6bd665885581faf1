package dev.recur.billing.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This machine's clock, but never far ahead of the cluster's: that is asked now and then, and
 * counted on by the monotonic clock, which nobody puts. While this machine is ahead the cluster's
 * time counts, so what falls due is taken neither early nor late. Where this machine is behind, it
 * is believed: its charges are late until it is put right.
 */
final class AgreedTime implements LiveTime {

  /** How far ahead is no matter: more than clocks that are kept drift, and an answer takes. */
  static final Duration AHEAD_MAX = Duration.ofSeconds(10);

  private final LongSupplier monotonicNanos;
  private volatile @Nullable Answer answer;
  private volatile boolean unanswerable;

  private record Answer(Instant clusterTime, long atNanos) {}

  AgreedTime(LongSupplier monotonicNanos) {
    this.monotonicNanos = monotonicNanos;
  }

  /** The cluster's clock shows this, or showed it a moment ago. */
  void answered(Instant clusterTime) {
    answer = new Answer(clusterTime, monotonicNanos.getAsLong());
  }

  /**
   * The cluster does not tell its time to us. Where it never did, this machine is believed; else
   * what it told is counted on, since a machine that was known to be wrong does not become right.
   */
  void unanswerable() {
    unanswerable = true;
  }

  /** True once the cluster has told its time. */
  boolean isAnswered() {
    return answer != null;
  }

  /** True while this machine is so far ahead that it is not believed, or nobody knows. */
  boolean isInDoubt(Instant told) {
    return !dueThrough(told).equals(told);
  }

  /** How far this machine is ahead of the cluster, below zero where it is behind. */
  Optional<Duration> ahead(Instant told) {
    return Optional.ofNullable(clusterTime()).map(cluster -> Duration.between(cluster, told));
  }

  /** The cluster's time where this machine's is another, this machine's where nobody knows. */
  Instant shared(Instant told) {
    Instant cluster = clusterTime();
    return cluster == null || Duration.between(cluster, told).abs().compareTo(AHEAD_MAX) <= 0
        ? told
        : cluster;
  }

  @Override
  public Instant believed(Instant told) {
    Instant cluster = clusterTime();
    return cluster != null && told.isAfter(cluster.plus(AHEAD_MAX)) ? cluster : told;
  }

  @Override
  public Instant dueThrough(Instant told) {
    return unanswerable || answer != null ? believed(told) : Instant.EPOCH;
  }

  private @Nullable Instant clusterTime() {
    Answer last = answer;
    return last == null
        ? null
        : last.clusterTime().plusNanos(monotonicNanos.getAsLong() - last.atNanos());
  }
}
