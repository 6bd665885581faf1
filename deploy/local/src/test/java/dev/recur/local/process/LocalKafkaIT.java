package dev.recur.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.serde.RegistryClient;
import dev.recur.schemas.topic.TopicSetup;
import dev.recur.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Broker and registry. One of each for all tests: to start them is what takes the time. Beside
 * other classes, its own methods one after the other, since one of them kills both.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the broker of these tests")
class LocalKafkaIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path directory;

  private static LocalKafka kafka;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start(directory);
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  @Test
  void start_shouldHaveEveryTopicAndSchema_alsoWhenDoneAgain() throws Exception {
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

  @Test
  void brokerAndRegistry_killed_shouldComeBackWithTheirData() throws Exception {
    writeOneRecord(kafka.bootstrapServers());
    String id = register(kafka.registryUrl());

    kafka.broker().kill();
    kafka.registry().kill();
    kafka.broker().restart();
    kafka.registry().restart();

    assertThat(readOneRecord(kafka.bootstrapServers(), "t")).isEqualTo("kept");
    assertThat(get(kafka.registryUrl() + "/schemas/" + id)).contains("string");
    assertThat(ProcessHandle.of(kafka.broker().pid())).isPresent();
  }

  /**
   * A transaction is committed before its end is written behind its records. A broker that forgets
   * that end when it is killed in between keeps everybody from reading on: see decision 0081.
   */
  @Test
  void transactionCommitted_asTheBrokerIsKilled_shouldBeReadOn() throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
    Map<String, Object> transactional = new HashMap<>(config);
    transactional.put("transactional.id", "writer");
    try (Admin admin = Admin.create(config);
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(transactional, new StringSerializer(), new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic("committed", 1, (short) 1))).all().get();
      producer.initTransactions();
      producer.beginTransaction();
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("committed", "kept"));
      producer.commitTransaction();
      kafka.broker().kill();
      assertThat(sent).isDone();
    }
    kafka.broker().restart();

    assertThat(readOneRecord(kafka.bootstrapServers(), "committed")).isEqualTo("kept");
  }

  private static void writeOneRecord(String bootstrapServers) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
    try (Admin admin = Admin.create(config);
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>("t", "kept")).get(30, TimeUnit.SECONDS);
    }
  }

  private static String readOneRecord(String bootstrapServers, String topic) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "auto.offset.reset",
            "earliest",
            "isolation.level",
            "read_committed");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      ConsumerRecords<String, String> read = consumer.poll(Duration.ofSeconds(30));
      assertThat(read.count()).as("records of %s that can be read", topic).isEqualTo(1);
      return read.iterator().next().value();
    }
  }

  private static String register(String registryUrl) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registryUrl + "/subjects/t-value/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"schema\": \"\\\"string\\\"\"}", UTF_8))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return "ids/" + answer.body().replaceAll("\\D", "");
  }

  private static String get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).GET().build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
  }
}
