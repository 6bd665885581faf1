package dev.recur.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.serde.RegistryClient;
import dev.recur.schemas.topic.TopicSetup;
import dev.recur.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaIT {

  @TempDir Path directory;

  @Test
  void start_shouldHaveEveryTopicAndSchema_alsoWhenDoneAgain() throws Exception {
    try (LocalKafka kafka = LocalKafka.start(directory)) {
      LocalKafka.deploy(kafka.bootstrapServers(), kafka.registryUrl());

      try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
          RegistryClient registry =
              RegistryClient.from(Map.of("schema.registry.url", kafka.registryUrl()))) {
        TopicSetup.checkPartitions(admin, LocalKafka.SUBSCRIPTION_PARTITIONS);
        assertThat(admin.listTopics().names().get())
            .containsAll(Topics.all().stream().map(topic -> topic.name()).toList());
        assertThat(registry.latest(Topics.MERCHANTS.name() + "-value").schema().getName())
            .isEqualTo("Merchant");
      }
    }
  }
}
