package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A system that writes its wishes straight onto {@code subscription.commands}. */
final class Upstream implements AutoCloseable {

  private final String clientId;
  private final Producer<byte[], byte[]> producer;
  private final RecordCodecs codecs;
  private final RecordCodec<SubscriptionCommand> commands;

  Upstream(Stack stack) {
    clientId = stack.merchant().clientId();
    producer = ByteClients.producer(Map.of("bootstrap.servers", stack.kafka(), "acks", "all"));
    codecs = RecordCodecs.from(Map.of("schema.registry.url", stack.registry().toString()));
    commands = codecs.of(Topics.SUBSCRIPTION_COMMANDS);
  }

  /**
   * Creates a subscription, as a {@code create} with that body would.
   *
   * @return its id, which follows from the request's by the published rule
   */
  String create(String requestId, Map<String, ?> body) {
    String id = Identity.subscriptionId(Origin.CREATE, clientId, requestId);
    JsonNode terms = Json.mapper().valueToTree(body);
    OffsetDateTime start = OffsetDateTime.parse(terms.path("subscriptionStartTime").asText());
    JsonNode price = terms.path("paymentAmount");
    write(
        id,
        command("create", id)
            .setCreate(
                CreateSubscription.newBuilder()
                    .setSubscriptionRequestId(requestId)
                    .setDescription(terms.path("subscriptionDescription").asText())
                    .setRedirectUrl(terms.path("subscriptionRedirectUrl").asText())
                    .setStartTime(start.toInstant())
                    .setZone(start.getOffset().getId())
                    .setPeriodRule(
                        new PeriodRule(
                            PeriodUnit.valueOf(terms.at("/periodRule/periodType").asText()),
                            terms.at("/periodRule/periodCount").asInt()))
                    .setPaymentMethod(
                        new PaymentMethod(
                            terms.at("/paymentMethod/paymentMethodType").asText(), null))
                    .setSubscriptionNotificationUrl(
                        terms.path("subscriptionNotificationUrl").asText())
                    .setPaymentNotificationUrl(terms.path("paymentNotificationUrl").asText())
                    .setPaymentAmount(
                        new Money(price.path("value").asLong(), price.path("currency").asText()))
                    .setSandbox(true)
                    .setTestClockId(terms.path("testClockId").asText())
                    .setPolicies(Policies.newBuilder().build())
                    .build()));
    return id;
  }

  /** Says that the buyer agrees. */
  void approve(String subscriptionId) {
    write(
        subscriptionId,
        command("approve", subscriptionId).setApprove(ApproveSubscription.newBuilder().build()));
  }

  private SubscriptionCommand.Builder command(String wish, String subscriptionId) {
    return SubscriptionCommand.newBuilder()
        .setCommandId(Words.requestId(wish))
        .setClientId(clientId)
        .setSubscriptionId(subscriptionId);
  }

  private void write(String subscriptionId, SubscriptionCommand.Builder built) {
    SubscriptionCommand command = built.build();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.SUBSCRIPTION_COMMANDS.name(),
            subscriptionId.getBytes(UTF_8),
            commands.encode(command));
    EventHeaders.put(record.headers(), EventHeaders.COMMAND_ID, command.getCommandId());
    try {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw new DemoFailedException("Nothing could be written onto the topic: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailedException("Interrupted while writing onto the topic", e);
    }
  }

  @Override
  public void close() {
    codecs.close();
    producer.close();
  }
}
