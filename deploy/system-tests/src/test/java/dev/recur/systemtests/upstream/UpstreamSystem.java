package dev.recur.systemtests.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.StackFile;
import dev.recur.systemtests.stack.StackKafka;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A program of somebody else: it has the registry's address, the published rules of ids, and Avro.
 * It knows no class of ours; the schemas are those that the registry gives.
 */
final class UpstreamSystem implements AutoCloseable {

  private static final String COMMANDS = "subscription.commands";
  private static final String REPLIES = "command.replies";
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);

  private final StackKafka kafka;
  private final StackFile stack;
  private final PublicAvro commands;
  private final PublicAvro replies;
  private final StackKafka.Tail answers;
  private final Map<String, Reply> known = new HashMap<>();

  UpstreamSystem(StackKafka kafka, StackFile stack) throws IOException {
    this.kafka = kafka;
    this.stack = stack;
    commands = latest(COMMANDS);
    replies = latest(REPLIES);
    answers = kafka.tail(REPLIES);
  }

  private PublicAvro latest(String topic) throws IOException {
    JsonNode latest =
        Http.getJson(
            URI.create(stack.registry() + "/subjects/" + topic + "-value/versions/latest"));
    return PublicAvro.of(latest.required("schema").asText(), latest.required("id").intValue());
  }

  /**
   * The answer to a command.
   *
   * @param status SUCCEEDED, FAILED, or UNKNOWN where it is not final
   */
  record Reply(String subscriptionId, String status, String code, String message, long sequence) {}

  /**
   * Asks for a subscription.
   *
   * @param partition where it is written; null for where the key belongs
   * @return the command's id
   */
  String create(Offer offer, String testClockId, @Nullable Integer partition) {
    return create(offer, terms(offer, testClockId), partition);
  }

  /** Asks for a subscription of which the merchant triggers each charge. */
  String createSelfManaged(Offer offer, String testClockId) {
    Map<String, Object> terms = terms(offer, testClockId);
    terms.put("collection", "SELF_MANAGED");
    return create(offer, terms, null);
  }

  private Map<String, Object> terms(Offer offer, String testClockId) {
    Map<String, Object> terms = new HashMap<>();
    terms.put("subscriptionRequestId", offer.requestId());
    terms.put("description", "Coffee, " + offer.requestId());
    terms.put("redirectUrl", "https://shop.example/back");
    terms.put("startTime", offer.start().toInstant().toEpochMilli());
    terms.put("zone", offer.start().getOffset().getId());
    terms.put(
        "periodRule",
        Map.of(
            "unit",
            new Expectation("", offer, offer.start()).periodType(),
            "count",
            offer.count()));
    terms.put("paymentMethod", Map.of("type", "GCASH", "id", offer.mood().methodId()));
    terms.put("subscriptionNotificationUrl", webhookUrl("subscription"));
    terms.put("paymentNotificationUrl", webhookUrl("payment"));
    terms.put(
        "paymentAmount", Map.of("amountMinor", offer.amountMinor(), "currency", offer.currency()));
    terms.put("sandbox", true);
    terms.put("testClockId", testClockId);
    terms.put("policies", Map.of());
    return terms;
  }

  private String create(Offer offer, Map<String, Object> terms, @Nullable Integer partition) {
    return send(
        PublishedIds.subscription(clientId(), offer.requestId()),
        "create-" + offer.requestId(),
        Map.of("create", terms),
        partition);
  }

  /**
   * Writes a command.
   *
   * @param name what makes its id
   * @param wish the command's own field, by its name
   * @return the command's id
   */
  String send(String subscriptionId, String name, Map<String, Object> wish) {
    return send(subscriptionId, name, wish, null);
  }

  private String send(
      String subscriptionId, String name, Map<String, Object> wish, @Nullable Integer partition) {
    String commandId = "upstream-" + name;
    Map<String, Object> command = new HashMap<>(wish);
    command.put("commandId", commandId);
    command.put("clientId", clientId());
    command.put("subscriptionId", subscriptionId);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            COMMANDS, partition, subscriptionId.getBytes(UTF_8), commands.encode(command));
    record.headers().add("command-id", commandId.getBytes(UTF_8));
    kafka.write(record);
    return commandId;
  }

  /** Awaits the answer to a command. */
  Reply reply(String commandId) {
    return await("the reply to " + commandId)
        .atMost(ANSWERED_WITHIN)
        .pollDelay(Duration.ZERO)
        .until(() -> received(commandId), reply -> reply != null);
  }

  /** How many commands were answered. */
  int answered() {
    return known.size();
  }

  private @Nullable Reply received(String commandId) {
    answers
        .poll()
        .forEach(
            record -> {
              GenericRecord outcome = (GenericRecord) replies.decode(record.value()).get("outcome");
              if (outcome != null) {
                known.put(outcome.get("commandId").toString(), reply(outcome));
              }
            });
    return known.get(commandId);
  }

  private static Reply reply(GenericRecord outcome) {
    return new Reply(
        outcome.get("subscriptionId").toString(),
        outcome.get("status").toString(),
        outcome.get("code").toString(),
        outcome.get("message").toString(),
        (Long) outcome.get("sequence"));
  }

  private String clientId() {
    return stack.merchant().clientId();
  }

  private String webhookUrl(String about) {
    return stack.merchant().webhookUrl() + "?about=" + about;
  }

  @Override
  public void close() {
    answers.close();
  }
}
