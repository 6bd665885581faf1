package dev.recur.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.recur.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TopicCounterTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TopicCounter meters =
      TopicCounter.deadLetters(
          registry, List.of(Topics.SUBSCRIPTION_EVENTS, Topics.CHARGE_REQUESTS));

  @Test
  void topics_shouldBeThereFromTheStart() {
    assertThat(registry.get("recur.dead.letters").counters())
        .extracting(counter -> counter.getId().getTag("topic"), counter -> counter.count())
        .containsExactlyInAnyOrder(
            tuple("subscription.events", 0.0), tuple("charge.requests", 0.0));
  }

  @Test
  void letterThatIsMade_shouldBeCounted() {
    DeadLetters letters = new DeadLetters("notifier", meters::count);
    letters.of(
        new ConsumerRecord<>("subscription.events", 0, 7, new byte[0], new byte[0]), "mend it");

    assertThat(
            registry
                .get("recur.dead.letters")
                .tag("topic", "subscription.events")
                .counter()
                .count())
        .isEqualTo(1);
  }
}
