package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.topic.Topics;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.AvroTypeException;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Other serializers in place of ours: how they are told what to do, and how they are understood.
 */
class ForeignSerdeTest {

  /** Keeps what it was configured with, and does as the test says. */
  public static final class Told implements Serializer<Object>, Deserializer<Object> {
    static final Map<String, Object> CONFIG = new HashMap<>();
    static final AtomicInteger CLOSED = new AtomicInteger();
    static Supplier<@Nullable Object> behaviour = () -> null;

    @Override
    public void configure(Map<String, ?> config, boolean isKey) {
      assertThat(isKey).isFalse();
      CONFIG.clear();
      CONFIG.putAll(config);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Object value) {
      return (byte[]) behaviour.get();
    }

    @Override
    public @Nullable Object deserialize(String topic, byte[] bytes) {
      return behaviour.get();
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
    }
  }

  private static final Map<String, Object> FOREIGN =
      Map.of(
          "value.serializer",
          Told.class.getName(),
          "value.deserializer",
          Told.class,
          "schema.registry.url",
          "mock://scope",
          "use.schema.id",
          7);

  private final RecordCodecs codecs = RecordCodecs.from(FOREIGN);
  private final RecordCodec<ChargeResult> codec = codecs.of(Topics.CHARGE_RESULTS);

  @Test
  void shouldBeToldItsOwnSettingsTheTopicsClassAndNotToRegister() {
    assertThat(Told.CONFIG)
        .containsAllEntriesOf(FOREIGN)
        .containsEntry("specific.avro.reader", true)
        .containsEntry("specific.avro.value.type", ChargeResult.class)
        .containsEntry("auto.register.schemas", false);
  }

  @Test
  void shouldBeClosedWithTheCodecs() {
    int before = Told.CLOSED.get();
    codecs.close();
    assertThat(Told.CLOSED.get() - before).isEqualTo(2);
  }

  static Stream<Arguments> failures() {
    Class<?> down = RegistryUnavailableException.class;
    Class<?> bad = UndecodableRecordException.class;
    return Stream.of(
        Arguments.of(wrapped(new ConnectException("refused")), down),
        Arguments.of(wrapped(new SocketTimeoutException("slow")), down),
        Arguments.of(wrapped(new IOException("reset", new EOFException())), down),
        Arguments.of(wrapped(new RestClientException("broken", 500, 50001)), down),
        Arguments.of(wrapped(new RestClientException("who are you", 401, 401)), down),
        Arguments.of(wrapped(new RestClientException("no such path", 404, 404)), down),
        Arguments.of(new InvalidConfigurationException("refused; error code: 401"), down),
        Arguments.of(new TimeoutException("slow"), down),
        Arguments.of(wrapped(new RestClientException("not found", 404, 40403)), bad),
        Arguments.of(wrapped(new EOFException()), bad),
        Arguments.of(wrapped(new InvalidNumberEncodingException("Invalid int encoding")), bad),
        Arguments.of(wrapped(new AvroTypeException("missing field")), bad),
        Arguments.of(new SerializationException("Unknown magic byte!"), bad),
        Arguments.of(new ArrayIndexOutOfBoundsException("12"), bad));
  }

  private static SerializationException wrapped(Exception cause) {
    return new SerializationException("Error deserializing Avro message for id 1", cause);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatItThrows_decode_shouldBlameRegistryOrRecord(
      RuntimeException thrown, Class<? extends Throwable> expected) {
    throwing(thrown);
    assertThatThrownBy(() -> codec.decode(new byte[] {1}))
        .isInstanceOf(expected)
        .hasMessageContaining(rootOf(thrown).toString())
        .hasRootCause(rootOf(thrown));
  }

  private static Throwable rootOf(Throwable thrown) {
    return thrown.getCause() == null ? thrown : rootOf(thrown.getCause());
  }

  private static void throwing(RuntimeException thrown) {
    Told.behaviour =
        () -> {
          throw thrown;
        };
  }

  private static void answering(@Nullable Object answer) {
    Told.behaviour = () -> answer;
  }

  @Test
  void whatItThrows_encode_shouldBlameRegistryOrProgram() {
    throwing(wrapped(new RestClientException("not found", 404, 40403)));
    assertThatThrownBy(() -> codec.encode(Samples.chargeResult()))
        .isInstanceOf(RegistryUnavailableException.class);
    throwing(wrapped(new NullPointerException("null of string")));
    assertThatThrownBy(() -> codec.encode(Samples.chargeResult()))
        .isInstanceOf(UnencodableRecordException.class);
    answering(null);
    assertThatThrownBy(() -> codec.encode(Samples.chargeResult()))
        .isInstanceOf(UnencodableRecordException.class);
  }

  @Test
  void valueOfAnotherClass_shouldBeUndecodable() {
    answering("text");
    assertThatThrownBy(() -> codec.decode(new byte[] {1}))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("java.lang.String")
        .hasMessageContaining("send it to its own topic");
    answering(null);
    assertThatThrownBy(() -> codec.decode(new byte[] {1}))
        .isInstanceOf(UndecodableRecordException.class);
  }

  @Test
  void interrupted_shouldStayWhatItIs() {
    throwing(new InterruptException("stop"));
    assertThatThrownBy(() -> codec.decode(new byte[] {1})).isInstanceOf(InterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void classNotThere_shouldBeRefusedWithTheCure() {
    Map<String, Object> config = new HashMap<>(FOREIGN);
    config.put("value.serializer", "io.confluent.kafka.serializers.KafkaAvroSerializer");
    RecordCodecs missing = RecordCodecs.from(config);
    assertThatThrownBy(() -> missing.of(Topics.CHARGE_RESULTS))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("put its jar on the class path");
  }
}
