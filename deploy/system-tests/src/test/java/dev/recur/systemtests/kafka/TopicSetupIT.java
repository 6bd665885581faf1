package dev.recur.systemtests.kafka;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.topic.TopicSetup;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import dev.recur.schemas.topic.WrongTopicsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The deploy step on a real broker that has no topics at first. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OwnBroker
class TopicSetupIT {

  private static final String REQUESTS = Topics.CHARGE_REQUESTS.name();

  private Broker broker;
  private Admin admin;

  @BeforeAll
  void start(@TempDir Path directory) {
    broker = new Broker(directory);
    admin = broker.admin();
  }

  @AfterAll
  void end() {
    broker.close();
  }

  @BeforeEach
  void empty() throws Exception {
    admin.deleteTopics(admin.listTopics().names().get()).all().get();
    try {
      admin.deleteConsumerGroups(List.of(Topics.CHANNEL_GROUP)).all().get();
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(GroupIdNotFoundException.class);
    }
    // The broker hears of it a little later than the controller.
    await().until(() -> admin.listTopics().names().get().isEmpty());
  }

  @Test
  void emptyCluster_shouldGetEveryTopicAsTheCatalogueSays() throws Exception {
    createMissing();

    assertThatNoException().isThrownBy(() -> TopicSetup.checkPartitions(admin, Broker.PARTITIONS));
    assertThatNoException().isThrownBy(() -> TopicSetup.checkSettings(admin));
    assertThat(admin.listTopics().names().get())
        .containsAll(Topics.all().stream().map(TopicSpec::name).toList())
        .containsAll(Topics.all().stream().map(TopicSpec::deadLetters).toList());
    assertThat(channelsPlaces()).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 0L, 3, 0L));
  }

  @Test
  void doneAgain_shouldChangeNothing() throws Exception {
    createMissing();
    commitChannel(Map.of(0, 5L));

    createMissing();

    assertThat(channelsPlaces()).containsEntry(0, 5L).containsEntry(1, 0L);
    TopicSetup.checkPartitions(admin, Broker.PARTITIONS);
  }

  @Test
  void deadBetweenTopicAndPlace_shouldBeMadeWholeByTheNextRun() throws Exception {
    admin
        .createTopics(List.of(new NewTopic(REQUESTS, Broker.PARTITIONS, Broker.COPIES)))
        .all()
        .get();

    createMissing();

    assertThat(channelsPlaces()).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 0L, 3, 0L));
  }

  @Test
  void lostPlaceOnAPartitionWithRequests_shouldNotBeGuessed() throws Exception {
    admin
        .createTopics(List.of(new NewTopic(REQUESTS, Broker.PARTITIONS, Broker.COPIES)))
        .all()
        .get();
    try (Producer<byte[], byte[]> producer = ByteClients.producer(broker.settings().producer())) {
      producer.send(new ProducerRecord<>(REQUESTS, 2, new byte[] {1}, new byte[] {1})).get();
    }

    createMissing();

    assertThat(channelsPlaces()).isEqualTo(Map.of(0, 0L, 1, 0L, 3, 0L));
  }

  @Test
  void wrongTopics_shouldAllBeNamedWithTheCure() throws Exception {
    createMissing();
    List<String> gone = List.of("merchants", "clock.ticks.dead-letters");
    admin.deleteTopics(gone).all().get();
    await().until(() -> Collections.disjoint(admin.listTopics().names().get(), gone));

    assertThatExceptionOfType(WrongTopicsException.class)
        .isThrownBy(() -> TopicSetup.checkPartitions(admin, 8))
        .withMessageContaining("Missing topics: merchants, clock.ticks.dead-letters")
        .withMessageContaining("dev.recur.schemas.setup.SetUp")
        .withMessageContaining("subscription.commands has 4 partitions and must have 8")
        .withMessageContaining("webhook.deliveries has 4 partitions and must have 8")
        .withMessageContaining("recur.kafka.subscription-partitions");
  }

  @Test
  void ledgerThatExpires_shouldBeRefused() throws Exception {
    createMissing();
    ConfigResource ledger = new ConfigResource(ConfigResource.Type.TOPIC, "subscription.events");
    admin
        .incrementalAlterConfigs(
            Map.of(
                ledger,
                Set.of(
                    new AlterConfigOp(
                        new ConfigEntry("retention.ms", "604800000"), AlterConfigOp.OpType.SET))))
        .all()
        .get();

    await()
        .untilAsserted(
            () ->
                assertThatExceptionOfType(WrongTopicsException.class)
                    .isThrownBy(() -> TopicSetup.checkSettings(admin))
                    .withMessageContaining(
                        "--topic subscription.events --add-config retention.ms=-1"));
  }

  @Test
  void topicsThatComeLate_shouldBeWaitedForButNotForEver() throws Exception {
    assertThatExceptionOfType(WrongTopicsException.class)
        .isThrownBy(
            () -> TopicSetup.awaitPartitions(admin, Broker.PARTITIONS, Duration.ofMillis(1)));

    Thread deploy = Thread.ofPlatform().start(this::createMissing);

    assertThatNoException()
        .isThrownBy(
            () -> TopicSetup.awaitPartitions(admin, Broker.PARTITIONS, Duration.ofSeconds(60)));
    deploy.join();
  }

  @Test
  void wrongNumberOfPartitions_shouldNotBeWaitedFor() {
    createMissing();

    assertThatExceptionOfType(WrongTopicsException.class)
        .isThrownBy(() -> TopicSetup.awaitPartitions(admin, 8, Duration.ofDays(1)));
  }

  private void createMissing() {
    TopicSetup.createMissing(admin, Broker.PARTITIONS, Broker.COPIES);
  }

  private void commitChannel(Map<Integer, Long> places) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            Topics.CHANNEL_GROUP,
            places.entrySet().stream()
                .collect(
                    toMap(
                        place -> new TopicPartition(REQUESTS, place.getKey()),
                        place -> new OffsetAndMetadata(place.getValue()))))
        .all()
        .get();
  }

  private Map<Integer, Long> channelsPlaces() throws Exception {
    return admin
        .listConsumerGroupOffsets(Topics.CHANNEL_GROUP)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(place -> place.getValue() != null)
        .collect(toMap(place -> place.getKey().partition(), place -> place.getValue().offset()));
  }
}
