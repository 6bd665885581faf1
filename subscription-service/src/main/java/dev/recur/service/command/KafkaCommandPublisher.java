package dev.recur.service.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.kafka.Traceparent;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import dev.recur.service.mapping.CommandMapping;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes commands to their topic. */
@Singleton
@MeetsKafka
final class KafkaCommandPublisher implements CommandPublisher {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaCommandPublisher.class);
  private static final String SOURCE = "/recur/subscription-service";

  private final Producer<byte[], byte[]> producer;
  private final RecordCodec<SubscriptionCommand> codec;
  private final InstantSource clock;

  KafkaCommandPublisher(
      Producer<byte[], byte[]> producer, RecordCodecs codecs, InstantSource clock) {
    this.producer = producer;
    this.codec = codecs.of(Topics.SUBSCRIPTION_COMMANDS);
    this.clock = clock;
  }

  @Override
  public void publish(Command command, String commandId, Runnable notPublished) {
    try {
      // The callback says all there is to know.
      Future<?> _ =
          producer.send(
              record(command, commandId),
              (metadata, error) -> {
                if (error != null) {
                  log(command, error);
                  notPublished.run();
                }
              });
    } catch (KafkaException e) {
      log(command, e);
      notPublished.run();
    }
  }

  private ProducerRecord<byte[], byte[]> record(Command command, String commandId) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.SUBSCRIPTION_COMMANDS.name(),
            command.subscriptionId().getBytes(UTF_8),
            codec.encode(CommandMapping.of(command, commandId)));
    EventHeaders.put(record.headers(), EventHeaders.COMMAND_ID, commandId);
    EventHeaders.putTraceparent(record.headers(), Traceparent.root());
    EventHeaders.putCloudEvent(
        record.headers(),
        commandId,
        SOURCE,
        CommandMapping.type(command),
        clock.instant(),
        command.subscriptionId());
    return record;
  }

  private static void log(Command command, Exception error) {
    LOG.atWarn()
        .setCause(error)
        .addKeyValue("subscriptionId", command.subscriptionId())
        .log("A command could not be handed to the broker; its sender is asked to repeat it.");
  }
}
