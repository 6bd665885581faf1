package dev.recur.systemtests.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.StackKafka;
import java.util.List;
import java.util.Map;

/**
 * The state there is: where the topics end that hold it, and what an inquiry says of a subscription
 * that stands for all.
 *
 * @param ends partition to end offset
 * @param resident the subscription's inquiry
 */
record Untouched(Map<String, Long> ends, Map<String, Object> resident) {

  /** Everything that says what is, or what is to be charged or told. */
  static final List<String> STATE =
      List.of(
          "subscription.events",
          "subscription.snapshots",
          "charge.requests",
          "charge.results",
          "merchants",
          "clock.ticks",
          "webhook.deliveries");

  /** What is asked of the worker, and what it answers. */
  static final List<String> COMMANDS = List.of("subscription.commands", "command.replies");

  static Untouched state(
      List<String> topics, StackKafka kafka, OfficialSdk merchant, String subscriptionId) {
    return new Untouched(kafka.ends(topics), merchant.inquire(subscriptionId));
  }

  void assertSameAs(Untouched before) {
    assertThat(ends).isEqualTo(before.ends);
    assertThat(resident).isEqualTo(before.resident);
  }
}
