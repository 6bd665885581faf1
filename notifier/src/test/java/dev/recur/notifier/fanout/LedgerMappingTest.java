package dev.recur.notifier.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.notifier.notice.Happening;
import dev.recur.schemas.avro.AuthorisationExpired;
import dev.recur.schemas.avro.SubscriptionCanceled;
import dev.recur.schemas.avro.SubscriptionEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of event is known here, or the process stops. */
class LedgerMappingTest {

  private static final long SEED = 20261121;

  /** Told by hand elsewhere, because random terms make no sense. */
  private static final String CREATED = "created";

  static Stream<String> types() {
    List<Schema.Field> fields = SubscriptionEvent.getClassSchema().getFields();
    int input = SubscriptionEvent.getClassSchema().getField("input").pos();
    return fields.stream()
        .filter(field -> field.pos() > input)
        .map(Schema.Field::name)
        .filter(name -> !name.equals(CREATED));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeOfTheSchema_shouldBeKnown(String type) throws IOException {
    SubscriptionEvent event = empty().build();
    Schema.Field field = SubscriptionEvent.getClassSchema().getField(type);
    Schema schema = field.schema().getTypes().get(1);
    event.put(field.pos(), random(schema));

    assertThat(LedgerMapping.event(event).what()).isNotNull();
  }

  /** Some value, through its bytes, so that times are times and not numbers. */
  private static Object random(Schema schema) throws IOException {
    var bytes = new ByteArrayOutputStream();
    Encoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    Object random = new RandomData(new GenericData(), schema, 1, SEED, false).iterator().next();
    new GenericDatumWriter<Object>(schema, new GenericData()).write(random, encoder);
    return new SpecificDatumReader<Object>(schema)
        .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
  }

  @Test
  void typeThatIsNotKnown_shouldStop() {
    assertThatThrownBy(() -> LedgerMapping.event(empty().build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("update the notifier");
  }

  @Test
  void severalTypesAtOnce_shouldBeUnreadable() {
    SubscriptionEvent event =
        empty()
            .setCanceled(new SubscriptionCanceled(true, false))
            .setAuthorisationExpired(new AuthorisationExpired(Instant.EPOCH))
            .build();

    assertThatThrownBy(() -> LedgerMapping.event(event))
        .isInstanceOf(UnreadableEventException.class);
  }

  @Test
  void canceled_shouldSayWhetherAtOnce() {
    SubscriptionEvent event = empty().setCanceled(new SubscriptionCanceled(true, false)).build();

    assertThat(LedgerMapping.event(event).what()).isEqualTo(new Happening.Canceled(true));
  }

  private static SubscriptionEvent.Builder empty() {
    return SubscriptionEvent.newBuilder()
        .setSubscriptionId("S1")
        .setClientId("M")
        .setSequence(1)
        .setAt(Instant.EPOCH);
  }
}
