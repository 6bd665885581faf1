package dev.recur.systemtests.simulation;

import static dev.recur.systemtests.simulation.Timetable.later;

import dev.recur.schemas.avro.SubscriptionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Writes down what one subscription's life must not have been like, decision by decision. */
final class Judge {

  private final String subscriptionId;
  private final List<Course.Stop> stops;
  private final Duration lateMax;
  private final boolean onTestClock;
  private final List<String> broken = new ArrayList<>();
  private List<SubscriptionEvent> decision = List.of();
  private Instant at = Instant.MIN;
  private Instant now = Instant.MIN;
  private Instant since = Instant.MIN;

  /**
   * A judge.
   *
   * @param stops when nothing ran, on the subscription's clock
   * @param lateMax how late anything may be beside that
   * @param onTestClock true when what is late is decided as if it were in time
   */
  Judge(String subscriptionId, List<Course.Stop> stops, Duration lateMax, boolean onTestClock) {
    this.subscriptionId = subscriptionId;
    this.onTestClock = onTestClock;
    this.stops = stops;
    this.lateMax = lateMax;
  }

  /** The next decision comes, of at least one event. */
  void comes(List<SubscriptionEvent> next) {
    decision = next;
    Instant then = next.getFirst().getAt();
    must(!then.isBefore(at), "goes back to %s", then);
    at = then;
    now = onTestClock ? at : later(at, next.getFirst().getInput().getRecordedAt());
  }

  /** It is gone through. */
  void goes() {
    since = at;
  }

  /** The time of the decision. */
  Instant at() {
    return at;
  }

  /** What the clock showed when it was made: later, where it is dated when it fell due. */
  Instant now() {
    return now;
  }

  /** The time of the one before it. */
  Instant since() {
    return since;
  }

  /** True when the decision has such an event. */
  boolean decides(Predicate<SubscriptionEvent> what) {
    return decision.stream().anyMatch(what);
  }

  @SuppressWarnings("AnnotateFormatMethod") // Its annotation is in no library that is here.
  void must(boolean holds, String format, Object... what) {
    if (!holds) {
      broken.add("%s at %s: %s".formatted(subscriptionId, at, format.formatted(what)));
    }
  }

  /** What was due was not done by a time, and had to be but for the time in which nothing ran. */
  @SuppressWarnings("AnnotateFormatMethod") // Its annotation is in no library that is here.
  void late(Instant due, Instant until, String what, Object... about) {
    Instant from = later(since, due);
    if (from.isBefore(until)) {
      Duration stopped =
          stops.stream()
              .map(stop -> stop.within(from, until))
              .reduce(Duration.ZERO, Duration::plus);
      Duration late = Duration.between(from, until).minus(stopped);
      must(late.compareTo(lateMax) <= 0, "%s since %s", what.formatted(about), from);
    }
  }

  /** Something is wrong, each in one sentence. */
  void wrong(List<String> sentences) {
    broken.addAll(sentences);
  }

  /** What is wrong, each in one sentence. */
  List<String> broken() {
    return broken;
  }
}
