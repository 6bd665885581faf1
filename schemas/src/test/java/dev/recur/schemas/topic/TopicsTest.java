package dev.recur.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

class TopicsTest {

  private static final List<TopicSpec<?>> OF_SUBSCRIPTIONS =
      List.of(
          Topics.SUBSCRIPTION_COMMANDS,
          Topics.COMMAND_REPLIES,
          Topics.SUBSCRIPTION_EVENTS,
          Topics.SUBSCRIPTION_SNAPSHOTS,
          Topics.CHARGE_REQUESTS,
          Topics.CHARGE_RESULTS,
          Topics.CLOCK_TICKS);

  @Test
  void all_shouldHoldEveryTopicOfTheClassOnce() {
    List<TopicSpec<?>> constants =
        Arrays.stream(Topics.class.getFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .filter(field -> field.getType() == TopicSpec.class)
            .<TopicSpec<?>>map(TopicsTest::value)
            .toList();

    assertThat(Topics.all()).hasSameElementsAs(constants).doesNotHaveDuplicates();
    assertThat(Topics.all()).extracting(TopicSpec::name).doesNotHaveDuplicates();
  }

  @Test
  void subscriptionTopics_shouldHaveTheSameNumberOfPartitions() {
    assertThat(OF_SUBSCRIPTIONS)
        .allSatisfy(topic -> assertThat(topic.partitions().count(64)).isEqualTo(64))
        .allSatisfy(topic -> assertThat(topic.partitions().count(4)).isEqualTo(4));
  }

  @Test
  void topicsOfTheirOwn_shouldStaySmallInASmallInstallation() {
    assertThat(Topics.MERCHANTS.partitions().count(64)).isEqualTo(1);
    assertThat(Topics.WEBHOOK_DELIVERIES.partitions().count(64)).isEqualTo(12);
    assertThat(Topics.WEBHOOK_DELIVERIES.partitions().count(4)).isEqualTo(4);
    assertThat(Topics.WEBHOOK_ATTEMPTS.partitions().count(4)).isEqualTo(4);
  }

  @Test
  void ledger_shouldNeitherExpireNorBeCompacted() {
    assertThat(Topics.SUBSCRIPTION_EVENTS.config())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "-1")
        .containsEntry("retention.bytes", "-1");
  }

  @Test
  void topicsThatStrangersWrite_shouldHaveTheBrokersTime() {
    assertThat(Topics.all())
        .filteredOn(topic -> "LogAppendTime".equals(topic.config().get("message.timestamp.type")))
        .containsExactlyInAnyOrder(Topics.SUBSCRIPTION_COMMANDS, Topics.CHARGE_RESULTS);
  }

  @Test
  void topicsThatExpire_shouldDoSoSoonAfterTheirTime() {
    assertThat(Topics.all())
        .filteredOn(topic -> topic.retention() instanceof Retention.For)
        .allSatisfy(
            topic -> {
              long retentionMs = number(topic, "retention.ms");
              assertThat(number(topic, "segment.ms")).isLessThanOrEqualTo(retentionMs / 6);
            });
    assertThat(number(Topics.COMMAND_REPLIES, "retention.ms")).isEqualTo(3_600_000);
  }

  @Test
  void whatABuyerWas_shouldBeGoneWithinADay() {
    assertThat(Topics.BUYERS.config()).containsEntry("cleanup.policy", "compact");
    assertThat(number(Topics.BUYERS, "max.compaction.lag.ms")).isEqualTo(86_400_000);
    assertThat(number(Topics.BUYERS, "segment.ms")).isEqualTo(86_400_000 / 4);
    assertThat(Topics.BUYERS.partitions().count(64)).isEqualTo(12);
  }

  @Test
  void everyTopic_shouldHaveDeadLettersKept30Days() {
    List<String> names = CatalogueTopic.all().stream().map(CatalogueTopic::name).toList();

    assertThat(names).hasSize(2 * Topics.all().size());
    assertThat(CatalogueTopic.all())
        .filteredOn(topic -> topic.name().endsWith(".dead-letters"))
        .hasSize(Topics.all().size())
        .allSatisfy(
            topic -> assertThat(topic.config()).containsEntry("retention.ms", "2592000000"));
    assertThat(Topics.all()).extracting(TopicSpec::deadLetters).isSubsetOf(names);
  }

  @Test
  void whatIsReplayedFromTheStart_shouldBeReadableByAllForEver() {
    assertThat(Topics.all())
        .filteredOn(topic -> topic.compatibility() == Compatibility.FULL_TRANSITIVE)
        .containsExactlyInAnyOrder(
            Topics.SUBSCRIPTION_EVENTS,
            Topics.SUBSCRIPTION_SNAPSHOTS,
            Topics.SUBSCRIPTION_COMMANDS,
            Topics.CHARGE_REQUESTS,
            Topics.CHARGE_RESULTS,
            Topics.MERCHANTS,
            Topics.BUYERS,
            Topics.CLOCK_TICKS,
            Topics.WEBHOOK_ENDPOINTS);
  }

  @Test
  void whatIsKeptForEver_shouldBeReadableByAllForEver() {
    assertThat(Topics.all())
        .filteredOn(topic -> !(topic.retention() instanceof Retention.For))
        .allSatisfy(
            topic -> assertThat(topic.compatibility()).isEqualTo(Compatibility.FULL_TRANSITIVE));
  }

  @Test
  void everyTopic_shouldStateItsLargestRecord() {
    assertThat(CatalogueTopic.all())
        .allSatisfy(topic -> assertThat(topic.config()).containsKey("max.message.bytes"));
  }

  @Test
  void valueTypes_shouldBeOnePerTopic() {
    assertThat(Topics.all())
        .extracting(topic -> SpecificData.get().getSchema(topic.valueType()).getFullName())
        .doesNotHaveDuplicates();
  }

  private static long number(TopicSpec<?> topic, String setting) {
    return Long.parseLong(topic.config().getOrDefault(setting, "0"));
  }

  private static TopicSpec<?> value(Field field) {
    try {
      return (TopicSpec<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
