package dev.recur.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.local.http.Json;
import org.junit.jupiter.api.Test;

class WebhookTest {

  @Test
  void kind_shouldBeOfWhatIsTold() {
    assertThat(kind("{'subscriptionId':'S1'}")).isEqualTo(Webhook.Kind.SUBSCRIPTION);
    assertThat(kind("{'subscriptionId':'S1','paymentId':'S1P1'}")).isEqualTo(Webhook.Kind.PAYMENT);
    assertThat(kind("{'subscriptionId':'S1','refundId':'S1R1'}")).isEqualTo(Webhook.Kind.REFUND);
  }

  @Test
  void refund_shouldBeNoPayment_alsoWhereItNamesTheOneThatGoesBack() {
    assertThat(kind("{'subscriptionId':'S1','paymentId':'S1P1','refundId':'S1R1'}"))
        .isEqualTo(Webhook.Kind.REFUND);
  }

  private static Webhook.Kind kind(String body) {
    return new Webhook(Json.read(body.replace('\'', '"')), true).kind();
  }
}
