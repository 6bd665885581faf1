package dev.recur.notifier.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A wish for deliveries to be made once more, and how far it is. It goes through the record of what
 * was to be delivered, from where its time begins to what was the end when it began.
 *
 * @param replayId chosen by whoever asks
 * @param status how it is doing
 * @param filter which deliveries
 * @param nextOffset where it goes on; {@link #UNKNOWN} before it has begun
 * @param endOffset where it ends; {@link #UNKNOWN} before it has begun
 * @param made how many deliveries were made again
 * @param reached real time up to whose deliveries it has come
 * @param startedAt real time at which it was asked for
 * @param refusal why it was not taken, in one sentence; it is CANCELLED then
 */
public record Replay(
    String replayId,
    Status status,
    Filter filter,
    long nextOffset,
    long endOffset,
    long made,
    Instant reached,
    Instant startedAt,
    Optional<String> refusal) {

  /** Most of a lane's replayed deliveries that are due or in the air. */
  public static final int UNDER_WAY_MAX = 64;

  /** No offset yet. */
  public static final long UNKNOWN = -1;

  /** How a replay is doing. */
  public enum Status {
    /** Not at its end. */
    RUNNING,
    /** Everything was made again. */
    DONE,
    /** Stopped by somebody, and what was under way is delivered; or never taken. */
    CANCELLED
  }

  /**
   * Which deliveries are meant.
   *
   * @param since made from this real time on
   * @param until made before this real time
   * @param eventTypes of these types; empty: of all
   * @param subscriptionId of this subscription only
   * @param deliveryId this one only
   */
  public record Filter(
      Instant since,
      Instant until,
      List<String> eventTypes,
      Optional<String> subscriptionId,
      Optional<String> deliveryId) {
    public Filter {
      eventTypes = List.copyOf(eventTypes);
    }
  }

  /** One that was just asked for. */
  public static Replay asked(String replayId, Filter filter, Instant now) {
    return new Replay(
        replayId,
        Status.RUNNING,
        filter,
        UNKNOWN,
        UNKNOWN,
        0,
        filter.since(),
        now,
        Optional.empty());
  }

  /** True while there is something left to do. */
  public boolean isRunning() {
    return status == Status.RUNNING;
  }

  /**
   * The replay after some more deliveries were made again.
   *
   * @param count how many
   * @param next where it goes on
   * @param end where it ends
   * @param timeReached up to whose deliveries it has come
   */
  public Replay advanced(int count, long next, long end, Instant timeReached) {
    return new Replay(
        replayId,
        next >= end ? Status.DONE : Status.RUNNING,
        filter,
        next,
        end,
        made + count,
        timeReached.isAfter(reached) ? timeReached : reached,
        startedAt,
        refusal);
  }

  /** The replay after somebody stopped it. */
  public Replay cancelled() {
    return isRunning() ? over(Optional.empty()) : this;
  }

  /**
   * The replay where it is not taken.
   *
   * @param why in one sentence
   */
  Replay refused(String why) {
    return over(Optional.of(why));
  }

  private Replay over(Optional<String> why) {
    return new Replay(
        replayId, Status.CANCELLED, filter, nextOffset, endOffset, made, reached, startedAt, why);
  }
}
