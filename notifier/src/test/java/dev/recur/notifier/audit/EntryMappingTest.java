package dev.recur.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.fanout.RandomRecord;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.SubscriptionEvent;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryMappingTest {

  /** Every type of event there is: one that is added to the schema has to be read here, too. */
  static Stream<String> types() {
    return SubscriptionEvent.getClassSchema().getFields().stream()
        .filter(field -> field.schema().getType() == Schema.Type.UNION)
        .map(Schema.Field::name)
        .filter(name -> !List.of("input", "lifecycleStatus").contains(name));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyType_shouldBeKnown(String type) {
    assertThat(EntryMapping.entry(eventOf(type), Instant.EPOCH)).isPresent();
  }

  static SubscriptionEvent eventOf(String type) {
    Schema.Field field = SubscriptionEvent.getClassSchema().getField(type);
    SubscriptionEvent event =
        SubscriptionEvent.newBuilder()
            .setSubscriptionId("S1")
            .setClientId("M1")
            .setSequence(1)
            .setAt(Instant.EPOCH)
            .build();
    event.put(field.pos(), RandomRecord.of(field.schema().getTypes().getLast()));
    if (event.getCreated() != null) {
      CreateSubscription terms = event.getCreated().getTerms();
      // Of these a ledger's are always complete, and no text at random is a zone.
      terms.put(terms.getSchema().getField("zone").pos(), "Europe/Berlin");
      terms.put(terms.getSchema().getField("expiryTime").pos(), Instant.EPOCH);
    }
    return event;
  }
}
