package dev.recur.systemtests.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alipay.global.api.tools.WebhookTool;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.avro.DisableEndpoint;
import dev.recur.schemas.avro.EnableEndpoint;
import dev.recur.schemas.avro.EndpointStatus;
import dev.recur.schemas.avro.StartReplay;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import dev.recur.systemtests.kafka.OneKafka;
import dev.recur.systemtests.notifier.Shop.Webhook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the notifier promises, of the process itself. */
@ExtendWith(OneKafka.class)
@Order(OneKafka.NOTIFIER)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class NotifierIT {

  private static final byte[] GARBAGE = {42, 1, 2, 3};

  /** Most attempts of one lane in the air: the twentieth part of in-the-air-max. */
  private static final int LANE_MAX = 1024 / 20;

  @TempDir private static Path directory;
  private static NotifierOnKafka notifier;

  @BeforeAll
  static void start(LocalKafka kafka) {
    notifier = new NotifierOnKafka(kafka, directory);
    notifier.registerMerchant();
  }

  @AfterAll
  static void stop() {
    notifier.close();
  }

  @Test
  void aYearOfWebhooks_shouldArriveInSequence_withinSeconds_signed() throws Exception {
    int count = 26;
    try (Shop shop = new Shop(Duration.ZERO)) {
      notifier.payments("Syear", shop.url(), count);

      await().atMost(Duration.ofSeconds(10)).until(() -> shop.received().size() >= count);
      List<Webhook> received = shop.received();
      assertThat(received).hasSize(count);
      for (int i = 0; i < count; i++) {
        assertThat(received.get(i).sequence()).isEqualTo(i + 2);
        assertThat(received.get(i).json().get("previousSequence").asLong())
            .isEqualTo(i == 0 ? 0 : i + 1);
        assertThat(verifies(received.get(i), received.get(i).body())).isTrue();
      }
      assertThat(verifies(received.getFirst(), received.getLast().body())).isFalse();

      // Each follows the answer to the one before, and soon.
      for (int i = 1; i < count; i++) {
        long pauseNs = received.get(i).receivedNs() - received.get(i - 1).answeredNs();
        assertThat(pauseNs).isPositive();
      }
      assertThat(received.getLast().receivedNs() - received.getFirst().answeredNs())
          .describedAs("from the first to the last, at 200 ms each")
          .isLessThan(Duration.ofMillis(200L * count).toNanos());
    }
  }

  @Test
  void healthAndMetrics_shouldBeShown() throws Exception {
    try (Shop shop = new Shop(Duration.ZERO)) {
      notifier.payments("Smetrics", shop.url(), 1);
      await().atMost(Duration.ofSeconds(10)).until(() -> shop.received().size() == 1);

      assertThat(notifier.get("/health/liveness")).contains("UP");
      assertThat(notifier.get("/health/readiness")).contains("UP");
      await()
          .untilAsserted(
              () ->
                  assertThat(notifier.get("/prometheus"))
                      .contains("recur_notifier_attempts_seconds_count{outcome=\"acknowledged\"}")
                      .contains("recur_notifier_event_to_acknowledgement_seconds_count")
                      .contains("recur_notifier_deliveries_exhausted_total 0.0")
                      .contains("kafka_stream_"));
    }
  }

  private static boolean verifies(Webhook webhook, String body) throws Exception {
    return WebhookTool.checkSignature(
        webhook.target(),
        "POST",
        webhook.headers().get("client-id"),
        webhook.headers().get("request-time"),
        webhook.headers().get("signature"),
        body,
        notifier.platformPublicKey());
  }

  /**
   * It cannot run, from the beginning of these tests to their end; all others pass all the same.
   */
  @Test
  void auditThatFails_shouldEndAlone_andShowIt() throws Exception {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(notifier.get("/audit")).contains("\"failed\":true"));
    assertThat(notifier.get("/audit")).contains("\"running\":false");
    assertThat(notifier.get("/prometheus")).contains("recur_audit_running 0.0");
    assertThat(notifier.get("/health/readiness")).contains("UP");
    try (Shop shop = new Shop(Duration.ZERO)) {
      notifier.payments("Sunaudited", shop.url(), 1);
      await().atMost(Duration.ofSeconds(10)).until(() -> shop.received().size() == 1);
    }
  }

  @Test
  void killedInMidDelivery_shouldLoseNothing_andKeepFirstAttemptsInSequence() {
    int subscriptions = 40;
    int payments = 5;
    Set<String> expected = new HashSet<>();
    try (Shop shop = new Shop(Duration.ofMillis(100))) {
      for (int s = 0; s < subscriptions; s++) {
        notifier.payments("Skill" + s, shop.url(), payments);
        for (int sequence = 2; sequence <= payments + 1; sequence++) {
          expected.add("Skill" + s + "/" + sequence);
        }
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> shop.received().size() >= 30);
      notifier.process().kill();
      int before = shop.received().size();
      assertThat(before).isLessThan(expected.size());
      notifier.process().restart();

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(events(shop)).isEqualTo(expected));
      assertThat(shop.received().size() - expected.size())
          .describedAs("duplicates: what was in the air or not yet committed")
          .isLessThanOrEqualTo(LANE_MAX + LANE_MAX);
      Map<String, Long> highest = new HashMap<>();
      for (Webhook webhook : shop.received()) {
        long last = highest.getOrDefault(webhook.subscriptionId(), 1L);
        assertThat(webhook.sequence()).isLessThanOrEqualTo(last + 1);
        highest.merge(webhook.subscriptionId(), webhook.sequence(), Math::max);
      }
    }
  }

  @Test
  void endpoint_shouldBeToldWhatCameWhileItWasDisabled_andAllOfItOnceMoreOnRequest() {
    String lane = NotifierOnKafka.MERCHANT + " E1";
    try (Shop shop = new Shop(Duration.ZERO)) {
      notifier.registerMerchant(NotifierOnKafka.endpoint("E1", shop.url()));
      // The endpoint is known soon; what happens before is told to nobody.
      AtomicInteger payments = new AtomicInteger();
      notifier.payments("Sheld", "", 0);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                notifier.payment("Sheld", payments.incrementAndGet());
                return !shop.received().isEmpty();
              });
      long first = shop.received().getFirst().sequence();

      notifier.wants(lane, command -> command.setDisable(new DisableEndpoint("maintenance")));
      await().atMost(Duration.ofSeconds(10)).until(() -> has(EndpointStatus.DISABLED));
      for (int i = 0; i < 10; i++) {
        notifier.payment("Sheld", payments.incrementAndGet());
      }
      notifier.process().kill();
      notifier.process().restart();
      notifier.wants(lane, command -> command.setEnable(new EnableEndpoint()));

      Set<String> expected = new HashSet<>();
      for (long sequence = first; sequence <= payments.get() + 1; sequence++) {
        expected.add("Sheld/" + sequence);
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(events(shop)).isEqualTo(expected));

      int before = shop.received().size();
      StartReplay replay =
          StartReplay.newBuilder()
              .setReplayId("R1")
              .setSince(Instant.now().minus(Duration.ofHours(1)))
              .setUntil(Instant.now().plus(Duration.ofHours(1)))
              .build();
      notifier.wants(lane, command -> command.setStartReplay(replay));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> shop.received().size() >= before + expected.size());
      Map<String, Set<String>> bodies = new HashMap<>();
      for (Webhook webhook : shop.received()) {
        bodies
            .computeIfAbsent(webhook.headers().get("webhook-id"), _ -> new HashSet<>())
            .add(webhook.body());
      }
      assertThat(bodies).hasSameSizeAs(expected);
      assertThat(bodies.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    } finally {
      notifier.registerMerchant();
    }
  }

  private static boolean has(EndpointStatus status) {
    return notifier.values(Topics.WEBHOOK_ENDPOINTS).stream()
        .anyMatch(state -> state.getStatus() == status);
  }

  private static Set<String> events(Shop shop) {
    Set<String> events = new HashSet<>();
    shop.received().forEach(webhook -> events.add(webhook.event()));
    return events;
  }

  @Test
  void undecodableBytes_shouldBecomeDeadLetters_onEveryTopicItReads() {
    List<TopicSpec<?>> topics =
        List.of(
            Topics.SUBSCRIPTION_EVENTS,
            Topics.MERCHANTS,
            Topics.WEBHOOK_DELIVERIES,
            Topics.WEBHOOK_ATTEMPTS,
            Topics.WEBHOOK_COMMANDS);
    for (TopicSpec<?> topic : topics) {
      notifier.write(topic, "garbage", GARBAGE);
    }
    for (TopicSpec<?> topic : topics) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  notifier.all(topic.deadLetters()).stream()
                      .anyMatch(
                          letter -> new String(letter, UTF_8).equals(new String(GARBAGE, UTF_8))));
    }
    try (Shop shop = new Shop(Duration.ZERO)) {
      notifier.payments("Safter", shop.url(), 1);
      await().atMost(Duration.ofSeconds(10)).until(() -> events(shop).contains("Safter/2"));
    }
  }
}
