package dev.recur.benchmark.notifier;

import static java.util.stream.Collectors.joining;

import dev.recur.benchmark.bare.DeliveryShape;
import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.Template;
import dev.recur.benchmark.rig.Waiting;
import dev.recur.benchmark.rig.Written;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the notifier has written so far, and for how many deliveries.
 *
 * @param written per topic
 */
record DeliveryRecords(Map<String, Written> written) {

  private static final String CHANGELOG = "notifier-%s-changelog";
  private static final String EVENTS = Topics.SUBSCRIPTION_EVENTS.name();
  private static final String DELIVERIES = Topics.WEBHOOK_DELIVERIES.name();
  private static final String ATTEMPTS = Topics.WEBHOOK_ATTEMPTS.name();
  private static final String CONTEXTS = CHANGELOG.formatted("contexts");
  private static final String TURNS = CHANGELOG.formatted("delivery-turns");
  private static final String ENTRIES = CHANGELOG.formatted("first-deliveries");
  private static final List<String> OTHERS =
      List.of(CHANGELOG.formatted("pending-deliveries"), CHANGELOG.formatted("due-deliveries"));

  DeliveryRecords {
    written = Map.copyOf(written);
  }

  /** From the beginning of the topics. */
  static DeliveryRecords of(LocalKafka kafka) {
    List<String> topics =
        List.of(
            EVENTS,
            DELIVERIES,
            ATTEMPTS,
            CONTEXTS,
            TURNS,
            ENTRIES,
            OTHERS.getFirst(),
            OTHERS.getLast());
    // What is settled is committed within the commit interval.
    Waiting.pause(Duration.ofSeconds(1));
    Map<String, Object> consumer = BareTopics.settings(kafka).consumer();
    return new DeliveryRecords(Written.since(Written.Mark.beginning(consumer, topics), consumer));
  }

  /** How many of each there are for one delivery. */
  String inWords() {
    double deliveries = of(DELIVERIES).values();
    return written.entrySet().stream()
        .filter(it -> !it.getKey().equals(EVENTS) && !it.getKey().equals(CONTEXTS))
        .map(
            it ->
                String.format(
                    Locale.ROOT,
                    "%s %.2f of %d bytes",
                    it.getKey().replace("notifier-", ""),
                    it.getValue().records() / deliveries,
                    it.getValue().bytes() / it.getValue().records()))
        .sorted()
        .collect(joining(", "));
  }

  /** The same for a loop that does nothing but this, with as many lanes as receivers. */
  DeliveryShape shape() {
    int deliveries = of(DELIVERIES).values();
    for (int found :
        List.of(
            of(ATTEMPTS).values(),
            of(TURNS).values(),
            of(ENTRIES).values(),
            of(ENTRIES).deletions())) {
      // What is under way when a process is killed is written again; here none was.
      if (found != deliveries) {
        throw new IllegalStateException(
            "DeliveryLoop writes one attempt, one turn and one entry per delivery. The notifier: "
                + inWords());
      }
    }
    return new DeliveryShape(
        IntStream.range(0, Throughput.ENDPOINTS)
            .mapToObj(n -> "x".repeat(last(DELIVERIES).keyBytes() - 1) + n)
            .toList(),
        last(EVENTS),
        last(CONTEXTS),
        last(DELIVERIES),
        last(TURNS),
        last(ENTRIES),
        last(ATTEMPTS));
  }

  private Written of(String topic) {
    return written.getOrDefault(topic, Written.NOTHING);
  }

  private Template last(String topic) {
    return of(topic).last();
  }
}
