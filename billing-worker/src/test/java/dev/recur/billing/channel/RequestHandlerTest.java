package dev.recur.billing.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.Purpose;
import dev.recur.schemas.avro.PurposeKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestHandlerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Recording channel = new Recording();
  private final RequestHandler handler =
      new RequestHandler(channel, Duration.ofSeconds(1), InstantSource.fixed(NOW));

  @Test
  void charge_shouldBePresentedAndAnsweredUnderItsKey() {
    ChargeResult result = handler.handle(request(ChannelOperation.CHARGE, NOW.plusSeconds(1)));
    assertThat(channel.asked).containsExactly("charge S1P1/2");
    assertThat(result.getKey()).isEqualTo("S1P1/2");
    assertThat(result.getOutcome()).isEqualTo(ChargeOutcome.SUCCEEDED);
    assertThat(result.getAnsweredAt()).isEqualTo(NOW);
  }

  @Test
  void refund_shouldBePresented() {
    handler.handle(request(ChannelOperation.REFUND, NOW.plusSeconds(1)));
    assertThat(channel.asked).containsExactly("refund S1P1/2");
  }

  @Test
  void whatTheRequestSays_shouldReachTheChannel() {
    ChargeRequest request =
        ChargeRequest.newBuilder(request(ChannelOperation.REFUND, NOW.plusSeconds(1)))
            .setPurpose(new Purpose(PurposeKind.REFUND, null, "R1"))
            .setOrderAmount(new Money(5000L, "EUR"))
            .setSettlementCurrency("SGD")
            .setRefundedPaymentId("S1P0")
            .setRefundedReference("C7")
            .setDescription("Gold")
            .build();
    handler.handle(request);
    ChannelOrder order = channel.orders.getFirst();
    assertThat(order.purpose()).isEqualTo("REFUND");
    assertThat(order.period()).isEmpty();
    assertThat(order.orderAmountMinor()).contains(5000L);
    assertThat(order.orderCurrency()).contains("EUR");
    assertThat(order.settlementCurrency()).contains("SGD");
    assertThat(order.refundedPaymentId()).contains("S1P0");
    assertThat(order.refundedReference()).contains("C7");
    assertThat(order.description()).contains("Gold");
  }

  @Test
  void refundWhoseTimeIsOver_shouldOnlyBeInquiredAbout() {
    ChargeResult result = handler.handle(request(ChannelOperation.REFUND, NOW));
    assertThat(channel.asked).containsExactly("inquire S1P1/2");
    assertThat(result.getOperation()).isEqualTo(ChannelOperation.REFUND);
  }

  @Test
  void chargeWhoseTimeIsOver_shouldOnlyBeInquiredAbout() {
    ChargeResult result = handler.handle(request(ChannelOperation.CHARGE, NOW));
    assertThat(channel.asked).containsExactly("inquire S1P1/2");
    assertThat(result.getOperation()).isEqualTo(ChannelOperation.CHARGE);
  }

  @Test
  void unknownOperation_shouldStop() {
    ChargeRequest request = request(ChannelOperation.UNKNOWN, NOW);
    assertThatThrownBy(() -> handler.handle(request)).hasMessageContaining("roll out");
  }

  private static ChargeRequest request(ChannelOperation operation, Instant presentUntil) {
    return ChargeRequest.newBuilder()
        .setKey("S1P1/2")
        .setSubscriptionId("S1")
        .setClientId("SANDBOX_1")
        .setPaymentId("S1P1")
        .setAttempt(2)
        .setOperation(operation)
        .setPurpose(new Purpose(PurposeKind.PERIOD, 3, null))
        .setAmount(new Money(1999L, "USD"))
        .setPaymentMethod(new PaymentMethod("GCASH", null))
        .setAt(NOW)
        .setPresentUntil(presentUntil)
        .build();
  }

  /** A channel that says what it was asked. */
  private static final class Recording implements PaymentChannel {
    private final List<String> asked = new ArrayList<>();
    private final List<ChannelOrder> orders = new ArrayList<>();

    @Override
    public ChannelReply charge(ChannelOrder order, Duration deadline) {
      asked.add("charge " + order.key());
      orders.add(order);
      return success();
    }

    @Override
    public ChannelReply refund(ChannelOrder order, Duration deadline) {
      asked.add("refund " + order.key());
      orders.add(order);
      return success();
    }

    @Override
    public ChannelReply inquire(String key, Instant at, Duration deadline) {
      asked.add("inquire " + key);
      return success();
    }

    @Override
    public void close() {}

    private static ChannelReply success() {
      return new ChannelReply(
          ChargeOutcome.SUCCEEDED, Optional.of("ref"), Optional.empty(), Optional.empty());
    }
  }
}
