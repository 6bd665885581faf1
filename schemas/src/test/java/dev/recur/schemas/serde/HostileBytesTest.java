package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Bytes that would cost a process its memory, stack or time if they were believed. */
class HostileBytesTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs = RecordCodecs.from(Samples.config(registry.url()));
  private final RecordCodec<ChargeResult> codec = codecs.of(Topics.CHARGE_RESULTS);

  @AfterEach
  void close() {
    codecs.close();
    registry.close();
  }

  private int chargeResultWithFirst(String field) {
    return registry.put(Samples.RESULTS_SUBJECT, Samples.chargeResultWithFirst(field));
  }

  private static byte[] longs(long... values) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    for (long value : values) {
      encoder.writeLong(value);
    }
    encoder.flush();
    return out.toByteArray();
  }

  private void assertUndecodable(byte[] record, String why) {
    Assertions.assertTimeoutPreemptively(
        SOON,
        () ->
            assertThatThrownBy(() -> codec.decode(record))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining(why));
  }

  @Test
  void stringOfTwoGigabytesInTenBytes_shouldBeUndecodable() throws IOException {
    int id = registry.put(Samples.RESULTS_SUBJECT, ChargeResult.getClassSchema().toString());
    assertUndecodable(
        Samples.record(id, longs(Integer.MAX_VALUE - 8)), "a length or count of 2147483639");
    assertUndecodable(Samples.record(id, longs(-1)), "a length or count of -1");
    assertUndecodable(Samples.record(id, longs(Long.MAX_VALUE)), "a length or count of");
  }

  @Test
  void skippedItemsWithoutBytes_shouldNotBeCountedToTheEnd() throws IOException {
    int array =
        chargeResultWithFirst("{\"name\":\"n\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}");
    int map =
        chargeResultWithFirst("{\"name\":\"n\",\"type\":{\"type\":\"map\",\"values\":\"null\"}}");
    assertUndecodable(Samples.record(array, longs(Long.MAX_VALUE, 0)), "a length or count of");
    assertUndecodable(Samples.record(map, longs(Long.MAX_VALUE, 0)), "a length or count of");
  }

  @Test
  void nestedAMillionDeep_shouldBeUndecodable() {
    int id =
        chargeResultWithFirst(
            """
            {"name":"nest","type":{"type":"record","name":"Nest","fields":[
              {"name":"next","type":["null","Nest"]}]}}""");
    byte[] deep = new byte[1_000_000];
    Arrays.fill(deep, (byte) 2);
    assertUndecodable(Samples.record(id, deep), "StackOverflowError");
  }

  @Test
  void tooShortOrOtherFormat_shouldSaySo() {
    assertUndecodable(new byte[0], "has 0 bytes");
    assertUndecodable(new byte[] {0, 0, 0, 1}, "has 4 bytes");
    assertUndecodable("{\"key\":1}".getBytes(StandardCharsets.UTF_8), "begins");
  }

  @Test
  void idThatCannotBe_shouldBeUndecodableWithoutAskingTheRegistry() {
    assertUndecodable(Samples.record(0, (byte) 1), "schema id 0");
    assertUndecodable(Samples.record(-1, (byte) 1), "schema id -1");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void bytesLeftOver_shouldBeUndecodable() {
    Samples.registerAll(registry);
    byte[] bytes = codec.encode(Samples.chargeResult());
    assertUndecodable(Arrays.copyOf(bytes, bytes.length + 1), "left over");
  }

  @Test
  void noValue_shouldBeUndecodable() {
    assertThatThrownBy(() -> codec.decode(null))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("no value");
  }

  @Test
  void unknownId_shouldBeAskedForTwiceAndThenRemembered() {
    byte[] record = Samples.record(99, (byte) 0);
    assertUndecodable(record, "schema id 99, which the registry does not know");
    assertUndecodable(record, "schema id 99");
    assertThat(registry.requests())
        .extracting(RegistryOnLoopback.Request::path)
        .containsExactly(
            "/schemas/ids/99?fetchMaxId=false&subject=charge.results-value",
            "/schemas/ids/99?fetchMaxId=false&subject=charge.results-value");
  }

  @Test
  void idKnownOnlyAtTheSecondQuestion_shouldDecode() {
    Samples.registerAll(registry);
    byte[] bytes = codec.encode(Samples.chargeResult());
    registry.failNext(1, 404, RegistryRefusedException.SCHEMA_NOT_FOUND);
    assertThat(codec.decode(bytes)).isEqualTo(Samples.chargeResult());
  }

  @Test
  void schemaOfAnotherKind_shouldBeUndecodable() {
    registry.answerIds("{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\";\"}");
    assertUndecodable(Samples.record(1, (byte) 0), "is PROTOBUF, not AVRO");
  }

  @Test
  void schemaWithReferences_shouldBeUndecodable() {
    registry.answerIds(
        """
        {"schema":"\\"string\\"","references":[{"name":"a","subject":"b","version":1}]}""");
    assertUndecodable(Samples.record(1, (byte) 0), "refers to other schemas");
  }

  @Test
  void recordOfAnotherTopic_shouldBeUndecodable() {
    Samples.registerAll(registry);
    byte[] merchant = codecs.of(Topics.MERCHANTS).encode(Samples.random(Topics.MERCHANTS, 1));
    assertUndecodable(merchant, "are no value of schema id");
  }
}
