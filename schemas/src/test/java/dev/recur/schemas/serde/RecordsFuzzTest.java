package dev.recur.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes a record has, and whatever schema it names: it is a value of its topic, or it is
 * undecodable, and what it costs is measured by its length.
 */
class RecordsFuzzTest {

  private static final List<TopicSpec<?>> TOPICS = Topics.all();

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs = RecordCodecs.from(Samples.config(registry.url()));
  private final Map<TopicSpec<?>, RecordCodec<?>> byTopic = new HashMap<>();

  @AfterEach
  void close() {
    codecs.close();
    registry.close();
  }

  /** The first byte says which topic; the record's head, which asks the registry, stays. */
  @Test
  void anyBytes_shouldBeAValueOrUndecodable() {
    Samples.registerAll(registry);
    Map<String, Long> outcomes =
        Fuzz.of("record-bytes", Mutator.behind(1 + WireFormat.HEADER_BYTES, Mutator.bytes()))
            .seeds(
                IntStream.range(0, 3 * TOPICS.size())
                    .mapToObj(i -> record(i % TOPICS.size(), i))
                    .toList())
            .run(this::decoded);

    assertThat(outcomes).containsKey("a value").hasSizeGreaterThan(5);
  }

  private byte[] record(int topic, long seed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(topic);
    out.writeBytes(encoded(TOPICS.get(topic), seed));
    return out.toByteArray();
  }

  private <V extends SpecificRecord> byte[] encoded(TopicSpec<V> topic, long seed) {
    return codec(topic).encode(Samples.random(topic, seed));
  }

  @SuppressWarnings("unchecked") // the map is filled by topic
  private <V extends SpecificRecord> RecordCodec<V> codec(TopicSpec<V> topic) {
    return (RecordCodec<V>)
        Objects.requireNonNull(byTopic.computeIfAbsent(topic, _ -> codecs.of(topic)));
  }

  private String decoded(byte[] input) {
    return input.length == 0
        ? "nothing"
        : decoded(
            TOPICS.get(Byte.toUnsignedInt(input[0]) % TOPICS.size()),
            Arrays.copyOfRange(input, 1, input.length));
  }

  /** What can be read can be written, and read again. */
  private <V extends SpecificRecord> String decoded(TopicSpec<V> topic, byte[] record) {
    RecordCodec<V> codec = codec(topic);
    try {
      V value = codec.decode(record);
      assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
      return "a value";
    } catch (UndecodableRecordException e) {
      assertThat(e.toString()).doesNotContain("\n").hasSizeLessThan(1_000);
      return Fuzz.outcome(e);
    }
  }

  /** The bytes stay, and are read by whatever schema somebody has registered. */
  @Test
  void anyWritersSchema_shouldGiveAValueOrUndecodable() {
    byte[] value = Samples.bytes(Samples.chargeResult());
    Map<String, Long> outcomes =
        Fuzz.of("writers-schema", Mutator.json("record", "null", "bytes", "array", "map", "type"))
            .unmeasured()
            .inputs(400)
            .seeds(
                ChargeResult.getClassSchema().toString(),
                Samples.chargeResultWithFirst(
                    """
                    {"name":"a","type":{"type":"array","items":["null","string"]},"default":[]}"""))
            .run(
                schema -> {
                  int id = registry.put(Samples.RESULTS_SUBJECT, new String(schema, UTF_8));
                  return decoded(Topics.CHARGE_RESULTS, Samples.record(id, value));
                });

    assertThat(outcomes).containsKey("a value").hasSizeGreaterThan(5);
  }
}
