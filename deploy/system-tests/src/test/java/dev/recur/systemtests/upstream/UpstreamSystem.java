package dev.recur.systemtests.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.StackFile;
import dev.recur.systemtests.stack.StackKafka;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A program of somebody else: it has the registry's address, the published rules of ids, and Avro.
 * It knows no class of ours; the schema is the one that the registry gives.
 */
final class UpstreamSystem {

  private static final String TOPIC = "subscription.commands";

  private final StackKafka kafka;
  private final StackFile stack;
  private final Schema schema;
  private final int schemaId;

  UpstreamSystem(StackKafka kafka, StackFile stack) throws IOException {
    this.kafka = kafka;
    this.stack = stack;
    JsonNode latest =
        Http.getJson(
            URI.create(stack.registry() + "/subjects/" + TOPIC + "-value/versions/latest"));
    schema = new Schema.Parser().parse(latest.required("schema").asText());
    schemaId = latest.required("id").intValue();
  }

  /**
   * Asks for a subscription.
   *
   * @param partition where it is written; null for where the key belongs
   * @return the command's id
   */
  String create(Offer offer, String testClockId, @Nullable Integer partition) throws IOException {
    Schema create = schema.getField("create").schema().getTypes().getLast();
    GenericRecordBuilder terms = new GenericRecordBuilder(create);
    terms.set("subscriptionRequestId", offer.requestId());
    terms.set("description", "Coffee, " + offer.requestId());
    terms.set("redirectUrl", "https://shop.example/back");
    terms.set("startTime", offer.start().toInstant().toEpochMilli());
    terms.set("zone", offer.start().getOffset().getId());
    terms.set("periodRule", periodRule(create, offer));
    terms.set("paymentMethod", paymentMethod(create, offer));
    terms.set("subscriptionNotificationUrl", stack.merchant().webhookUrl() + "?about=subscription");
    terms.set("paymentNotificationUrl", stack.merchant().webhookUrl() + "?about=payment");
    terms.set("paymentAmount", money(create.getField("paymentAmount").schema(), offer));
    terms.set("sandbox", true);
    terms.set("testClockId", testClockId);
    terms.set("trials", List.of());
    terms.set("policies", new GenericRecordBuilder(create.getField("policies").schema()).build());
    return send(offer, "create", terms.build(), partition);
  }

  private static GenericRecord periodRule(Schema create, Offer offer) {
    Schema rule = create.getField("periodRule").schema();
    return new GenericRecordBuilder(rule)
        .set(
            "unit",
            new GenericData.EnumSymbol(
                rule.getField("unit").schema(),
                new Expectation("", offer, offer.start()).periodType()))
        .set("count", offer.count())
        .build();
  }

  private static GenericRecord paymentMethod(Schema create, Offer offer) {
    return new GenericRecordBuilder(create.getField("paymentMethod").schema())
        .set("type", "GCASH")
        .set("id", offer.mood().methodId())
        .build();
  }

  private static GenericRecord money(Schema money, Offer offer) {
    return new GenericRecordBuilder(money)
        .set("amountMinor", offer.amountMinor())
        .set("currency", offer.currency())
        .build();
  }

  private String send(Offer offer, String wish, GenericRecord what, @Nullable Integer partition)
      throws IOException {
    String clientId = stack.merchant().clientId();
    String subscriptionId = PublishedIds.subscription(clientId, offer.requestId());
    String commandId = "upstream-" + wish + "-" + offer.requestId();
    GenericRecord command =
        new GenericRecordBuilder(schema)
            .set("commandId", commandId)
            .set("clientId", clientId)
            .set("subscriptionId", subscriptionId)
            .set(wish, what)
            .build();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(TOPIC, partition, subscriptionId.getBytes(UTF_8), encode(command));
    record.headers().add("command-id", commandId.getBytes(UTF_8));
    kafka.write(record);
    return commandId;
  }

  private byte[] encode(GenericRecord command) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(command, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
