package dev.recur.service.read;

import static dev.recur.service.read.Happenings.CLIENT;
import static dev.recur.service.read.Happenings.ID;
import static dev.recur.service.read.Happenings.START;
import static dev.recur.service.read.Happenings.event;
import static dev.recur.service.read.Happenings.manual;
import static dev.recur.service.read.Happenings.period;
import static dev.recur.service.read.Happenings.refund;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.avro.ChargeDeclined;
import dev.recur.schemas.avro.ChargeSucceeded;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.EndpointStatus;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentFailed;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.PeriodWaived;
import dev.recur.schemas.avro.RefundSucceeded;
import dev.recur.schemas.avro.ReplayProgress;
import dev.recur.schemas.avro.ReplayRange;
import dev.recur.schemas.avro.ReplayStatus;
import dev.recur.schemas.avro.SubscriptionApproved;
import dev.recur.schemas.avro.SubscriptionCreated;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionOrigin;
import dev.recur.schemas.avro.WebhookEndpoint;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.kafka.TopicFollower;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.serde.Samples;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.mapping.MerchantMapping;
import dev.recur.service.read.MerchantProfile.Registration;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.TestMerchant;
import io.micronaut.json.JsonMapper;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever values of the right schemas this service follows: each is taken, or is none that can be
 * used, which makes a dead letter of it. What stops the process is a word of a later release and a
 * key that the master key does not open, and nothing else.
 */
class ListenersFuzzTest {

  private static final SecretBox SECRETS = new SecretBox(new byte[SecretBox.KEY_BYTES]);

  @TempDir Path directory;
  private LocalStore store;
  private ViewCodec codec;
  private StoredSubscriptions subscriptions;
  private long offset;

  @BeforeEach
  void open() {
    store = LocalStore.open(directory.resolve("store"), StoreKeys.FORM);
    codec = new ViewCodec(RunningService.get().bean(JsonMapper.class));
    subscriptions = new StoredSubscriptions(store, codec, () -> true, topic -> Map.of());
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** What lies on each topic that this service follows. */
  static Stream<String> followed() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.recur.service")
            .stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.getRawReturnType().isEquivalentTo(TopicFollower.class))
            .map(method -> (ParameterizedType) method.reflect().getGenericReturnType())
            .map(follower -> ((Class<?>) follower.getActualTypeArguments()[0]).getSimpleName());
  }

  /** So that none is forgotten when there is another. */
  @ParameterizedTest
  @MethodSource("followed")
  void anyRecord_shouldBeTakenOrUnusable(String type) {
    switch (type) {
      case "Merchant" -> anyMerchant();
      case "SubscriptionSnapshot" -> anySnapshot();
      case "SubscriptionEvent" -> anyEvent();
      case "Buyer" -> anyBuyer();
      case "WebhookEndpoint" -> anyHealth();
      case "CommandReply", "ClockTick" -> {} // In RepliesFuzzTest and ClocksFuzzTest.
      default -> throw new AssertionError("nothing here makes a " + type);
    }
  }

  private void anyMerchant() {
    Merchant merchant =
        MerchantMapping.newMerchant(
            new Registration(
                CLIENT,
                "Club",
                Keys.generate().getPublic(),
                true,
                TestMerchant.POLICIES,
                false,
                MethodProfile.AMS),
            Keys.generate(),
            SECRETS,
            Instant.EPOCH);

    assertThat(
            run("merchants", Topics.MERCHANTS, new MerchantsListener(SECRETS), List.of(merchant)))
        .containsKeys("taken", "stops");
  }

  private void anySnapshot() {
    assertThat(
            run(
                "snapshots",
                Topics.SUBSCRIPTION_SNAPSHOTS,
                new SnapshotsListener(store, codec, subscriptions),
                List.of(Happenings.snapshot())))
        .containsKeys("taken", "stops");
  }

  private void anyEvent() {
    CreateSubscription terms =
        CreateSubscription.newBuilder()
            .setSubscriptionRequestId("r")
            .setDescription("d")
            .setRedirectUrl("https://club.example/")
            .setStartTime(START)
            .setZone("+08:00")
            .setPeriodRule(new PeriodRule(PeriodUnit.MONTH, 1))
            .setPaymentMethod(new PaymentMethod("GCASH", null))
            .setSubscriptionNotificationUrl("https://club.example/hook")
            .setPaymentAmount(new Money(999L, "USD"))
            .setPolicies(dev.recur.schemas.avro.Policies.newBuilder().build())
            .setOrigin(SubscriptionOrigin.PAY)
            .build();
    List<SubscriptionEvent> events =
        List.of(
            event(1).setCreated(new SubscriptionCreated(terms)).build(),
            event(2)
                .setApproved(new SubscriptionApproved(new PaymentMethod("GCASH", null)))
                .build(),
            event(3).setPeriodWaived(new PeriodWaived(period(1, 1, 0))).build(),
            event(4)
                .setChargeSucceeded(new ChargeSucceeded(period(2, 2, 999), 1, "GCASH", null))
                .build(),
            event(5)
                .setChargeDeclined(new ChargeDeclined(manual("n", 5), 1, false, "code", START))
                .build(),
            event(6).setPaymentFailed(new PaymentFailed(manual("n", 5), "code", false)).build(),
            event(7).setRefundSucceeded(new RefundSucceeded(refund("f", 100), null)).build());
    StoredPayments payments = new StoredPayments(store, codec);
    EventsListener listener =
        new EventsListener(store, codec, subscriptions, payments, new EventIndex(store));

    assertThat(run("ledger", Topics.SUBSCRIPTION_EVENTS, listener, events))
        .containsKeys("taken", "stops");
  }

  private void anyBuyer() {
    StoredBuyers buyers = new StoredBuyers(store, new BuyerSeal(SECRETS), () -> true);
    Buyer buyer = new BuyerSeal(SECRETS).seal(ID, CLIENT, BuyerData.NOTHING, Instant.EPOCH);

    assertThat(
            run(
                "buyers",
                Topics.BUYERS,
                new BuyersListener(store, buyers),
                List.of(buyer, BuyerSeal.forgotten(ID, CLIENT, Instant.EPOCH, START))))
        .containsKeys("taken");
  }

  private void anyHealth() {
    WebhookEndpoint told =
        WebhookEndpoint.newBuilder()
            .setEndpoint("M https://shop.example:443")
            .setClientId(CLIENT)
            .setStatus(EndpointStatus.FAILING)
            .setReason("no answer")
            .setSince(START)
            .setReplays(
                List.of(
                    ReplayProgress.newBuilder()
                        .setReplayId("r-1")
                        .setStatus(ReplayStatus.RUNNING)
                        .setMade(3)
                        .setReached(START)
                        .setStartedAt(START)
                        .setRange(new ReplayRange(START, START, List.of(), null, null))
                        .build()))
            .setAt(START)
            .build();

    assertThat(run("lanes", Topics.WEBHOOK_ENDPOINTS, new LaneHealthListener(), List.of(told)))
        .containsKeys("taken", "stops");
  }

  private <V extends SpecificRecord> Map<String, Long> run(
      String name, TopicSpec<V> topic, TopicListener<V> listener, List<V> right) {
    return Fuzz.ofRecords(name, right)
        .inputs(200)
        .run(
            input ->
                taken(
                    listener,
                    topic.equals(Topics.MERCHANTS) ? CLIENT : ID,
                    Samples.read(topic.valueType(), input)));
  }

  private <V> String taken(TopicListener<V> listener, String key, V value) {
    offset++;
    try {
      listener.onRecord(new TopicRecord<>(key, value, 0, offset, 0, new RecordHeaders()));
      listener.onBatch(Map.of(0, offset + 1));
      return "taken";
    } catch (UndecodableRecordException e) {
      return "unusable";
    } catch (IllegalStateException e) {
      assertThat(String.valueOf(e.getMessage())).containsAnyOf("roll out readers", "master-key");
      return "stops";
    }
  }
}
