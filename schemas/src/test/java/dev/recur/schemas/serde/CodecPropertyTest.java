package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.avro.specific.SpecificRecord;

/** What holds for every value and for every sequence of bytes. */
class CodecPropertyTest {

  /** Writers' schemas that are Avro, but made to hurt whoever reads with them. */
  private static final List<String> HOSTILE =
      List.of(
          // Nests as deep as the bytes say.
          Samples.chargeResultWithFirst(
              """
              {"name":"nest","type":{"type":"record","name":"Nest","fields":[
                {"name":"next","type":["null","Nest"]}]}}"""),
          // As many items as the bytes say, none of which takes a byte.
          Samples.chargeResultWithFirst(
              """
              {"name":"many","type":{"type":"array","items":"null"}}"""),
          Samples.chargeResultWithFirst(
              """
              {"name":"many","type":{"type":"map","values":"null"}}"""),
          // Every type there is, to be skipped.
          Samples.chargeResultWithFirst(
              """
              {"name":"all","type":{"type":"record","name":"All","fields":[
                {"name":"a","type":"bytes"},{"name":"b","type":"float"},
                {"name":"c","type":"double"},{"name":"d","type":"boolean"},
                {"name":"e","type":{"type":"map","values":"string"}},
                {"name":"f","type":{"type":"fixed","name":"F","size":7}},
                {"name":"g","type":{"type":"enum","name":"G","symbols":["X","Y"]}},
                {"name":"h","type":{"type":"array","items":["null","long","string"]}}]}}"""),
          // Other types under the names the reader wants.
          """
          {"type":"record","name":"ChargeResult","namespace":"dev.recur.schemas.avro","fields":[
            {"name":"key","type":"bytes"},{"name":"subscriptionId","type":["null","string"]},
            {"name":"paymentId","type":{"type":"array","items":"string"}}]}""",
          "\"string\"",
          "{\"type\":\"fixed\",\"name\":\"Big\",\"size\":2000000000}",
          "no schema at all");

  private static final RegistryOnLoopback REGISTRY = new RegistryOnLoopback();
  private static final int ID_MAX = fill(REGISTRY);
  private static final RecordCodecs CODECS =
      RecordCodecs.from(Samples.config(REGISTRY.url(), SerdeConfig.MISSING_ID_SECONDS, 3_600));
  private static final Map<TopicSpec<?>, RecordCodec<?>> BY_TOPIC =
      Topics.all().stream().collect(Collectors.toMap(topic -> topic, CODECS::of));

  private static int fill(RegistryOnLoopback registry) {
    Samples.registerAll(registry);
    return HOSTILE.stream()
        .mapToInt(schema -> registry.put(Samples.RESULTS_SUBJECT, schema))
        .max()
        .orElseThrow();
  }

  @AfterContainer
  static void stop() {
    CODECS.close();
    REGISTRY.close();
  }

  @Property(tries = 2_000)
  void shouldGiveBackEveryValueOfEveryTopic(
      @ForAll("topics") TopicSpec<?> topic, @ForAll long seed) {
    assertRoundTrip(topic, seed);
  }

  private static <V extends SpecificRecord> void assertRoundTrip(TopicSpec<V> topic, long seed) {
    V value = Samples.random(topic, seed);
    RecordCodec<V> codec = codec(topic);
    byte[] bytes = codec.encode(value);
    V decoded = codec.decode(bytes);
    assertThat(decoded).isEqualTo(value);
    assertThat(codec.encode(decoded)).isEqualTo(bytes);
  }

  @SuppressWarnings("unchecked") // the map is filled by topic
  private static <V extends SpecificRecord> RecordCodec<V> codec(TopicSpec<V> topic) {
    return (RecordCodec<V>) Objects.requireNonNull(BY_TOPIC.get(topic));
  }

  @Property(tries = 5_000)
  void anyBytes_decode_shouldDecodeOrBeUndecodable(
      @ForAll("topics") TopicSpec<?> topic, @ForAll("bytes") byte[] bytes) {
    byte[] before = bytes.clone();
    try {
      assertThat(codec(topic).decode(bytes)).isInstanceOf(topic.valueType());
    } catch (UndecodableRecordException e) {
      assertThat(e).hasMessageNotContaining("\n");
      assertThat(e.toString().length()).isLessThan(1_000);
    }
    assertThat(bytes).as("dead letters take the bytes as they were").isEqualTo(before);
  }

  @Provide
  Arbitrary<TopicSpec<?>> topics() {
    return Arbitraries.of(Topics.all());
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
    Arbitrary<byte[]> headed =
        Combinators.combine(
                Arbitraries.oneOf(
                    Arbitraries.integers().between(0, ID_MAX + 2), Arbitraries.of(-1)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300))
            .as(Samples::record);
    return Arbitraries.frequencyOf(Tuple.of(1, any), Tuple.of(3, headed), Tuple.of(6, damaged()));
  }

  /** Bytes of true values, then cut, grown or changed in places. */
  private Arbitrary<byte[]> damaged() {
    return Combinators.combine(
            topics(),
            Arbitraries.longs(),
            Arbitraries.integers().between(-20, 20),
            Arbitraries.bytes().list().ofMaxSize(4),
            Arbitraries.integers().between(0, 10_000))
        .as(
            (topic, seed, growth, changes, where) -> {
              byte[] bytes = encodeRandom(topic, seed);
              byte[] damaged = Arrays.copyOf(bytes, Math.max(0, bytes.length + growth));
              List<Byte> left = new ArrayList<>(changes);
              for (int i = 0; i < left.size() && damaged.length > 0; i++) {
                damaged[Math.floorMod(where * (i + 1), damaged.length)] = left.get(i);
              }
              return damaged;
            });
  }

  private static <V extends SpecificRecord> byte[] encodeRandom(TopicSpec<V> topic, long seed) {
    return codec(topic).encode(Samples.random(topic, seed));
  }

  @Property(tries = 200)
  void everyCutOfAValue_shouldBeUndecodable(@ForAll long seed) {
    ChargeResult value = Samples.random(Topics.CHARGE_RESULTS, seed);
    RecordCodec<ChargeResult> codec = codec(Topics.CHARGE_RESULTS);
    byte[] bytes = codec.encode(value);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThat(catchThrowable(() -> codec.decode(cut)))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(UndecodableRecordException.class);
    }
  }
}
