package dev.recur.schemas.topic;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one message about topics that are not as the catalogue says. */
final class WrongTopics {

  private WrongTopics() {}

  static Optional<String> inWords(List<String> missing, List<String> wrongCounts) {
    List<String> sentences = new ArrayList<>();
    if (!missing.isEmpty()) {
      sentences.add(
          "Missing topics: "
              + String.join(", ", missing)
              + ". Run the deploy step that makes them: dev.recur.schemas.setup.SetUp.");
    }
    if (!wrongCounts.isEmpty()) {
      sentences.add(
          "Wrong number of partitions: "
              + String.join("; ", wrongCounts)
              + ". Set recur.kafka.subscription-partitions to the number the topics were made with;"
              + " a topic that holds records never gets another number, because its keys would lie"
              + " elsewhere. More partitions are a new set of topics, filled from the ledger.");
    }
    return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", sentences));
  }

  /**
   * The message about settings.
   *
   * @param broken per topic, what to set
   */
  static String brokenPromises(Map<String, List<String>> broken) {
    return broken.entrySet().stream()
        .map(
            topic ->
                "--topic " + topic.getKey() + " --add-config " + String.join(",", topic.getValue()))
        .collect(
            joining(
                "; ",
                "Topics do not keep what the catalogue promises. For each of these run"
                    + " kafka-configs.sh --alter: ",
                "."));
  }
}
