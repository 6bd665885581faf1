package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.Money;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Other programs read what is written: it is what Avro's own writer makes of it, byte for byte. */
class RecordEncoderTest {

  private static final byte[] HEAD = {7, 1, 3};

  @Property(tries = 3_000)
  void everyValueOfEveryTopic_shouldBeTheBytesThatAvroMakes(
      @ForAll("topics") TopicSpec<?> topic, @ForAll long seed) throws IOException {
    SpecificRecord value = Samples.random(topic, seed);
    byte[] bytes = new RecordEncoder(HEAD, value.getSchema()).encode(value);

    assertThat(Arrays.copyOf(bytes, HEAD.length)).isEqualTo(HEAD);
    assertThat(Arrays.copyOfRange(bytes, HEAD.length, bytes.length)).isEqualTo(byAvro(value));
  }

  @Property(tries = 500)
  void everyStoredValue_shouldBeTheBytesOfTheClasssOwnEncoder(
      @ForAll("topics") TopicSpec<?> topic, @ForAll long seed) throws IOException {
    assertStored(topic, seed);
  }

  private static <V extends SpecificRecord> void assertStored(TopicSpec<V> topic, long seed)
      throws IOException {
    V value = Samples.random(topic, seed);
    Schema schema = value.getSchema();
    byte[] bytes = new SingleObjectEncoder<>(topic.valueType()).encode(value);

    assertThat(bytes)
        .isEqualTo(
            new BinaryMessageEncoder<V>(SpecificData.getForSchema(schema), schema)
                .encode(value)
                .array());
    assertThat(new SingleObjectDecoder<>(topic.valueType()).decode(bytes)).isEqualTo(value);
  }

  @Property(tries = 1_000)
  void numbers_shouldBeAvros(@ForAll long number) throws IOException {
    AvroBytes mine = new AvroBytes(0);
    mine.number(number);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    encoder.writeLong(number);
    encoder.flush();

    assertThat(mine.toByteArray()).isEqualTo(out.toByteArray());
  }

  @Example
  void valueThatDoesNotFit_shouldBeToldAsAvroTellsIt() {
    RecordEncoder encoder = new RecordEncoder(HEAD, Money.getClassSchema());

    assertThatThrownBy(() -> encoder.encode(new Money()))
        .isInstanceOfAny(AvroRuntimeException.class, NullPointerException.class)
        .hasMessageContaining("currency");
  }

  @Example
  void fingerprint_shouldStandBeforeWhatIsStored() {
    byte[] bytes = new SingleObjectEncoder<>(Money.class).encode(new Money(1L, "EUR"));

    assertThat(bytes).startsWith(0xc3, 1);
    assertThat(Long.reverseBytes(java.nio.ByteBuffer.wrap(bytes).getLong(2)))
        .isEqualTo(SchemaNormalization.parsingFingerprint64(Money.getClassSchema()));
  }

  private static byte[] byAvro(SpecificRecord value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    Schema schema = value.getSchema();
    new SpecificDatumWriter<SpecificRecord>(schema, SpecificData.getForSchema(schema))
        .write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  @Provide
  Arbitrary<TopicSpec<?>> topics() {
    return Arbitraries.of(Topics.all());
  }
}
