package dev.recur.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicPromisesTest {

  private final CatalogueTopic ledger = first(Topics.SUBSCRIPTION_EVENTS);
  private final CatalogueTopic commands = first(Topics.SUBSCRIPTION_COMMANDS);

  @Test
  void asInTheCatalogue_shouldBeFine() {
    assertThat(CatalogueTopic.all())
        .allSatisfy(
            topic ->
                assertThat(TopicPromises.broken(topic, name -> topic.config().get(name)))
                    .isEmpty());
  }

  @Test
  void keptLongerAndLarger_shouldBeFine() {
    assertThat(with(commands, "retention.ms", "-1")).isEmpty();
    assertThat(with(commands, "retention.ms", "9999999999")).isEmpty();
    assertThat(with(commands, "max.message.bytes", "2000000")).isEmpty();
    assertThat(with(commands, "segment.ms", "1")).isEmpty();
  }

  @Test
  void keptShorterOrSmaller_shouldBeNamed() {
    assertThat(with(ledger, "retention.ms", "604800000")).containsExactly("retention.ms=-1");
    assertThat(with(ledger, "retention.bytes", "1073741824")).containsExactly("retention.bytes=-1");
    assertThat(with(ledger, "cleanup.policy", "compact")).containsExactly("cleanup.policy=delete");
    assertThat(with(commands, "message.timestamp.type", "CreateTime"))
        .containsExactly("message.timestamp.type=LogAppendTime");
    assertThat(with(commands, "max.message.bytes", "1000"))
        .containsExactly("max.message.bytes=1048576");
  }

  @Test
  void overwrittenButKeptLonger_shouldBeNamed() {
    CatalogueTopic buyers = first(Topics.BUYERS);
    assertThat(with(buyers, "max.compaction.lag.ms", "3600000")).isEmpty();
    assertThat(with(buyers, "max.compaction.lag.ms", "9223372036854775807"))
        .containsExactly("max.compaction.lag.ms=86400000");
    assertThat(TopicPromises.broken(buyers, _ -> null)).contains("max.compaction.lag.ms=86400000");
  }

  @Test
  void settingThatTheBrokerDoesNotTell_shouldBeNamed() {
    assertThat(TopicPromises.broken(ledger, _ -> null))
        .contains("retention.ms=-1", "cleanup.policy=delete");
  }

  @Test
  void message_shouldSayWhatToRun() {
    assertThat(
            WrongTopics.brokenPromises(Map.of("subscription.events", List.of("retention.ms=-1"))))
        .contains("kafka-configs.sh --alter")
        .contains("--topic subscription.events --add-config retention.ms=-1");
  }

  private static List<String> with(CatalogueTopic topic, String setting, String value) {
    Map<String, String> actual = new HashMap<>(topic.config());
    actual.put(setting, value);
    return TopicPromises.broken(topic, actual::get);
  }

  private static CatalogueTopic first(TopicSpec<?> topic) {
    return CatalogueTopic.of(topic).getFirst();
  }
}
