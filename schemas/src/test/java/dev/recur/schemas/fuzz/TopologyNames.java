package dev.recur.schemas.fuzz;

import dev.recur.schemas.topic.TopicSpec;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Source;

/** What a topology reads, by its own word: whoever feeds it with anything leaves none of it out. */
public final class TopologyNames {

  private TopologyNames() {}

  /** Every topic. */
  public static Set<String> sourceTopics(TopologyDescription topology) {
    return nodes(topology, Source.class)
        .flatMap(source -> source.topicSet().stream())
        .collect(Collectors.toSet());
  }

  /**
   * Writes to a topic.
   *
   * @param writers what writes to each
   * @throws AssertionError where none of them does
   */
  public static void write(String topic, Map<TopicSpec<?>, Runnable> writers) {
    writers.entrySet().stream()
        .filter(writer -> writer.getKey().name().equals(topic))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing here writes the topic " + topic))
        .getValue()
        .run();
  }

  /** Every store. */
  public static Set<String> stores(TopologyDescription topology) {
    return stores(topology, processor -> true);
  }

  /** Every store of some of its processors. */
  public static Set<String> stores(TopologyDescription topology, Predicate<String> which) {
    return nodes(topology, Processor.class)
        .filter(processor -> which.test(processor.name()))
        .flatMap(processor -> processor.stores().stream())
        .collect(Collectors.toSet());
  }

  private static <N> Stream<N> nodes(TopologyDescription topology, Class<N> kind) {
    return topology.subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .filter(kind::isInstance)
        .map(kind::cast);
  }
}
