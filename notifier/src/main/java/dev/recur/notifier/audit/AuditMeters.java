package dev.recur.notifier.audit;

import dev.recur.notifier.audit.rules.Finding;
import dev.recur.notifier.audit.rules.Watch;
import dev.recur.schemas.kafka.TopicCounter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * What an operator sees of the audit. Each task shows its own from time to time, out of its stores;
 * here they are put together.
 */
public final class AuditMeters {

  /** Most of what is late that is named. */
  static final int NAMED_MAX = 20;

  private static final double NANOS_PER_SECOND = 1e9;

  private final MeterRegistry registry;
  private final TopicCounter passedOver;
  private final Set<Part> parts = ConcurrentHashMap.newKeySet();
  private final Deque<String> latestFindings = new ArrayDeque<>();
  private final LongAdder records = new LongAdder();
  private final Map<String, Counter> recordsOf = new ConcurrentHashMap<>();

  /** Records looked at since this process started. */
  long records() {
    return records.sum();
  }

  /** Whose time it is late by. */
  enum ClockKind {
    LIVE,
    TEST
  }

  /**
   * What is late of one kind.
   *
   * @param count how many
   * @param oldest how late the oldest is, on its own clock
   */
  record Late(long count, Duration oldest) {
    static final Late NOTHING = new Late(0, Duration.ZERO);

    Late and(Late other) {
      return new Late(
          count + other.count, oldest.compareTo(other.oldest) > 0 ? oldest : other.oldest);
    }
  }

  /** One thing that is late, in words. */
  record Named(Watch watch, Duration late) {}

  /**
   * What one task has found.
   *
   * @param late what is late, by kind and whose clock
   * @param findings how often each kind was found, ever
   * @param named what is late, the oldest first
   * @param busyClocks test clocks that are being sent on, so that nothing is late on them yet
   */
  record Picture(
      Map<Watch.Kind, Map<ClockKind, Late>> late,
      Map<Finding.Kind, Long> findings,
      List<Named> named,
      int busyClocks) {
    static final Picture NOTHING = new Picture(Map.of(), Map.of(), List.of(), 0);

    Late of(Watch.Kind kind, ClockKind clock) {
      return late.getOrDefault(kind, Map.of()).getOrDefault(clock, Late.NOTHING);
    }
  }

  public AuditMeters(MeterRegistry registry) {
    this.registry = registry;
    this.passedOver =
        TopicCounter.passedOver(registry, AuditTopology.APPLICATION_ID, AuditTopology.READ);
    for (ClockKind clock : ClockKind.values()) {
      late(
          Watch.Kind.EXPECTED,
          clock,
          "overdue",
          "Subscriptions of which the ledger should say more");
      late(Watch.Kind.IN_FLIGHT, clock, "no.outcome", "Charges and refunds without a final answer");
    }
    late(
        Watch.Kind.UNMATCHED,
        ClockKind.LIVE,
        "unmatched",
        "Attempts of which the ledger and the channel's topics do not say the same");
    for (Finding.Kind kind : Finding.Kind.values()) {
      Gauge.builder("recur.audit.findings", () -> findings(kind))
          .description("What was ever found not to add up")
          .tag("kind", word(kind))
          .register(registry);
    }
  }

  private void late(Watch.Kind kind, ClockKind clock, String name, String description) {
    Gauge.builder("recur.audit." + name, () -> late(kind, clock).count())
        .description(description)
        .tag("clock", word(clock))
        .register(registry);
    Gauge.builder("recur.audit." + name + ".oldest", () -> seconds(late(kind, clock).oldest()))
        .description("How late the oldest of them is, on its own clock")
        .baseUnit("seconds")
        .tag("clock", word(clock))
        .register(registry);
  }

  /** However long: there is no number of milliseconds for what nobody has written in earnest. */
  private static double seconds(Duration late) {
    return late.toSeconds() + late.toNanosPart() / NANOS_PER_SECOND;
  }

  static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  /** What is late of one kind, in all tasks of this process. */
  Late late(Watch.Kind kind, ClockKind clock) {
    return parts.stream().map(part -> part.picture.of(kind, clock)).reduce(Late.NOTHING, Late::and);
  }

  /** How often this was found, in all tasks of this process. */
  long findings(Finding.Kind kind) {
    return parts.stream().mapToLong(part -> part.picture.findings().getOrDefault(kind, 0L)).sum();
  }

  /** What is late, the oldest first; not all of it where it is much. */
  List<Named> named() {
    return parts.stream()
        .flatMap(part -> part.picture.named().stream())
        .sorted(Comparator.comparing(Named::late).reversed())
        .limit(NAMED_MAX)
        .toList();
  }

  /** Test clocks that are being sent on, so that nothing counts as late on them yet. */
  int busyClocks() {
    return parts.stream().mapToInt(part -> part.picture.busyClocks()).max().orElse(0);
  }

  /** The findings of this process since it started, the latest last; the log has all of them. */
  synchronized List<String> latestFindings() {
    return List.copyOf(latestFindings);
  }

  synchronized void found(String subscriptionId, long sequence, Finding finding) {
    latestFindings.add(
        "%s, %s after event %d: %s"
            .formatted(word(finding.kind()), subscriptionId, sequence, finding.what()));
    if (latestFindings.size() > NAMED_MAX) {
      latestFindings.remove();
    }
  }

  /** A record could not be read; who takes it as its reader puts it aside. */
  void unreadable(String topic) {
    registry.counter("recur.audit.unreadable", "topic", topic).increment();
  }

  /** Counts what was read before. */
  TopicCounter passedOver() {
    return passedOver;
  }

  /** A record was looked at. */
  void read(String topic) {
    records.increment();
    recordsOf
        .computeIfAbsent(topic, name -> registry.counter("recur.audit.records", "topic", name))
        .increment();
  }

  /** The part of a new task. Close it when the task goes. */
  Part part() {
    Part part = new Part();
    parts.add(part);
    return part;
  }

  /** One task's findings. */
  final class Part implements AutoCloseable {
    private volatile Picture picture = Picture.NOTHING;

    private Part() {}

    void show(Picture now) {
      picture = now;
    }

    @Override
    public void close() {
      parts.remove(this);
    }
  }

  /** Puts a picture together. */
  static final class Drawing {
    private final Map<Watch.Kind, Map<ClockKind, Late>> late = new EnumMap<>(Watch.Kind.class);
    private final List<Named> named = new ArrayList<>();

    /**
     * Adds what is late on one clock.
     *
     * @param lateness how late something that began then is
     */
    void add(
        Watch.Kind kind,
        ClockKind clock,
        WatchIndex.Late found,
        Function<Watch, Duration> lateness) {
      if (found.count() == 0) {
        return;
      }
      Late one = new Late(found.count(), lateness.apply(found.first().getFirst()));
      late.computeIfAbsent(kind, _ -> new EnumMap<>(ClockKind.class)).merge(clock, one, Late::and);
      found.first().forEach(watch -> named.add(new Named(watch, lateness.apply(watch))));
    }

    Picture done(Map<Finding.Kind, Long> findings, int busyClocks) {
      named.sort(Comparator.comparing(Named::late).reversed());
      return new Picture(
          Map.copyOf(late),
          Map.copyOf(findings),
          List.copyOf(named.subList(0, Math.min(NAMED_MAX, named.size()))),
          busyClocks);
    }
  }
}
