package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.topic.Topics;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The serializers as Kafka makes them: by name, with {@code configure}. */
class AvroSerdeTest {

  private static final String TOPIC = "charge.results";

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final AvroSerializer serializer = new AvroSerializer();
  private final AvroDeserializer<SpecificRecord> deserializer = new AvroDeserializer<>();

  @BeforeEach
  void configure() {
    configure(Map.of(), false);
  }

  private void configure(Map<String, ?> more, boolean isKey) {
    Map<String, Object> config = new HashMap<>(Samples.config(registry.url()));
    config.putAll(more);
    serializer.configure(config, isKey);
    deserializer.configure(config, isKey);
  }

  @AfterEach
  void close() {
    serializer.close();
    deserializer.close();
    registry.close();
  }

  private static Schema parse(String schema) {
    return new Schema.Parser().parse(schema);
  }

  /** A record that another program wrote with its own version of the schema. */
  private byte[] written(Schema writer, GenericRecord value) {
    return Samples.record(
        registry.put(Samples.RESULTS_SUBJECT, writer.toString()), Samples.avro(writer, value));
  }

  private static GenericRecordBuilder fieldsOfResult(Schema writer) {
    return new GenericRecordBuilder(writer)
        .set("key", "k")
        .set("subscriptionId", "s")
        .set("paymentId", "p")
        .set("operation", symbol(writer, "operation", "REFUND"))
        .set("outcome", symbol(writer, "outcome", "SUCCEEDED"))
        .set("answeredAt", 5L);
  }

  private static Object symbol(Schema writer, String field, String symbol) {
    return GenericData.get().createEnum(symbol, writer.getField(field).schema());
  }

  private ChargeResult read(byte[] record) {
    return (ChargeResult) Objects.requireNonNull(deserializer.deserialize(TOPIC, record));
  }

  @Test
  void noValue_shouldBeADeletionBothWays() {
    assertThat(serializer.serialize(TOPIC, null)).isNull();
    assertThat(deserializer.deserialize(TOPIC, (byte[]) null)).isNull();
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void keys_shouldHaveASubjectOfTheirOwn() {
    configure(Map.of(), true);
    Money key = new Money(1L, "EUR");
    assertThat(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, key))).isEqualTo(key);
    assertThat(registry.requests())
        .extracting(RegistryOnLoopback.Request::path)
        .containsExactly(
            "/subjects/charge.results-key/versions?normalize=false",
            "/schemas/ids/1?fetchMaxId=false&subject=charge.results-key");
  }

  @Test
  void registry_shouldBeAskedOncePerSchema() {
    for (int i = 0; i < 10; i++) {
      deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, Samples.chargeResult()));
    }
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void writerWithAFieldMoreAndAnOptionalOneLess_shouldBeRead() {
    Schema writer =
        parse(
            Samples.chargeResultWithFirst("{\"name\":\"risk\",\"type\":\"double\",\"default\":0}")
                .replace("\"inquiry\"", "\"inquiryUnderAnotherName\""));
    GenericRecord value =
        fieldsOfResult(writer).set("risk", 0.5).set("inquiryUnderAnotherName", 7).build();
    ChargeResult read = read(written(writer, value));
    assertThat(read.getKey()).isEqualTo("k");
    assertThat(read.getInquiry()).isZero();
    assertThat(read.getOperation()).isEqualTo(ChannelOperation.REFUND);
    assertThat(read.getAnsweredAt()).hasToString("1970-01-01T00:00:00.005Z");
  }

  @Test
  void writerWithAnEnumSymbolTheReaderDoesNotKnow_shouldBeReadAsTheDefault() {
    Schema writer =
        parse(ChargeResult.getClassSchema().toString().replace("DECLINED_SOFT", "CHARGED_BACK"));
    GenericRecord value =
        fieldsOfResult(writer).set("outcome", symbol(writer, "outcome", "CHARGED_BACK")).build();
    ChargeResult read = read(written(writer, value));
    assertThat(read.getOutcome()).isEqualTo(ChargeOutcome.UNKNOWN);
  }

  @Test
  void classNamedInTheSchema_shouldBeTakenWhereNoneIsSet() {
    byte[] reply = serializer.serialize("any", Samples.random(Topics.COMMAND_REPLIES, 3));
    assertThat(deserializer.deserialize("any", reply)).isInstanceOf(CommandReply.class);
  }

  @Test
  void classNamedInTheSchema_shouldBeAGeneratedOne() {
    for (String name : List.of("java.lang.String", "no.such.Type")) {
      int id =
          registry.put(
              "any-value", "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[]}");
      assertThatThrownBy(() -> deserializer.deserialize("any", Samples.record(id)))
          .isInstanceOf(UndecodableRecordException.class)
          .hasMessageContaining("no generated class of that name");
    }
  }

  @Test
  void genericReader_shouldBeRefused() {
    assertThatThrownBy(() -> configure(Map.of(SerdeConfig.SPECIFIC_READER, false), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("only generated classes are read");
  }

  @Test
  void valueThatDoesNotFitItsSchema_shouldBeAnError() {
    assertThatThrownBy(() -> serializer.serialize(TOPIC, new Money()))
        .isInstanceOf(UnencodableRecordException.class)
        .hasMessageContaining("dev.recur.schemas.avro.Money");
  }

  @Test
  void notConfigured_shouldSaySo() throws IOException {
    try (AvroSerializer fresh = new AvroSerializer()) {
      assertThatThrownBy(() -> fresh.serialize(TOPIC, Samples.chargeResult()))
          .hasMessageContaining("configure()");
    }
  }
}
