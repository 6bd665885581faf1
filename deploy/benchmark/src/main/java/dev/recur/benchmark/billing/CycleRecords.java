package dev.recur.benchmark.billing;

import static java.util.stream.Collectors.joining;

import dev.recur.benchmark.bare.CycleShape;
import dev.recur.benchmark.rig.Patterns;
import dev.recur.benchmark.rig.Template;
import dev.recur.benchmark.rig.Written;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is written for some due cycles.
 *
 * @param parts to which topics
 * @param cycles how many
 * @param written per topic
 */
record CycleRecords(Parts parts, int cycles, Map<String, Written> written) {

  private static final String WORKERS = "billing-worker-%s-changelog";
  private static final String NOTIFIERS = "notifier-%s-changelog";

  /** Less than a cycle writes of anything on average: what others leave, now and then. */
  private static final double SELDOM = 0.5;

  /**
   * Topics, by what a cycle does with them.
   *
   * @param states changelog of what is read and written at each step
   * @param due changelog of the due index
   * @param beside changelogs of what else is kept
   * @param outputs what goes out; the one that is counted comes first
   */
  record Parts(String states, String due, List<String> beside, List<String> outputs) {

    Parts {
      beside = List.copyOf(beside);
      outputs = List.copyOf(outputs);
    }

    /** From due to requested. */
    static Parts ofBillingRun() {
      return new Parts(
          WORKERS.formatted("subscriptions"),
          WORKERS.formatted("due"),
          named(WORKERS, "payments", "requests-answered", "waiting", "clocks"),
          List.of(
              Topics.CHARGE_REQUESTS.name(),
              Topics.SUBSCRIPTION_EVENTS.name(),
              Topics.SUBSCRIPTION_SNAPSHOTS.name(),
              Topics.COMMAND_REPLIES.name()));
    }

    /** From due to delivered. */
    static Parts ofWholeCycle() {
      Parts run = ofBillingRun();
      return new Parts(
          run.states(),
          run.due(),
          Stream.concat(
                  run.beside().stream(),
                  named(
                      NOTIFIERS,
                      "contexts",
                      "delivery-turns",
                      "first-deliveries",
                      "pending-deliveries",
                      "due-deliveries")
                      .stream())
              .toList(),
          Stream.concat(
                  run.outputs().stream(),
                  Stream.of(
                          Topics.CHARGE_RESULTS, Topics.WEBHOOK_DELIVERIES, Topics.WEBHOOK_ATTEMPTS)
                      .map(TopicSpec::name))
              .toList());
    }

    private static List<String> named(String form, String... stores) {
      return Stream.of(stores).map(form::formatted).toList();
    }

    /** All of them. */
    Collection<String> all() {
      List<String> topics = new ArrayList<>(outputs);
      topics.addAll(changelogs());
      return topics;
    }

    /** Those of stores. */
    Collection<String> changelogs() {
      List<String> changelogs = new ArrayList<>(beside);
      changelogs.add(states);
      changelogs.add(due);
      return changelogs;
    }
  }

  CycleRecords {
    written = Map.copyOf(written);
  }

  /** What was committed after a mark, for so many cycles. */
  static CycleRecords since(
      Written.Mark mark, Map<String, Object> consumer, Parts parts, int cycles) {
    return new CycleRecords(parts, cycles, Written.since(mark, consumer));
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
    Written due = of(parts.due());
    int states = of(parts.states()).values();
    if (due.deletions() % cycles != 0 || due.values() != due.deletions() || states % cycles != 0) {
      throw new IllegalStateException(
          ("CycleLoop writes each state as often as the others, and puts in as many entries of the"
                  + " due index as it takes out. For %d cycles there were %d out, %d in, %d states")
              .formatted(cycles, due.deletions(), due.values(), states));
    }
    Stream<Patterns> more =
        // One entry goes out and one in by itself.
        Stream.generate(() -> new Patterns(due.latest())).limit(2L * (due.values() / cycles - 1));
    return new CycleShape(
        new Patterns(of(parts.states()).latest()),
        states / cycles,
        Stream.concat(parts.beside().stream().flatMap(this::perCycle), more).toList(),
        parts.outputs().stream().flatMap(this::perCycle).toList());
  }

  /** Where a cycle writes several records to a topic, they follow each other there. */
  private Stream<Patterns> perCycle(String topic) {
    Written some = of(topic);
    int values = perCycle(some.values());
    int deletions = perCycle(some.deletions());
    Stream<Patterns> puts =
        IntStream.range(0, values).mapToObj(n -> new Patterns(some.latest()).each(n, values));
    return deletions == 0
        ? puts
        : Stream.concat(
            puts,
            Stream.generate(() -> Patterns.of(Template.deletion(some.last().keyBytes())))
                .limit(deletions));
  }

  private int perCycle(int records) {
    double each = records / (double) cycles;
    return each < SELDOM ? 0 : (int) Math.round(each);
  }

  private Written of(String topic) {
    return written.getOrDefault(topic, Written.NOTHING);
  }
}
