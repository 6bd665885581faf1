package dev.recur.billing.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.Purpose;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.kafka.DeadLetterSink;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.RegistryOnLoopback;
import dev.recur.schemas.serde.Samples;
import dev.recur.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever values of the right schema lie on {@code charge.requests}: each gets its one result, and
 * so does the next; no key is presented after its time, and none that is not its own. What stops
 * the process is an operation of a later release.
 */
class RequestsFuzzTest {

  private static final TopicPartition PARTITION =
      new TopicPartition(Topics.CHARGE_REQUESTS.name(), 0);

  private static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration COMES_WITHIN = Duration.ofSeconds(15);

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs =
      RecordCodecs.from(
          Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "true"));
  private final Set<String> presented = ConcurrentHashMap.newKeySet();
  private final List<String> ends = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private HttpPaymentChannel channel;
  private MockConsumer<byte[], byte[]> consumer;
  private MockProducer<byte[], byte[]> producer;
  private ChannelWorker worker;
  private final AtomicLong committed = new AtomicLong();
  private int tried;
  private long offset;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    answers("/v1/charges", "SUCCEEDED");
    answers("/v1/refunds", "DECLINED_HARD");
    answers("/v1/operations", "NOT_FOUND");
    server.start();
    channel =
        new HttpPaymentChannel("http://127.0.0.1:" + server.getAddress().getPort() + "/v1", 4);
    begin();
  }

  @AfterEach
  void close() {
    worker.close();
    channel.close();
    server.stop(0);
    codecs.close();
    registry.close();
  }

  @Test
  void anyRequest_shouldHaveItsResult_andKeepNobodyWaiting() {
    List<ChargeRequest> right =
        List.of(
            request("S1P1/1", ChannelOperation.CHARGE).build(),
            request("S1P2/1", ChannelOperation.REFUND)
                .setPurpose(new Purpose(PurposeKind.REFUND, null, "R1"))
                .setRefundedPaymentId("S1P1")
                .setRefundedReference("C7")
                .build(),
            request("S1P3/2", ChannelOperation.INQUIRE)
                .setInquiry(1)
                .setOrderAmount(new Money(5000L, "EUR"))
                .setSettlementCurrency("SGD")
                .setDescription("Gold")
                .build(),
            request("S1P4/1", ChannelOperation.CHARGE)
                .setPresentUntil(NOW.minusSeconds(60))
                .build(),
            // No header can say this key.
            request("S1P\u20ac/1", ChannelOperation.CHARGE).build());

    assertThat(Fuzz.ofRecords("charge-requests", right).inputs(250).run(this::taken))
        .containsKeys(
            "SUCCEEDED", "DECLINED_HARD", "NOT_FOUND", "DECLINED_SOFT", "REFUSED", "stops");
    taken(Samples.bytes(right.getFirst()));
    worker.close();
    assertThat(committed).hasValue(offset);
  }

  private static ChargeRequest.Builder request(String key, ChannelOperation operation) {
    return ChargeRequest.newBuilder()
        .setKey(key)
        .setSubscriptionId("S1")
        .setClientId("SANDBOX_1")
        .setPaymentId(key.substring(0, key.indexOf('/')))
        .setAttempt(1)
        .setOperation(operation)
        .setPurpose(new Purpose(PurposeKind.PERIOD, 1, null))
        .setAmount(new Money(1999L, "USD"))
        .setPaymentMethod(new PaymentMethod("GCASH", null))
        .setAt(NOW)
        .setPresentUntil(NOW.plusSeconds(60));
  }

  private String taken(byte[] input) {
    ChargeRequest request = Samples.read(ChargeRequest.class, input);
    ChargeRequest probe = request("probeP" + ++tried + "/1", ChannelOperation.CHARGE).build();
    presented.clear();
    producer.clear();
    read(request);
    // Behind it, since it is of the same subscription or of another one.
    read(ChargeRequest.newBuilder(probe).setSubscriptionId(request.getSubscriptionId()).build());
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(COMES_WITHIN)
        .until(() -> producer.history().size() == 2 || !ends.isEmpty());
    if (!ends.isEmpty()) {
      assertThat(ends)
          .singleElement()
          .asString()
          .contains("roll out the channel's readers", "charge.requests-", "offset ");
      assertThat(request.getOperation()).isEqualTo(ChannelOperation.UNKNOWN);
      assertThat(presented).isEmpty();
      worker.close();
      begin();
      return "stops";
    }
    assertThat(result(1).getKey()).isEqualTo(probe.getKey());
    assertThat(result(1).getOutcome()).isEqualTo(ChargeOutcome.SUCCEEDED);
    ChargeResult result = result(0);
    assertThat(result.getKey()).isEqualTo(request.getKey());
    assertThat(result.getSubscriptionId()).isEqualTo(request.getSubscriptionId());
    assertThat(result.getPaymentId()).isEqualTo(request.getPaymentId());
    assertThat(result.getOperation()).isEqualTo(request.getOperation());
    assertThat(result.getInquiry()).isEqualTo(request.getInquiry());
    presented.remove(probe.getKey());
    if (request.getOperation() == ChannelOperation.INQUIRE
        || !NOW.isBefore(request.getPresentUntil())) {
      assertThat(presented).isEmpty();
    } else {
      assertThat(presented).isSubsetOf(request.getKey());
    }
    return result.getOutcome().name();
  }

  private ChargeResult result(int number) {
    return codecs.of(Topics.CHARGE_RESULTS).decode(producer.history().get(number).value());
  }

  private void read(ChargeRequest request) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            PARTITION.topic(),
            PARTITION.partition(),
            offset++,
            request.getSubscriptionId().getBytes(UTF_8),
            codecs.of(Topics.CHARGE_REQUESTS).encode(request));
    consumer.schedulePollTask(() -> consumer.addRecord(record));
  }

  /** A process, which reads on where it is to. */
  private void begin() {
    long next = offset;
    ends.clear();
    consumer = new Committing();
    producer = new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    worker =
        new ChannelWorker(
            new ChannelSettings("http://nowhere", DEADLINE, 4, 100),
            () -> {},
            consumer,
            producer,
            codecs,
            new RequestHandler(channel, DEADLINE, InstantSource.fixed(NOW)),
            new NoDeadLetters(),
            (what, _) -> ends.add(what));
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(PARTITION));
          consumer.updateBeginningOffsets(Map.of(PARTITION, next));
        });
    worker.start();
  }

  private void answers(String path, String outcome) {
    server.createContext(
        path,
        exchange -> {
          String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
          if (key != null) {
            presented.add(key);
          }
          byte[] body = "{\"outcome\":\"%s\"}".formatted(outcome).getBytes(UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private final class Committing extends MockConsumer<byte[], byte[]> {

    Committing() {
      super("earliest");
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
      super.commitSync(offsets);
      offsets.values().forEach(position -> committed.set(position.offset()));
    }
  }

  /** Every one is a request, and so none of them is put aside. */
  private static final class NoDeadLetters implements DeadLetterSink {

    @Override
    public void put(ConsumerRecord<byte[], byte[]> record, String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void close() {}
  }
}
