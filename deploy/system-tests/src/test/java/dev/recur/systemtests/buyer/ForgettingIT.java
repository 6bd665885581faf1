package dev.recur.systemtests.buyer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
 * Three buyers, of whom two are forgotten: one has got e-mails, the other's mail server has refused
 * them so far, so that they are still to be sent. Before, the same search that later finds nothing
 * finds the sealed records where they must lie, and their keys open them; afterwards neither what
 * identifies the buyers nor what could open it is anywhere: on no topic and in no file that any
 * process of the stack wrote. E-mails that have arrived are the receiver's, and are no part of
 * that.
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

    static Person of(String requestId, String addressBegins) {
      return new Person(
          PublishedIds.subscription(CLIENT, requestId),
          addressBegins + random() + "@buyers.example",
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
  void forgottenBuyers_shouldBeNowhere_andTheOtherAsBefore() throws IOException {
    String clock = stack.admin().createClock(START);
    Person stays = subscribe("buyer-stays", "", clock);
    Person goes = subscribe("buyer-goes", "", clock);
    Person waits = subscribe("buyer-waits", "later+", clock);
    List<Person> forgotten = List.of(goes, waits);
    stack.admin().advance(clock, START.plusMonths(2));
    awaitMails(stays, 2, 3);
    awaitMails(goes, 2, 3);
    await("an e-mail to be refused").atMost(WITHIN).until(() -> attempts(waits) > 0);

    Search before = lookedFor(forgotten);
    Search after = before.anew();
    before.topics(kafka, Set.of(TOPIC));
    before.files(stack.runDirectory(), ForgettingIT::isOfTopic);
    assertThat(before.found(SEALED))
        .as("the sealed records, on the topic and in its files, or the search finds nothing")
        .contains("topic " + TOPIC)
        .anyMatch(place -> place.startsWith("file "));
    assertThat(before.found(PERSON)).isEmpty();
    before.look("the mailbox", stack.mailbox().mailsTo(goes.email()).toString());
    assertThat(before.found(PERSON)).containsExactly("the mailbox");

    for (Person person : forgotten) {
      forget(person);
    }
    int arrived = mailsTo(goes).size();
    stack.admin().advance(clock, START.plusMonths(3));
    awaitMails(stays, 3, 4);
    Search overwritten = before.anew();
    overwritten.files(stack.runDirectory(), ForgettingIT::isOfTopic);
    assertThat(overwritten.found(SEALED)).as("lies there until it is compacted").isNotEmpty();
    awaitCompacted(after);
    after.everywhere(stack, kafka);
    assertThat(after.found()).as("what is left of the buyers").isEmpty();

    assertThat(shop.payments(goes.subscriptionId(), 1, 100).getPayments())
        .as("the forgotten one still pays")
        .hasSize(3);
    assertThat(mailsTo(goes)).as("and is not written to").hasSize(arrived);
    for (Person person : forgotten) {
      assertThat(records(person)).hasSize(1).allMatch(record -> record.getForgottenAt() != null);
      assertThat(shop.inquire(person.subscriptionId())).doesNotContainKey("metadata");
    }
    assertThat(opened(records(stays).getLast())).contains(stays.data());
    assertThat(shop.inquire(stays.subscriptionId()).get("metadata"))
        .isEqualTo(Map.of("note", stays.note()));
    Report.heading("ForgettingIT: places that were searched for forgotten buyers, and have none");
    Report.count("records and files", after.places());
  }

  /** Until a buyer has exactly the receipts and the bad news that there must be by now. */
  private void awaitMails(Person person, int receipts, int declined) {
    await("the e-mails")
        .atMost(WITHIN)
        .pollInterval(BETWEEN_LOOKS)
        .untilAsserted(
            () ->
                assertThat(mailsTo(person))
                    .satisfies(
                        subjects -> {
                          assertThat(subjects)
                              .filteredOn(subject -> subject.startsWith("Beleg für"))
                              .hasSize(receipts);
                          assertThat(subjects)
                              .filteredOn(subject -> subject.endsWith("wurde abgelehnt"))
                              .hasSize(declined);
                        }));
  }

  /** The subjects of the e-mails that have arrived. */
  private List<String> mailsTo(Person person) throws IOException {
    return stack.mailbox().mailsTo(person.email()).stream()
        .map(mail -> mail.required("subject").asText())
        .toList();
  }

  /** How often it was tried in vain to write to a buyer. */
  private long attempts(Person person) {
    return kafka.records(Topics.WEBHOOK_ATTEMPTS.name()).stream()
        .filter(record -> new String(record.key(), UTF_8).equals(CLIENT + " mailto:"))
        .filter(record -> new String(record.value(), ISO_8859_1).contains(person.subscriptionId()))
        .count();
  }

  /** Each first charge is declined, so that there is something to write about. */
  private Person subscribe(String requestId, String addressBegins, String clock)
      throws IOException {
    Person person = Person.of(requestId, addressBegins);
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

  /** All there is of these: the data, the records that lie on the topic, the keys within them. */
  private Search lookedFor(List<Person> persons) throws IOException {
    Search search = new Search();
    SecretBox secrets = secrets();
    for (Person person : persons) {
      search
          .forText(PERSON, person.email())
          .forText(PERSON, person.name())
          .forText(PERSON, person.note());
      List<Buyer> records = records(person);
      assertThat(opened(records.getLast())).as("the record, opened").contains(person.data());
      for (Buyer record : records) {
        byte[] sealedKey = bytes(record.getSealedKey());
        byte[] key = secrets.open(sealedKey, SealContext.buyerKey(person.subscriptionId()));
        search
            .forBytes(SEALED, sealedKey)
            .forBytes(SEALED, bytes(record.getSealedData()))
            .forBytes(KEY, key);
      }
    }
    return search;
  }

  /** Until the broker has compacted, which it does only in segments that are closed. */
  private void awaitCompacted(Search lookedFor) {
    try (QuickCompaction _ = new QuickCompaction(stack.file().kafka(), TOPIC)) {
      await("the broker to let go of what was written over")
          .atMost(WITHIN)
          .pollInterval(BETWEEN_LOOKS)
          .untilAsserted(
              () -> {
                for (int partition = 0; partition < kafka.partitions(TOPIC); partition++) {
                  kafka.write(new ProducerRecord<>(TOPIC, partition, NOBODY, null));
                }
                Search look = lookedFor.anew();
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
    return file.startsWith("broker/data")
        && file.getNameCount() > 3
        && file.getName(2).toString().startsWith(TOPIC + "-");
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
