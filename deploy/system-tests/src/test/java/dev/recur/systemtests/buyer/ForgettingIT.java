package dev.recur.systemtests.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.serde.AvroDeserializer;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.topic.Topics;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.merchant.CreateOnTestClock;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Search;
import dev.recur.systemtests.stack.Stack;
import dev.recur.systemtests.stack.StackKafka;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Two buyers, of whom one is forgotten. Before, the same search that later finds nothing finds the
 * sealed key where it must lie, and the key opens the record; afterwards neither what identifies
 * the buyer nor what could open it is anywhere: on no topic and in no file that any process of the
 * stack wrote. The e-mails that were sent are the receiver's, and are no part of that.
 */
@OnStack
@Order(OnStack.FIRST + 10)
class ForgettingIT {

  private static final String CLIENT = "FORGETTING";
  private static final OffsetDateTime START = OffsetDateTime.parse("2027-01-31T10:00:00+08:00");
  private static final String TOPIC = Topics.BUYERS.name();
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /** As the subscription-service does, every half an hour. */
  private static final byte[] NOBODY = "nobody".getBytes(UTF_8);

  private static final String PERSON = "what identifies the buyer";
  private static final String SEALED = "the sealed record";
  private static final String KEY = "the data key";

  @SuppressWarnings("NullAway.Init")
  private Stack stack;

  @SuppressWarnings("NullAway.Init")
  private StackKafka kafka;

  @SuppressWarnings("NullAway.Init")
  private OfficialSdk shop;

  @BeforeAll
  void start(Stack running) throws IOException {
    stack = running;
    kafka = stack.kafka();
    shop = new OfficialSdk(stack.file().gateway(), stack.admin().registerMerchant(CLIENT));
  }

  @AfterAll
  void stop() {
    kafka.close();
  }

  /** Somebody nobody else is called like, in letters that some forms of writing have to escape. */
  private record Person(String subscriptionId, String email, String name, String note) {

    static Person of(String requestId) {
      return new Person(
          PublishedIds.subscription(CLIENT, requestId),
          random() + "@buyers.example",
          "Zoë \"" + random() + "\" 墨",
          random() + " Straße 5");
    }

    private static String random() {
      byte[] bytes = new byte[12];
      new SecureRandom().nextBytes(bytes);
      return HexFormat.of().formatHex(bytes);
    }

    BuyerData data() {
      return new BuyerData(
          Optional.of(email), Optional.of(name), Optional.of("de"), Map.of("note", note), Set.of());
    }
  }

  @Test
  void forgottenBuyer_shouldBeNowhere_andTheOtherAsBefore() throws IOException {
    String clock = stack.admin().createClock(START);
    Person stays = subscribe("buyer-stays", clock);
    Person goes = subscribe("buyer-goes", clock);
    stack.admin().advance(clock, START.plusMonths(2));

    List<Buyer> records = records(goes);
    assertThat(opened(records.getLast())).as("the record, opened").contains(goes.data());
    Search before = lookedFor(goes, records);
    before.topics(kafka, Set.of(TOPIC));
    before.files(stack.runDirectory(), ForgettingIT::isOfTopic);
    assertThat(before.found(SEALED))
        .as("the sealed record, on the topic and in its files, or the search finds nothing")
        .contains("topic " + TOPIC)
        .anyMatch(place -> place.startsWith("file "));
    assertThat(before.found(PERSON)).isEmpty();

    forget(goes);
    Search after = lookedFor(goes, records);
    awaitCompacted(goes, records);
    after.everywhere(stack, kafka);
    assertThat(after.found()).as("what is left of the buyer").isEmpty();

    assertThat(records(goes)).hasSize(1).allMatch(record -> record.getForgottenAt() != null);
    assertThat(opened(records(stays).getLast())).contains(stays.data());
    assertThat(shop.inquire(stays.subscriptionId()).get("metadata"))
        .isEqualTo(Map.of("note", stays.note()));
    assertThat(shop.inquire(goes.subscriptionId())).doesNotContainKey("metadata");
    Report.heading("ForgettingIT: places that were searched for a forgotten buyer, and have none");
    Report.count("records and files", after.places());
  }

  /** Each first charge is declined, so that there is something to write about. */
  private Person subscribe(String requestId, String clock) throws IOException {
    Person person = Person.of(requestId);
    CreateOnTestClock request =
        shop.createRequest(
            Offer.monthly(requestId, START, 1000, "PHP").withMood(Offer.Mood.DECLINES_FIRST),
            clock);
    request.setBuyer(Map.of("email", person.email(), "name", person.name(), "locale", "de"));
    request.setMetadata(Map.of("note", person.note()));
    dev.recur.systemtests.merchant.Buyer.approve(shop.executeUntilFinal(request).getNormalUrl());
    return person;
  }

  private void forget(Person person) throws IOException {
    HttpResponse<String> answer =
        stack
            .admin()
            .send(
                "POST",
                "/admin/merchants/" + CLIENT + "/buyers/forget",
                "{\"subscriptionId\":\"%s\"}".formatted(person.subscriptionId()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Http.json(answer.body()).required("forgotten").asInt()).isEqualTo(1);
  }

  /** Everything of the person: the data, the records on the topic, and the keys within them. */
  private Search lookedFor(Person person, List<Buyer> records) throws IOException {
    Search search =
        new Search()
            .forText(PERSON, person.email())
            .forText(PERSON, person.name())
            .forText(PERSON, person.note());
    SecretBox secrets = secrets();
    for (Buyer record : records) {
      byte[] sealedKey = bytes(record.getSealedKey());
      search
          .forBytes(SEALED, sealedKey)
          .forBytes(SEALED, bytes(record.getSealedData()))
          .forBytes(KEY, secrets.open(sealedKey, SealContext.buyerKey(record.getSubscriptionId())));
    }
    return search;
  }

  /** Until the broker has compacted, which it does only in segments that are closed. */
  private void awaitCompacted(Person person, List<Buyer> records) {
    try (QuickCompaction _ = new QuickCompaction(stack.file().kafka(), TOPIC)) {
      await("the broker to let go of what was written over")
          .atMost(WITHIN)
          .pollInterval(BETWEEN_LOOKS)
          .untilAsserted(
              () -> {
                for (int partition = 0; partition < kafka.partitions(TOPIC); partition++) {
                  kafka.write(new ProducerRecord<>(TOPIC, partition, NOBODY, null));
                }
                Search look = lookedFor(person, records);
                look.files(stack.runDirectory(), ForgettingIT::mayHoldBuyers);
                assertThat(look.found()).isEmpty();
              });
    }
  }

  private static boolean mayHoldBuyers(Path file) {
    return isOfTopic(file)
        || file.startsWith("subscription-service")
        || file.startsWith("notifier");
  }

  private static boolean isOfTopic(Path file) {
    return file.startsWith("broker") && file.getParent().getFileName().toString().startsWith(TOPIC);
  }

  /** The records about a person that lie on the topic now. */
  private List<Buyer> records(Person person) {
    List<Buyer> records = new ArrayList<>();
    try (AvroDeserializer<Buyer> avro = new AvroDeserializer<>()) {
      avro.configure(
          Map.of(
              "schema.registry.url",
              stack.file().registry().toString(),
              "specific.avro.reader",
              true,
              "specific.avro.value.type",
              Buyer.class),
          false);
      for (ConsumerRecord<byte[], byte[]> record : kafka.records(TOPIC)) {
        if (Arrays.equals(record.key(), person.subscriptionId().getBytes(UTF_8))) {
          records.add(Objects.requireNonNull(avro.deserialize(TOPIC, record.value())));
        }
      }
    }
    return records;
  }

  private Optional<BuyerData> opened(Buyer record) throws IOException {
    return new BuyerSeal(secrets()).open(record);
  }

  /** What only the services have, and whoever runs them. */
  private SecretBox secrets() throws IOException {
    String secrets = Files.readString(stack.runDirectory().resolve("secrets.json"));
    String masterKey = Http.json(secrets).required("masterKey").asText();
    return new SecretBox(Base64.getDecoder().decode(masterKey));
  }

  private static byte[] bytes(@Nullable ByteBuffer buffer) {
    byte[] bytes = new byte[Objects.requireNonNull(buffer, "forgotten already").remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
