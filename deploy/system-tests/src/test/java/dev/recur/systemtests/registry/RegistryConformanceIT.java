package dev.recur.systemtests.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.serde.AvroDeserializer;
import dev.recur.schemas.serde.AvroSerializer;
import dev.recur.schemas.serde.GenuineCoder;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.RegistryClient;
import dev.recur.schemas.serde.RegistryRefusedException;
import dev.recur.schemas.serde.RegistryUnavailableException;
import dev.recur.schemas.serde.Samples;
import dev.recur.schemas.serde.SchemaRegistration;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.Compatibility;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import dev.recur.systemtests.kafka.OneKafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneKafka.class)
@Order(OneKafka.REGISTRY)
class RegistryConformanceIT {

  private static LocalKafka kafka;

  private RegistryClient ours;
  private SchemaRegistryClient genuine;

  @BeforeAll
  static void start(LocalKafka running) {
    kafka = running;
  }

  @BeforeEach
  void connect() {
    ours = RegistryClient.from(config());
    genuine = new CachedSchemaRegistryClient(kafka.registryUrl(), 100);
  }

  @AfterEach
  void disconnect() {
    ours.close();
  }

  private static Map<String, Object> config() {
    return new HashMap<>(
        Map.of(
            "schema.registry.url",
            kafka.registryUrl(),
            "bootstrap.servers",
            kafka.bootstrapServers()));
  }

  private static AvroSchema genuine(Schema schema) {
    return new AvroSchema(schema.toString());
  }

  private static SchemaBuilder.FieldAssembler<Schema> thingWithA() {
    return thing().requiredString("a");
  }

  private static SchemaBuilder.FieldAssembler<Schema> thing() {
    return SchemaBuilder.record("Thing").namespace("dev.recur.test").fields();
  }

  @Test
  void catalogue_shouldBeKnownToBothClientsUnderTheSameIds() throws Exception {
    for (TopicSpec<?> topic : Topics.all()) {
      Schema schema = SpecificData.get().getSchema(topic.valueType());
      int id = ours.lookUp(topic.subject(), schema);
      assertThat(genuine.getId(topic.subject(), genuine(schema))).isEqualTo(id);
      assertThat(genuine.register(topic.subject(), genuine(schema))).isEqualTo(id);
      assertThat(genuine.getSchemaBySubjectAndId(topic.subject(), id)).isEqualTo(genuine(schema));
      assertThat(ours.schemaById(id, topic.subject())).isEqualTo(schema);
      assertThat(ours.latest(topic.subject()).id()).isEqualTo(id);
      assertThat(genuine.getLatestSchemaMetadata(topic.subject()).getId()).isEqualTo(id);
      assertThat(genuine.getCompatibility(topic.subject())).isEqualTo(topic.compatibility().name());
    }
  }

  @Test
  void whatTheGenuineClientRegistered_shouldBeFoundUnderItsId() throws Exception {
    Schema schema = thingWithA().endRecord();
    int id = genuine.register("theirs-value", genuine(schema));
    assertThat(ours.lookUp("theirs-value", schema)).isEqualTo(id);
    assertThat(ours.register("theirs-value", schema)).isEqualTo(id);
    assertThat(ours.latest("theirs-value").version()).isEqualTo(1);
  }

  @Test
  void eachShouldReadWhatTheOtherWrote() throws Exception {
    try (RecordCodecs codecs = RecordCodecs.from(config())) {
      for (TopicSpec<?> topic : Topics.all()) {
        assertCrossRead(topic, codecs);
      }
    }
  }

  private static <V extends SpecificRecord> void assertCrossRead(
      TopicSpec<V> topic, RecordCodecs codecs) throws Exception {
    RecordCodec<V> codec = codecs.of(topic);
    GenuineCoder coder = new GenuineCoder(kafka.registryUrl(), topic.subject());
    for (long seed = 0; seed < 20; seed++) {
      V value = Samples.random(topic, seed);
      byte[] bytes = codec.encode(value);
      GenuineCoder.Read read = coder.read(bytes);
      assertThat(read.bytesLeft()).isZero();
      assertThat(coder.write(read)).isEqualTo(bytes);
      assertThat(codec.decode(coder.write(read))).isEqualTo(value);
    }
  }

  @Test
  void incompatibleChange_shouldBeRefusedWith409ToBothClients() {
    ours.setCompatibility("strict-value", Compatibility.FULL);
    ours.register("strict-value", thingWithA().endRecord());
    Schema breaking = thingWithA().requiredString("b").endRecord();

    assertThatThrownBy(() -> ours.register("strict-value", breaking))
        .isInstanceOfSatisfying(
            RegistryRefusedException.class, refused -> assertThat(refused.status()).isEqualTo(409));
    assertThatThrownBy(() -> genuine.register("strict-value", genuine(breaking)))
        .isInstanceOfSatisfying(
            RestClientException.class, refused -> assertThat(refused.getStatus()).isEqualTo(409));
    assertThat(ours.latest("strict-value").version()).isEqualTo(1);
  }

  @Test
  void fullTransitive_shouldHoldAgainstEveryVersionAndFullAgainstTheLastOnly() {
    Schema needsA = thingWithA().endRecord();
    Schema hasAnA = thing().name("a").type().stringType().stringDefault("").endRecord();
    // Fits the version before it, but a reader of the first version would miss its "a".
    Schema noA = thing().optionalString("b").endRecord();

    for (Compatibility level : Compatibility.values()) {
      String subject = level + "-value";
      ours.setCompatibility(subject, level);
      assertThat(ours.compatibility(subject)).isEqualTo(level.name());
      ours.register(subject, needsA);
      ours.register(subject, hasAnA);
    }
    assertThat(ours.register("FULL-value", noA)).isPositive();
    assertThatThrownBy(() -> ours.register("FULL_TRANSITIVE-value", noA))
        .isInstanceOf(RegistryRefusedException.class);
  }

  @Test
  void registerAll_again_shouldChangeNothingWithA() {
    int id = ours.latest(Topics.SUBSCRIPTION_EVENTS.subject()).id();
    SchemaRegistration.registerAll(ours);
    assertThat(ours.latest(Topics.SUBSCRIPTION_EVENTS.subject()).id()).isEqualTo(id);
  }

  @Test
  void idTheRegistryDoesNotKnow_shouldBeUndecodable() {
    try (RecordCodecs codecs = RecordCodecs.from(config())) {
      assertThatThrownBy(
              () ->
                  codecs
                      .of(Topics.CHARGE_RESULTS)
                      .decode(new byte[] {0, Byte.MAX_VALUE, -1, -1, -1, 5}))
          .isInstanceOf(UndecodableRecordException.class)
          .hasMessageContaining("2147483647");
    }
  }

  @Test
  void basePathForgotten_shouldNotBlameTheRecord() {
    Map<String, Object> config = config();
    config.put("schema.registry.url", kafka.registryUrl().replace("/apis/ccompat/v7", ""));
    try (RecordCodecs codecs = RecordCodecs.from(config)) {
      assertThatThrownBy(
              () -> codecs.of(Topics.CHARGE_RESULTS).decode(new byte[] {0, 0, 0, 0, 1, 5}))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("base path");
    }
  }

  @Test
  void registryKilled_shouldNotBeMissedByTheWarmAndBeBackWithTheSameIds() {
    Map<String, Object> config = config();
    config.put("max.retries", 0);
    try (RecordCodecs warmCodecs = RecordCodecs.from(config);
        RecordCodecs coldCodecs = RecordCodecs.from(config)) {
      RecordCodec<ChargeResult> warm = warmCodecs.of(Topics.CHARGE_RESULTS);
      RecordCodec<ChargeResult> cold = coldCodecs.of(Topics.CHARGE_RESULTS);
      byte[] bytes = warm.encode(Samples.chargeResult());
      warm.decode(bytes);

      kafka.registry().kill();
      try {
        assertThat(warm.encode(warm.decode(bytes))).isEqualTo(bytes);
        assertThatThrownBy(() -> cold.decode(bytes))
            .isInstanceOf(RegistryUnavailableException.class);
      } finally {
        kafka.registry().restart();
      }
      assertThat(cold.encode(cold.decode(bytes))).isEqualTo(bytes);
    }
  }

  @Test
  void kafkasOwnClients_shouldUseTheSerializersByName() throws Exception {
    String topic = Topics.CHARGE_RESULTS.name();
    Map<String, Object> config = config();
    config.put("key.serializer", StringSerializer.class.getName());
    config.put("value.serializer", AvroSerializer.class.getName());
    config.put("key.deserializer", StringDeserializer.class.getName());
    config.put("value.deserializer", AvroDeserializer.class.getName());
    config.put("auto.offset.reset", "earliest");
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaProducer<String, ChargeResult> producer = new KafkaProducer<>(config);
        KafkaConsumer<String, ChargeResult> consumer = new KafkaConsumer<>(config)) {
      producer
          .send(new ProducerRecord<>(topic, 0, "Sabc", Samples.chargeResult()))
          .get(30, TimeUnit.SECONDS);
      consumer.assign(List.of(partition));
      assertThat(consumer.poll(Duration.ofSeconds(30)).records(partition))
          .singleElement()
          .satisfies(record -> assertThat(record.value()).isEqualTo(Samples.chargeResult()));
    }
  }
}
