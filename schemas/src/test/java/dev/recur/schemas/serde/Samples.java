package dev.recur.schemas.serde;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;

/** Values for tests of any module. */
public final class Samples {

  static final String RESULTS_SUBJECT = Topics.CHARGE_RESULTS.subject();

  private static final ObjectMapper JSON = new ObjectMapper();

  private Samples() {}

  /** One plain value. */
  public static ChargeResult chargeResult() {
    return ChargeResult.newBuilder()
        .setKey("SabcPdef/1")
        .setSubscriptionId("Sabc")
        .setPaymentId("SabcPdef")
        .setOperation(ChannelOperation.CHARGE)
        .setOutcome(ChargeOutcome.SUCCEEDED)
        .setChannelReference("Zürich €")
        .setAnsweredAt(Instant.ofEpochMilli(1_700_000_000_123L))
        .build();
  }

  /** The configuration of a client of one registry, patient for a moment only. */
  static Map<String, Object> config(String registryUrl) {
    return Map.of(
        SerdeConfig.REGISTRY_URL,
        registryUrl,
        SerdeConfig.RETRIES_MAX,
        2,
        SerdeConfig.RETRY_WAIT_MS,
        1,
        SerdeConfig.READ_TIMEOUT_MS,
        5_000);
  }

  /** The same, and one setting more. */
  static Map<String, Object> config(String registryUrl, String key, Object value) {
    Map<String, Object> config = new HashMap<>(config(registryUrl));
    config.put(key, value);
    return config;
  }

  /** Some value of a topic, the same for the same seed: every field, union and enum at random. */
  public static <V extends SpecificRecord> V random(TopicSpec<V> topic, long seed) {
    return random(topic.valueType(), seed);
  }

  /** The same of any generated class. */
  public static <V extends SpecificRecord> V random(Class<V> type, long seed) {
    Schema schema = SpecificData.getForClass(type).getSchema(type);
    return read(type, avro(schema, new RandomData(schema, 1, seed, true).iterator().next()));
  }

  /** A value from Avro's binary encoding. */
  public static <V extends SpecificRecord> V read(Class<V> type, byte[] bytes) {
    SpecificData data = SpecificData.getForClass(type);
    Schema schema = data.getSchema(type);
    try {
      return new SpecificDatumReader<V>(schema, schema, data)
          .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value in Avro's binary encoding, without the head that it has as a record. */
  public static byte[] bytes(SpecificRecord value) {
    SpecificData data = SpecificData.getForClass(value.getClass());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new SpecificDatumWriter<SpecificRecord>(value.getSchema(), data).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The schema of ChargeResult with one more field before all others. */
  static String chargeResultWithFirst(String field) {
    try {
      ObjectNode schema = (ObjectNode) JSON.readTree(ChargeResult.getClassSchema().toString());
      schema.withArray("fields").insert(0, JSON.readTree(field));
      return schema.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A generic value in Avro's binary encoding. */
  static byte[] avro(Schema schema, Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<>(schema).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A record: header and what follows. */
  static byte[] record(int id, byte... avro) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(WireFormat.header(id));
    out.writeBytes(avro);
    return out.toByteArray();
  }

  static void registerAll(RegistryOnLoopback registry) {
    try (RegistryClient client = RegistryClient.from(config(registry.url()))) {
      SchemaRegistration.registerAll(client);
    }
  }
}
