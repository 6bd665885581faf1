package dev.recur.benchmark.billing;

import static java.util.stream.Collectors.joining;

import dev.recur.benchmark.bare.CycleShape;
import dev.recur.benchmark.rig.Patterns;
import dev.recur.benchmark.rig.Written;
import dev.recur.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the worker writes for some due cycles.
 *
 * @param cycles how many
 * @param written per topic
 */
record CycleRecords(int cycles, Map<String, Written> written) {

  private static final String CHANGELOG = "billing-worker-%s-changelog";
  private static final String STATES = CHANGELOG.formatted("subscriptions");
  private static final String DUE = CHANGELOG.formatted("due");
  private static final List<String> BESIDE =
      Stream.of("payments", "requests-answered", "waiting", "clocks")
          .map(CHANGELOG::formatted)
          .toList();
  private static final List<String> OUTPUTS =
      List.of(
          // The one that is counted comes first.
          Topics.CHARGE_REQUESTS.name(),
          Topics.SUBSCRIPTION_EVENTS.name(),
          Topics.SUBSCRIPTION_SNAPSHOTS.name(),
          Topics.COMMAND_REPLIES.name());

  CycleRecords {
    written = Map.copyOf(written);
  }

  /** All that it may write to. */
  static Collection<String> topics() {
    List<String> topics = new ArrayList<>(OUTPUTS);
    topics.addAll(changelogs());
    return topics;
  }

  /** Those of its stores. */
  static Collection<String> changelogs() {
    List<String> changelogs = new ArrayList<>(BESIDE);
    changelogs.add(STATES);
    changelogs.add(DUE);
    return changelogs;
  }

  /** How many of each there are for one cycle, on average. */
  String inWords() {
    return written.entrySet().stream()
        .map(
            it ->
                String.format(
                    Locale.ROOT,
                    "%s %.2f of %d bytes",
                    it.getKey().replace("billing-worker-", ""),
                    it.getValue().records() / (double) cycles,
                    it.getValue().bytes() / it.getValue().records()))
        .sorted()
        .collect(joining(", "));
  }

  /** Of one cycle, on average. */
  double records() {
    return written.values().stream().mapToInt(Written::records).sum() / (double) cycles;
  }

  /** Of one cycle, on average; keys, values and headers before they are compressed. */
  double bytes() {
    return written.values().stream().mapToLong(Written::bytes).sum() / (double) cycles;
  }

  /** The same for a loop that does nothing but this. */
  CycleShape shape() {
    Written due = of(DUE);
    int states = of(STATES).values();
    if (due.deletions() != cycles || due.values() != cycles || states % cycles != 0) {
      throw new IllegalStateException(
          ("CycleLoop takes one entry of the due index out for a cycle and puts one in. The worker"
                  + " did for %d cycles: %d out, %d in, %d states")
              .formatted(cycles, due.deletions(), due.values(), states));
    }
    return new CycleShape(
        new Patterns(of(STATES).latest()),
        states / cycles,
        BESIDE.stream().flatMap(this::perCycle).toList(),
        OUTPUTS.stream().flatMap(this::perCycle).toList());
  }

  /** Where a cycle writes several records to a topic, they follow each other there. */
  private Stream<Patterns> perCycle(String topic) {
    Written some = of(topic);
    int each = (int) Math.round(some.values() / (double) cycles);
    return IntStream.range(0, each).mapToObj(n -> new Patterns(some.latest()).each(n, each));
  }

  private Written of(String topic) {
    return written.getOrDefault(topic, Written.NOTHING);
  }
}
