package dev.recur.systemtests.killreport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.ResultStatus;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.PublishedIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** An upstream system that writes its commands onto the topic itself, many at a time. */
public final class Commands implements AutoCloseable {

  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(10);

  private final String clientId;
  private final String webhookUrl;
  private final RecordCodecs codecs;
  private final RecordCodec<SubscriptionCommand> commands;
  private final Producer<byte[], byte[]> producer;
  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> replies;

  /** An upstream system of a merchant that is told of everything at {@code webhookUrl}. */
  public Commands(KafkaSettings settings, String clientId, String webhookUrl) {
    this.clientId = clientId;
    this.webhookUrl = webhookUrl;
    codecs = RecordCodecs.from(settings.serde());
    commands = codecs.of(Topics.SUBSCRIPTION_COMMANDS);
    producer = ByteClients.producer(settings.producer());
    replies = ByteClients.consumer(settings.consumer());
    List<TopicPartition> all = new ArrayList<>();
    for (int partition = 0; partition < LocalKafka.SUBSCRIPTION_PARTITIONS; partition++) {
      all.add(new TopicPartition(Topics.COMMAND_REPLIES.name(), partition));
    }
    replies.assign(all);
    replies.seekToBeginning(all);
  }

  /** Asks for every offer and has the buyer agree; returns when all is answered with success. */
  public void subscribe(List<Offer> offers) {
    Set<String> open = new HashSet<>();
    for (Offer offer : offers) {
      open.add(send(offer, "create", command -> command.setCreate(terms(offer))));
      open.add(
          send(
              offer,
              "approve",
              command -> command.setApprove(new ApproveSubscription(null, null))));
    }
    producer.flush();
    await("answers to " + open.size() + " commands")
        .atMost(ANSWERED_WITHIN)
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              answered(open).forEach(open::remove);
              return open.isEmpty();
            });
  }

  private String send(Offer offer, String what, Consumer<SubscriptionCommand.Builder> wish) {
    String subscriptionId = PublishedIds.subscription(clientId, offer.requestId());
    String commandId = what + "-" + offer.requestId();
    SubscriptionCommand.Builder command =
        SubscriptionCommand.newBuilder()
            .setCommandId(commandId)
            .setClientId(clientId)
            .setSubscriptionId(subscriptionId);
    wish.accept(command);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.SUBSCRIPTION_COMMANDS.name(),
            subscriptionId.getBytes(UTF_8),
            commands.encode(command.build()));
    record.headers().add("command-id", commandId.getBytes(UTF_8));
    var _ = producer.send(record);
    return commandId;
  }

  private CreateSubscription terms(Offer offer) {
    return CreateSubscription.newBuilder()
        .setSubscriptionRequestId(offer.requestId())
        .setDescription("Coffee")
        .setRedirectUrl("https://shop.example/back")
        .setStartTime(offer.start().toInstant())
        .setZone(offer.start().getOffset().getId())
        .setPeriodRule(new PeriodRule(PeriodUnit.DAY, offer.count()))
        .setPaymentMethod(
            PaymentMethod.newBuilder().setType("GCASH").setId(offer.mood().methodId()).build())
        .setSubscriptionNotificationUrl(webhookUrl)
        .setPaymentAmount(new Money(offer.amountMinor(), offer.currency()))
        .setSandbox(true)
        .setPolicies(
            Policies.newBuilder().setChargeLeadMinutes((int) offer.lead().toMinutes()).build())
        .build();
  }

  /** Those of the open commands that were answered since; others' answers are nobody's matter. */
  private List<String> answered(Set<String> open) {
    List<String> succeeded = new ArrayList<>();
    replies
        .poll(Duration.ofMillis(100))
        .forEach(
            record -> {
              CommandOutcome outcome =
                  codecs.of(Topics.COMMAND_REPLIES).decode(record.value()).getOutcome();
              if (outcome == null || !open.contains(outcome.getCommandId())) {
                return;
              }
              if (outcome.getStatus() != ResultStatus.SUCCEEDED) {
                throw new AssertionError("A command was refused: " + outcome);
              }
              succeeded.add(outcome.getCommandId());
            });
    return succeeded;
  }

  @Override
  public void close() {
    producer.close();
    replies.close();
    codecs.close();
  }
}
