package dev.recur.service.admin.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.avro.CancelReplay;
import dev.recur.schemas.avro.DisableEndpoint;
import dev.recur.schemas.avro.EnableEndpoint;
import dev.recur.schemas.avro.StartReplay;
import dev.recur.schemas.avro.WebhookCommand;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.kafka.Traceparent;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import dev.recur.service.admin.NotDoneException;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes orders to the notifier's topic of commands, one record per lane. */
@Singleton
@MeetsKafka
final class KafkaLaneOrders implements LaneOrders {

  private final Producer<byte[], byte[]> producer;
  private final RecordCodec<WebhookCommand> codec;
  private final InstantSource clock;

  KafkaLaneOrders(Producer<byte[], byte[]> producer, RecordCodecs codecs, InstantSource clock) {
    this.producer = producer;
    this.codec = codecs.of(Topics.WEBHOOK_COMMANDS);
    this.clock = clock;
  }

  @Override
  public void give(String clientId, List<String> lanes, LaneOrder order) {
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (String lane : lanes) {
        sent.add(producer.send(record(clientId, lane, order)));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (ExecutionException | KafkaException e) {
      throw new NotDoneException("The order could not be written to the broker.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotDoneException("The process stops.", e);
    }
  }

  private ProducerRecord<byte[], byte[]> record(String clientId, String lane, LaneOrder order) {
    String commandId = UUID.randomUUID().toString();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.WEBHOOK_COMMANDS.name(),
            lane.getBytes(UTF_8),
            codec.encode(command(commandId, clientId, lane, order)));
    EventHeaders.put(record.headers(), EventHeaders.COMMAND_ID, commandId);
    EventHeaders.putTraceparent(record.headers(), Traceparent.root());
    return record;
  }

  private WebhookCommand command(String commandId, String clientId, String lane, LaneOrder order) {
    WebhookCommand.Builder command =
        WebhookCommand.newBuilder()
            .setCommandId(commandId)
            .setEndpoint(lane)
            .setClientId(clientId)
            .setSentAt(clock.instant());
    return (switch (order) {
          case LaneOrder.Disable disable ->
              command.setDisable(new DisableEndpoint(disable.reason()));
          case LaneOrder.Enable _ -> command.setEnable(new EnableEndpoint());
          case LaneOrder.StartReplay start ->
              command.setStartReplay(
                  new StartReplay(
                      start.replayId(),
                      start.range().since(),
                      start.range().until(),
                      start.range().eventTypes(),
                      start.range().subscriptionId(),
                      start.range().deliveryId()));
          case LaneOrder.CancelReplay cancel ->
              command.setCancelReplay(new CancelReplay(cancel.replayId()));
        })
        .build();
  }
}
