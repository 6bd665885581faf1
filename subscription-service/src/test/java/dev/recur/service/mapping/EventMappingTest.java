package dev.recur.service.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.DecisionInput;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PaymentMethodReplaced;
import dev.recur.schemas.avro.PeriodStarted;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.service.mapping.EventMapping.Particulars;
import dev.recur.service.testing.RunningService;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventMappingTest {

  private static final Instant START = Instant.parse("2026-01-31T04:01:01Z");

  @Test
  void particulars_shouldStandUnderTheSchemasNames() throws IOException {
    Particulars particulars =
        EventMapping.particulars(
            event().setPeriodStarted(new PeriodStarted(3, START, START.plusSeconds(60))).build());
    assertThat(particulars.name()).isEqualTo("PeriodStarted");
    assertThat(json(particulars.data()))
        .isEqualTo(
            "{\"period\":3,\"periodStart\":\"2026-01-31T04:01:01Z\","
                + "\"periodEnd\":\"2026-01-31T04:02:01Z\"}");
  }

  /** Neither what decides inside nor what money can be taken with. */
  @Test
  void particulars_shouldHoldNothingInternal() throws IOException {
    SubscriptionEvent replaced =
        event()
            .setInput(DecisionInput.newBuilder().setRecordedAt(START).build())
            .setPaymentMethodReplaced(
                new PaymentMethodReplaced("r", new PaymentMethod("CARD", "token-1")))
            .build();
    Particulars particulars = EventMapping.particulars(replaced);
    assertThat(particulars.name()).isEqualTo("PaymentMethodReplaced");
    assertThat(json(particulars.data()))
        .isEqualTo("{\"requestId\":\"r\",\"paymentMethod\":{\"type\":\"CARD\"}}");
  }

  @Test
  void kindOfALaterRelease_shouldNotBePassedOver() {
    SubscriptionEvent unknown = event().build();
    assertThatThrownBy(() -> EventMapping.particulars(unknown))
        .hasMessageContaining("roll out readers first");
  }

  @Test
  void bytes_shouldReadAsTheTextTheyAre() throws IOException {
    WebhookDelivery delivery =
        WebhookDelivery.newBuilder()
            .setDeliveryId("d")
            .setEndpoint("M https://shop.example:443")
            .setClientId("M")
            .setSubscriptionId("S")
            .setSequence(Long.MAX_VALUE)
            .setPreviousSequence(0)
            .setNotification("notifyPayment")
            .setUrl("https://shop.example/")
            .setBody(ByteBuffer.wrap("{\"a\":\"ü\"}".getBytes(UTF_8)))
            .setCreatedAt(START)
            .build();
    assertThat(json(AvroJson.of(delivery, Set.of("url"))))
        .contains("\"body\":\"{\\\"a\\\":\\\"ü\\\"}\"", "\"sequence\":9223372036854775807")
        .doesNotContain("\"url\"", "traceparent");
  }

  private static SubscriptionEvent.Builder event() {
    return SubscriptionEvent.newBuilder()
        .setSubscriptionId("S")
        .setClientId("M")
        .setSequence(1)
        .setAt(START);
  }

  private static String json(JsonNode node) throws IOException {
    return RunningService.get().bean(JsonMapper.class).writeValueAsString(node);
  }
}
