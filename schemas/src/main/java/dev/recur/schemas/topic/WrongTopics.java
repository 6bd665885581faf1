package dev.recur.schemas.topic;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Topics that are not as the catalogue says, and the one message about them.
 *
 * @param missing their names
 * @param wrongCounts of those that are there, what is wrong with their number of partitions
 */
record WrongTopics(List<String> missing, List<String> wrongCounts) {

  boolean isEmpty() {
    return missing.isEmpty() && wrongCounts.isEmpty();
  }

  /**
   * True when waiting may help: what is missing may be made, but no number of partitions changes.
   */
  boolean mayPass() {
    return !missing.isEmpty() && wrongCounts.isEmpty();
  }

  /** What is wrong and what to do about it. */
  String inWords() {
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
    return String.join(" ", sentences);
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
