package dev.recur.systemtests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.topic.TopicSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What everybody in a run shares: the clock, the log, the dice and the diary. */
final class World {

  private final Programs programs;
  private final VirtualClock clock;
  private final Log log;
  private final SplittableRandom dice;
  private final List<String> diary = new ArrayList<>();
  private final Map<String, TestClock> testClocks = new HashMap<>();
  private final IdentityHashMap<Log.Entry, SpecificRecord> decoded = new IdentityHashMap<>();
  private final boolean keepsDiary;
  private final Set<String> seen = new TreeSet<>();
  private boolean calm;

  World(Programs programs, long seed, Instant start, int partitions, boolean keepsDiary) {
    this.programs = programs;
    this.dice = new SplittableRandom(seed);
    this.clock = new VirtualClock(start);
    this.log = new Log(clock, partitions);
    this.keepsDiary = keepsDiary;
  }

  Programs programs() {
    return programs;
  }

  VirtualClock clock() {
    return clock;
  }

  Instant now() {
    return clock.instant();
  }

  Log log() {
    return log;
  }

  SplittableRandom dice() {
    return dice;
  }

  /** True once in so many, while things go wrong. */
  boolean fails(int once) {
    return !calm && dice.nextInt(once) == 0;
  }

  /** True once in so many. */
  boolean happens(int once) {
    return dice.nextInt(once) == 0;
  }

  <T> T oneOf(List<T> all) {
    return all.get(dice.nextInt(all.size()));
  }

  Duration upTo(Duration max) {
    return Duration.ofMillis(dice.nextLong(max.toMillis() + 1));
  }

  /** From now on nothing goes wrong any more. */
  void calmDown() {
    calm = true;
  }

  boolean isCalm() {
    return calm;
  }

  /** The time on a subscription's clock. */
  Instant timeOf(String subscriptionId) {
    TestClock testClock = testClocks.get(subscriptionId);
    return testClock == null ? now() : testClock.shown().orElse(now());
  }

  /** A subscription lives on a test clock. */
  void livesOn(TestClock testClock, String subscriptionId) {
    testClocks.put(subscriptionId, testClock);
  }

  <V extends SpecificRecord> Log.Entry append(TopicSpec<V> topic, String key, V value) {
    return append(topic, Identity.partition(key, log.partitions()), key, value);
  }

  <V extends SpecificRecord> Log.Entry append(
      TopicSpec<V> topic, int partition, String key, V value) {
    return log.append(
        topic.name(),
        partition,
        key.getBytes(UTF_8),
        programs.codec(topic).encode(value),
        new RecordHeaders(),
        clock.milliseconds());
  }

  /** What a record says; read once for all who ask here, none of whom changes it. */
  <V extends SpecificRecord> V decode(TopicSpec<V> topic, Log.Entry entry) {
    @SuppressWarnings("unchecked") // A record lies in one topic, which has one type.
    V value = (V) decoded.computeIfAbsent(entry, _ -> programs.codec(topic).decode(entry.value()));
    return value;
  }

  <V extends SpecificRecord> List<V> all(TopicSpec<V> topic) {
    return log.all(topic.name()).stream().map(entry -> decode(topic, entry)).toList();
  }

  /** Writes down what happens, where somebody is to read it. */
  @SuppressWarnings("AnnotateFormatMethod") // Its annotation is in no library that is here.
  void tell(String format, Object... what) {
    if (keepsDiary) {
      diary.add(now() + "  " + format.formatted(what));
    }
  }

  /** Something has happened that a run is there for. */
  void saw(String what) {
    seen.add(what);
  }

  /** What has happened that a run is there for. */
  Set<String> seen() {
    return seen;
  }

  boolean keepsDiary() {
    return keepsDiary;
  }

  List<String> diary() {
    return diary;
  }
}
