package dev.recur.service.mapping;

import dev.recur.schemas.avro.SubscriptionEvent;
import io.micronaut.json.tree.JsonNode;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** The ledger's events, for merchants. */
public final class EventMapping {

  /**
   * What decides inside and is nobody else's: inputs and commands, and the tokens that money can be
   * taken with.
   */
  private static final Set<String> INTERNAL =
      Set.of("input", "commandId", "fingerprint", "PaymentMethod.id", "presentUntil");

  private EventMapping() {}

  /**
   * What is particular about an event.
   *
   * @param name what kind it is, for example {@code ChargeSucceeded}
   */
  public record Particulars(String name, JsonNode data) {}

  /**
   * What is particular about an event.
   *
   * @throws IllegalStateException when it is of a kind that this release does not know
   */
  public static Particulars particulars(SubscriptionEvent event) {
    for (Schema.Field field : event.getSchema().getFields()) {
      if (!INTERNAL.contains(field.name())
          && event.get(field.pos()) instanceof IndexedRecord particular) {
        String name = field.name();
        return new Particulars(
            name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
            AvroJson.of(particular, INTERNAL));
      }
    }
    throw TermsMapping.unknown("kind of event");
  }
}
