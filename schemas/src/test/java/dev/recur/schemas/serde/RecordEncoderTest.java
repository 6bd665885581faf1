package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.SettledPaymentState;
import dev.recur.schemas.avro.SubscriptionState;
import dev.recur.schemas.avro.TestClockState;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;

/** Other programs read what is written: it is what Avro's own writer makes of it, byte for byte. */
class RecordEncoderTest {

  private static final byte[] HEAD = {7, 1, 3};

  private static final List<Class<? extends SpecificRecord>> CLASSES =
      Generated.in("dev.recur.schemas.avro");

  @Property(tries = 5_000)
  void everyValue_shouldBeTheBytesThatAvroMakes(
      @ForAll("generated") Class<? extends SpecificRecord> type, @ForAll long seed) {
    SpecificRecord value = Samples.random(type, seed);
    byte[] bytes = new RecordEncoder(HEAD, value.getSchema()).encode(value);

    assertThat(Arrays.copyOf(bytes, HEAD.length)).isEqualTo(HEAD);
    assertThat(Arrays.copyOfRange(bytes, HEAD.length, bytes.length))
        .isEqualTo(Samples.bytes(value));
  }

  @Property(tries = 1_000)
  void everyStoredValue_shouldBeTheBytesThatAvroStores(
      @ForAll("generated") Class<? extends SpecificRecord> type, @ForAll long seed)
      throws IOException {
    Generated.shouldBeStoredAsAvroDoes(type, seed);
  }

  @Example
  void whatTopicsAndStoresHold_shouldBeAmongTheClasses() {
    assertThat(CLASSES)
        .containsAll(
            Topics.all().stream()
                .<Class<? extends SpecificRecord>>map(TopicSpec::valueType)
                .toList())
        .contains(SubscriptionState.class, SettledPaymentState.class, TestClockState.class);
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

  @Provide
  Arbitrary<Class<? extends SpecificRecord>> generated() {
    return Arbitraries.of(CLASSES);
  }
}
