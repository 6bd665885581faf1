package dev.recur.systemtests.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.LedgerCheck;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.Told;
import dev.recur.systemtests.expect.WebhookCheck;
import dev.recur.systemtests.merchant.Buyer;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.Inbox.Webhook;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Stack;
import dev.recur.systemtests.stack.StackKafka;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Bytes that nobody can read, on every partition of every topic that somebody reads. Each reader
 * puts them aside, whole and with the reason, and takes the next record.
 */
@OnStack
@Order(OnStack.FIRST + 3)
class UndecodableIT {

  private static final OffsetDateTime NOW = OffsetDateTime.parse("2027-05-01T10:00:00+08:00");
  private static final OffsetDateTime UNTIL = NOW.plusMonths(2);
  private static final Duration PUT_ASIDE_WITHIN = Duration.ofSeconds(60);
  private static final int NO_SUCH_SCHEMA = 999_999_999;

  private static final String WORKER = "billing-worker";
  private static final String CHANNEL = "channel";
  private static final String SERVICE = "subscription-service";
  private static final String NOTIFIER = "notifier";

  /** Who reads each topic. */
  private static final Map<TopicSpec<?>, Set<String>> READERS =
      Map.ofEntries(
          Map.entry(Topics.SUBSCRIPTION_COMMANDS, Set.of(WORKER)),
          Map.entry(Topics.CHARGE_RESULTS, Set.of(WORKER)),
          Map.entry(Topics.CLOCK_TICKS, Set.of(WORKER, SERVICE)),
          Map.entry(Topics.CHARGE_REQUESTS, Set.of(CHANNEL)),
          Map.entry(Topics.COMMAND_REPLIES, Set.of(SERVICE)),
          Map.entry(Topics.SUBSCRIPTION_SNAPSHOTS, Set.of(SERVICE)),
          Map.entry(Topics.SUBSCRIPTION_EVENTS, Set.of(SERVICE, NOTIFIER)),
          Map.entry(Topics.MERCHANTS, Set.of(SERVICE, NOTIFIER)),
          Map.entry(Topics.BUYERS, Set.of(SERVICE, NOTIFIER)),
          Map.entry(Topics.WEBHOOK_DELIVERIES, Set.of(NOTIFIER)),
          Map.entry(Topics.WEBHOOK_ATTEMPTS, Set.of(NOTIFIER)),
          Map.entry(Topics.WEBHOOK_COMMANDS, Set.of(NOTIFIER)),
          Map.entry(Topics.WEBHOOK_ENDPOINTS, Set.of(SERVICE)));

  @Test
  void undecodableBytes_shouldBePutAside_andTheNextRecordTaken(Stack stack) throws IOException {
    assertThat(READERS.keySet()).containsExactlyInAnyOrderElementsOf(Topics.all());
    OfficialSdk resident =
        new OfficialSdk(
            stack.file().gateway(), stack.admin().registerMerchant("UNDECODABLE_RESIDENT"));
    Expectation before = live(stack, resident, "before");
    Map<String, Object> inquiry = resident.inquire(before.subscriptionId());
    Map<String, Long> processes = stack.file().processes();

    Map<TopicSpec<?>, Set<Letter>> letters = new HashMap<>();
    try (StackKafka kafka = stack.kafka()) {
      for (TopicSpec<?> topic : READERS.keySet()) {
        letters.put(topic, poison(kafka, topic, kinds(stack, topic)));
      }
      letters.forEach((topic, expected) -> awaitLetters(kafka, topic, expected));
    }

    // Every topic is needed for this: a new merchant, a new clock, a charge, a webhook.
    OfficialSdk next =
        new OfficialSdk(stack.file().gateway(), stack.admin().registerMerchant("UNDECODABLE_NEXT"));
    live(stack, next, "after");
    assertThat(resident.inquire(before.subscriptionId())).isEqualTo(inquiry);
    assertThat(stack.file().processes()).isEqualTo(processes);
    Report.heading("UndecodableIT: bytes that nobody can read");
    Report.count("topics", READERS.size());
    Report.count(
        "records put aside, by each of their readers",
        letters.values().stream().mapToInt(Set::size).sum());
  }

  /**
   * A dead letter.
   *
   * @param reader who put it aside
   * @param value its bytes, in hexadecimal
   */
  private record Letter(
      String reader, String topic, String partition, String offset, String value) {}

  /**
   * Writes bad bytes on every partition.
   *
   * @return the dead letters that must follow
   */
  private static Set<Letter> poison(StackKafka kafka, TopicSpec<?> topic, List<byte[]> kinds) {
    int partitions = kafka.partitions(topic.name());
    Set<Letter> letters = new HashSet<>();
    for (int partition = 0; partition < partitions; partition++) {
      for (byte[] bytes : kinds) {
        var written =
            kafka.write(
                new ProducerRecord<>(topic.name(), partition, keyOn(partition, partitions), bytes));
        for (String reader : READERS.getOrDefault(topic, Set.of())) {
          letters.add(
              new Letter(
                  reader,
                  topic.name(),
                  Integer.toString(partition),
                  Long.toString(written.offset()),
                  HexFormat.of().formatHex(bytes)));
        }
      }
    }
    return letters;
  }

  private static void awaitLetters(StackKafka kafka, TopicSpec<?> topic, Set<Letter> expected) {
    await("dead letters of " + topic.name())
        .atMost(PUT_ASIDE_WITHIN)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              Set<Letter> found = new HashSet<>();
              for (ConsumerRecord<byte[], byte[]> letter : kafka.records(topic.deadLetters())) {
                assertThat(header(letter, "dead-letter-reason")).isNotBlank();
                found.add(
                    new Letter(
                        header(letter, "dead-letter-reader"),
                        header(letter, "dead-letter-topic"),
                        header(letter, "dead-letter-partition"),
                        header(letter, "dead-letter-offset"),
                        HexFormat.of().formatHex(letter.value())));
              }
              assertThat(found).containsAll(expected);
            });
  }

  /**
   * Nothing of the format; a schema that the registry does not know; one it knows, and nonsense.
   */
  private static List<byte[]> kinds(Stack stack, TopicSpec<?> topic) throws IOException {
    int id =
        Http.getJson(
                URI.create(
                    stack.file().registry() + "/subjects/" + topic.subject() + "/versions/latest"))
            .required("id")
            .intValue();
    return List.of(
        "not avro at all".getBytes(UTF_8), framed(NO_SUCH_SCHEMA), framed(id), new byte[0]);
  }

  /** Confluent's frame around bytes that are no value of any schema of ours. */
  private static byte[] framed(int schemaId) {
    byte[] nonsense = new byte[40];
    Arrays.fill(nonsense, (byte) 0xff);
    return ByteBuffer.allocate(5 + nonsense.length)
        .put((byte) 0)
        .putInt(schemaId)
        .put(nonsense)
        .array();
  }

  /** A key that belongs where it is written: that it lies elsewhere is another mistake. */
  private static byte[] keyOn(int partition, int partitions) {
    for (int i = 0; ; i++) {
      byte[] key = ("poison-" + i).getBytes(UTF_8);
      if (Utils.toPositive(Utils.murmur2(key)) % partitions == partition) {
        return key;
      }
    }
  }

  /** A subscription's first two months, from create to webhook, with everything as it must be. */
  private static Expectation live(Stack stack, OfficialSdk merchant, String requestId)
      throws IOException {
    Offer offer = Offer.monthly(requestId, NOW, 1234, "EUR");
    Expectation expectation = new Expectation(merchant.clientId(), offer, NOW);
    String clock = stack.admin().createClock(NOW);
    Buyer.approve(merchant.create(offer, clock).getNormalUrl());
    stack.admin().advance(clock, UNTIL);

    List<String> ids = List.of(expectation.subscriptionId());
    LedgerCheck ledger = LedgerCheck.of(expectation.charges(UNTIL), stack.bank().charges(ids));
    assertThat(ledger.isExact()).as("%s", ledger).isTrue();
    assertThat(ledger.found()).isEqualTo(3);
    await("its webhooks")
        .atMost(PUT_ASIDE_WITHIN)
        .untilAsserted(
            () -> {
              List<Told> told = new ArrayList<>();
              for (Webhook webhook : stack.inbox().webhooks(ids)) {
                told.add(webhook.told());
              }
              WebhookCheck check = WebhookCheck.of(expectation.notices(UNTIL), told);
              assertThat(check.isCompleteAndInSequence()).as("%s", check).isTrue();
            });
    return expectation;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }
}
