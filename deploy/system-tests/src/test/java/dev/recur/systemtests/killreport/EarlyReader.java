package dev.recur.systemtests.killreport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.local.http.Json;
import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import dev.recur.systemtests.stack.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A reader of the charge requests as it must not be: it commits its offset before the work, and so
 * whatever it dies over is never charged. The report has to see that.
 */
final class EarlyReader {

  private static final Duration POLL_MAX = Duration.ofMillis(200);

  /** What a channel at some distance takes; it is what the reader dies over. */
  private static final Duration WORK = Duration.ofMillis(50);

  private static final int OK = 200;

  private EarlyReader() {}

  /** As a process, in place of the workers' own reader. */
  static ChildSpec spec(KillRig rig, Path directory, Path log) {
    return new ChildSpec(
        "early-reader",
        JavaCommand.withHeap(128)
            .main(
                System.getProperty("java.class.path"),
                EarlyReader.class.getName(),
                List.of(
                    rig.kafka().bootstrapServers(), rig.kafka().registryUrl(), rig.channelUrl())),
        Map.of(),
        directory,
        log,
        () -> true);
  }

  /** Runs until it is killed. */
  public static void main(String[] args) throws Exception {
    KafkaSettings settings =
        KafkaSettings.of(
            args[0], args[1], LocalKafka.SUBSCRIPTION_PARTITIONS, (short) 1, Path.of("unused"));
    Map<String, Object> config = new HashMap<>(settings.consumer(Topics.CHANNEL_GROUP));
    config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "early-reader");
    try (RecordCodecs codecs = RecordCodecs.from(settings.serde());
        Consumer<byte[], byte[]> consumer = ByteClients.consumer(config);
        Producer<byte[], byte[]> producer = ByteClients.producer(settings.producer())) {
      consumer.subscribe(List.of(Topics.CHARGE_REQUESTS.name()));
      while (true) {
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL_MAX);
        // The mistake: what is below has not been done yet.
        consumer.commitSync();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
          Thread.sleep(WORK);
          ChargeRequest request = codecs.of(Topics.CHARGE_REQUESTS).decode(record.value());
          ChargeResult result = present(request, URI.create(args[2] + "/charges"));
          producer
              .send(
                  new ProducerRecord<>(
                      Topics.CHARGE_RESULTS.name(),
                      record.key(),
                      codecs.of(Topics.CHARGE_RESULTS).encode(result)))
              .get();
        }
      }
    }
  }

  private static ChargeResult present(ChargeRequest request, URI charges) throws IOException {
    Map<String, Object> order = new HashMap<>();
    order.put("key", request.getKey());
    order.put("subscriptionId", request.getSubscriptionId());
    order.put("clientId", request.getClientId());
    order.put("paymentId", request.getPaymentId());
    order.put("purpose", request.getPurpose().getKind().name());
    order.put("period", request.getPurpose().getPeriod());
    order.put("amountMinor", request.getAmount().getAmountMinor());
    order.put("currency", request.getAmount().getCurrency());
    order.put("paymentMethodType", request.getPaymentMethod().getType());
    order.put("paymentMethodId", request.getPaymentMethod().getId());
    order.put("at", request.getAt().toString());
    order.put("presentUntil", request.getPresentUntil().toString());
    order.put("sandbox", request.getSandbox());
    HttpResponse<String> answer =
        Http.send(
            Http.request(charges)
                .header("Idempotency-Key", request.getKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(order), UTF_8))
                .build());
    ChargeOutcome outcome =
        answer.statusCode() == OK
            ? ChargeOutcome.valueOf(Http.json(answer.body()).required("outcome").asText())
            : ChargeOutcome.UNKNOWN;
    return ChargeResult.newBuilder()
        .setKey(request.getKey())
        .setSubscriptionId(request.getSubscriptionId())
        .setPaymentId(request.getPaymentId())
        .setOperation(request.getOperation())
        .setInquiry(request.getInquiry())
        .setOutcome(outcome)
        .setAnsweredAt(Instant.now())
        .build();
  }
}
