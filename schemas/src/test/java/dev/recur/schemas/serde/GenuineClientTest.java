package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.serde.RegistryOnLoopback.Request;
import dev.recur.schemas.topic.Compatibility;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ours beside Confluent's own client and Flink's coder for Confluent's wire format: the same
 * requests, the same bytes, and each reads what the other wrote.
 */
class GenuineClientTest {

  private static final String SUBJECT = "a b/c%-value";

  private final RegistryOnLoopback registry = new RegistryOnLoopback();

  @AfterEach
  void close() {
    registry.close();
  }

  /** One thing to ask of a registry, by either client. */
  private interface Operation<C> {
    void on(C client) throws Exception;
  }

  private record Sent(
      String method,
      String path,
      Optional<String> body,
      Optional<String> contentType,
      Optional<String> accept,
      Optional<String> authorization) {

    static Sent of(Request request) {
      return new Sent(
          request.method(),
          request.path(),
          Optional.ofNullable(request.body()).map(Object::toString),
          Optional.ofNullable(request.headers().get("content-type")),
          Optional.ofNullable(request.headers().get("accept")),
          Optional.ofNullable(request.headers().get("authorization")));
    }
  }

  private void assertSameRequest(
      Operation<SchemaRegistryClient> genuine, Operation<RegistryClient> ours) throws Exception {
    assertSameRequest(Map.of(SerdeConfig.REGISTRY_URL, registry.url()), genuine, ours);
  }

  private void assertSameRequest(
      Map<String, ?> config,
      Operation<SchemaRegistryClient> genuine,
      Operation<RegistryClient> ours)
      throws Exception {
    int before = registry.requests().size();
    genuine.on(
        new CachedSchemaRegistryClient(
            String.valueOf(config.get(SerdeConfig.REGISTRY_URL)), 10, config));
    try (RegistryClient client = RegistryClient.from(config)) {
      ours.on(client);
    }
    List<Sent> sent = registry.requests().stream().skip(before).map(Sent::of).toList();
    assertThat(sent).hasSize(2);
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
  }

  private static AvroSchema genuineSchema() {
    return new AvroSchema(ChargeResult.getClassSchema().toString());
  }

  @Test
  void everyRequest_shouldBeTheGenuineOne() throws Exception {
    assertSameRequest(
        genuine -> genuine.updateConfig(SUBJECT, new Config("FULL_TRANSITIVE")),
        ours -> ours.setCompatibility(SUBJECT, Compatibility.FULL_TRANSITIVE));
    assertSameRequest(
        genuine -> assertThat(genuine.getCompatibility(SUBJECT)).isEqualTo("FULL_TRANSITIVE"),
        ours -> assertThat(ours.compatibility(SUBJECT)).isEqualTo("FULL_TRANSITIVE"));
    assertSameRequest(
        genuine -> assertThat(genuine.register(SUBJECT, genuineSchema())).isEqualTo(1),
        ours -> assertThat(ours.register(SUBJECT, ChargeResult.getClassSchema())).isEqualTo(1));
    assertSameRequest(
        genuine -> assertThat(genuine.getId(SUBJECT, genuineSchema())).isEqualTo(1),
        ours -> assertThat(ours.lookUp(SUBJECT, ChargeResult.getClassSchema())).isEqualTo(1));
    assertSameRequest(
        genuine ->
            assertThat(genuine.getSchemaBySubjectAndId(SUBJECT, 1)).isEqualTo(genuineSchema()),
        ours -> assertThat(ours.schemaById(1, SUBJECT)).isEqualTo(ChargeResult.getClassSchema()));
    assertSameRequest(
        genuine -> assertThat(genuine.getLatestSchemaMetadata(SUBJECT).getVersion()).isEqualTo(1),
        ours ->
            assertThat(ours.latest(SUBJECT))
                .isEqualTo(new RegisteredSchema(1, 1, ChargeResult.getClassSchema())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user:secret", "us%40er:pa%3Ass%2B+x"})
  void credentialsInTheAddress_shouldBeSentAsTheGenuineClientDoes(String userInfo)
      throws Exception {
    registry.put(SUBJECT, ChargeResult.getClassSchema().toString());
    String url = registry.url().replace("http://", "http://" + userInfo + "@");
    assertSameRequest(
        Map.of(SerdeConfig.REGISTRY_URL, url, SerdeConfig.CREDENTIALS_SOURCE, "URL"),
        genuine -> genuine.getLatestSchemaMetadata(SUBJECT),
        ours -> ours.latest(SUBJECT));
  }

  @Test
  void credentialsOfTheirOwn_shouldBeSentAsTheGenuineClientDoes() throws Exception {
    registry.put(SUBJECT, ChargeResult.getClassSchema().toString());
    assertSameRequest(
        Map.of(
            SerdeConfig.REGISTRY_URL,
            registry.url(),
            SerdeConfig.CREDENTIALS_SOURCE,
            "USER_INFO",
            SerdeConfig.USER_INFO,
            "üser:päss:word"),
        genuine -> genuine.getLatestSchemaMetadata(SUBJECT),
        ours -> ours.latest(SUBJECT));
  }

  static List<TopicSpec<?>> topics() {
    return Topics.all();
  }

  @ParameterizedTest
  @MethodSource("topics")
  <V extends SpecificRecord> void everyTopicsBytes_shouldBeTheGenuineOnes(TopicSpec<V> topic)
      throws Exception {
    Samples.registerAll(registry);
    GenuineCoder genuine = new GenuineCoder(registry.url(), topic.subject());
    try (RecordCodecs codecs = RecordCodecs.from(Samples.config(registry.url()))) {
      RecordCodec<V> ours = codecs.of(topic);
      for (long seed = 0; seed < 50; seed++) {
        V value = Samples.random(topic, seed);
        byte[] bytes = ours.encode(value);

        GenuineCoder.Read read = genuine.read(bytes);
        assertThat(read.schema()).isEqualTo(value.getSchema().toString());
        assertThat(read.bytesLeft()).isZero();
        assertThat(genuine.write(read)).isEqualTo(bytes);
        assertThat(ours.decode(genuine.write(read))).isEqualTo(value);
      }
    }
  }
}
