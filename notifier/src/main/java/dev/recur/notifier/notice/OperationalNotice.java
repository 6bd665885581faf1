package dev.recur.notifier.notice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.recur.schemas.id.EndpointLane;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a merchant's other endpoints are told about one lane.
 *
 * @param eventType one of the operational ones
 * @param lane what it is about
 * @param at real time at which it happened
 * @param reason why, in one sentence
 * @param delivery the delivery it is about, where it is about one
 */
public record OperationalNotice(
    String eventType, EndpointLane lane, Instant at, String reason, Optional<Delivery> delivery) {

  /**
   * A delivery.
   *
   * @param sequence of the event that it tells
   * @param attempts how many were made
   */
  public record Delivery(
      String deliveryId, String subscriptionId, long sequence, String eventType, int attempts) {}

  private static final JsonFactory JSON = new JsonFactory();

  /** The body: JSON, the same at every attempt. */
  public String render() {
    var text = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("eventType", eventType);
      json.writeStringField(lane.endpointId().isPresent() ? "endpointId" : "url", lane.target());
      if (lane.shard() > 0) {
        json.writeNumberField("shard", lane.shard());
      }
      json.writeStringField(
          "at", DateTimeFormatter.ISO_INSTANT.format(at.truncatedTo(ChronoUnit.SECONDS)));
      json.writeStringField("reason", reason);
      if (delivery.isPresent()) {
        write(json, delivery.get());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory does not fail.", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Delivery delivery) throws IOException {
    json.writeObjectFieldStart("delivery");
    json.writeStringField("deliveryId", delivery.deliveryId());
    json.writeStringField("subscriptionId", delivery.subscriptionId());
    json.writeNumberField("sequence", delivery.sequence());
    json.writeStringField("eventType", delivery.eventType());
    json.writeNumberField("attempts", delivery.attempts());
    json.writeEndObject();
  }
}
