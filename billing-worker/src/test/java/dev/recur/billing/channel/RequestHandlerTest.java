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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestHandlerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  /** For how long after presentUntil a channel remembers a key at least. */
  private static final Duration MARGIN = Duration.ofHours(4);

  private static final String CHANNELS_WORDS = "no such currency";

  private Instant now = NOW;
  private final Recording channel = new Recording();
  private final RequestHandler handler =
      new RequestHandler(channel, Duration.ofSeconds(1), () -> now);

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

  /**
   * The first presentation charged and the process was killed before it could say so; presented
   * again, the order is refused.
   */
  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "DECLINED_SOFT", "DECLINED_HARD", "PENDING"})
  void refusedOrderThatWasPresentedBefore_shouldBeWhatBecameOfItThen(ChargeOutcome before) {
    channel.charge = ChargeOutcome.REFUSED;
    channel.inquiry = before;
    ChargeResult result = handler.handle(request(ChannelOperation.CHARGE, NOW.plusSeconds(1)));
    assertThat(channel.asked).containsExactly("charge S1P1/2", "inquire S1P1/2");
    assertThat(result.getOutcome()).isEqualTo(before);
    assertThat(result.getInquiry()).as("the answer to the charge").isZero();
  }

  @Test
  void refusedOrderThatTheChannelNeverSaw_shouldBeRefused() {
    channel.charge = ChargeOutcome.REFUSED;
    channel.inquiry = ChargeOutcome.NOT_FOUND;
    assertThat(outcome(ChannelOperation.CHARGE, NOW.plusSeconds(1)))
        .isEqualTo(ChargeOutcome.REFUSED);
    assertThat(outcome(ChannelOperation.REFUND, NOW.plusSeconds(1)))
        .isEqualTo(ChargeOutcome.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNKNOWN", "REFUSED"})
  void refusedOrderOfWhichNothingIsSaid_shouldBeUnknown(ChargeOutcome inquiry) {
    channel.charge = ChargeOutcome.REFUSED;
    channel.inquiry = inquiry;
    ChargeResult result = handler.handle(request(ChannelOperation.CHARGE, NOW.plusSeconds(1)));
    assertThat(result.getOutcome()).isEqualTo(ChargeOutcome.UNKNOWN);
    assertThat(result.getMessage()).as("and why it was refused").contains(CHANNELS_WORDS);
  }

  /** The inquiry's answer came so late that the key may have been forgotten meanwhile. */
  @Test
  void refusedOrderThatTheChannelMayHaveForgotten_shouldBeUnknown() {
    channel.charge = ChargeOutcome.REFUSED;
    channel.inquiry = ChargeOutcome.NOT_FOUND;
    channel.takes = MARGIN;
    assertThat(outcome(ChannelOperation.CHARGE, NOW.plusSeconds(1)))
        .isEqualTo(ChargeOutcome.REFUSED);
    channel.takes = MARGIN.plusSeconds(1);
    assertThat(outcome(ChannelOperation.CHARGE, now.plusSeconds(1)))
        .isEqualTo(ChargeOutcome.UNKNOWN);
  }

  /** Nobody presents it any more, and the channel would remember: no money moves under this key. */
  @ParameterizedTest
  @EnumSource(names = {"CHARGE", "REFUND", "INQUIRE"})
  void keyThatWasNeverPresentedInTime_shouldBeDeclined(ChannelOperation operation) {
    channel.inquiry = ChargeOutcome.NOT_FOUND;
    assertThat(outcome(operation, NOW)).isEqualTo(ChargeOutcome.DECLINED_SOFT);
    assertThat(channel.asked).containsExactly("inquire S1P1/2");
  }

  @ParameterizedTest
  @EnumSource(names = {"CHARGE", "REFUND", "INQUIRE"})
  void keyThatMayHaveBeenForgotten_shouldStayNotFound(ChannelOperation operation) {
    channel.inquiry = ChargeOutcome.NOT_FOUND;
    assertThat(outcome(operation, NOW.minus(MARGIN))).isEqualTo(ChargeOutcome.NOT_FOUND);
  }

  @Test
  void inquiryWhileTheKeyMayStillBePresented_shouldSayWhatTheChannelSays() {
    channel.inquiry = ChargeOutcome.NOT_FOUND;
    assertThat(outcome(ChannelOperation.INQUIRE, NOW.plusSeconds(1)))
        .isEqualTo(ChargeOutcome.NOT_FOUND);
  }

  @Test
  void unknownOperation_shouldStop() {
    ChargeRequest request = request(ChannelOperation.UNKNOWN, NOW);
    assertThatThrownBy(() -> handler.handle(request)).hasMessageContaining("roll out");
  }

  private ChargeOutcome outcome(ChannelOperation operation, Instant presentUntil) {
    return handler.handle(request(operation, presentUntil)).getOutcome();
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
  private final class Recording implements PaymentChannel {
    private final List<String> asked = new ArrayList<>();
    private final List<ChannelOrder> orders = new ArrayList<>();
    private ChargeOutcome charge = ChargeOutcome.SUCCEEDED;
    private ChargeOutcome inquiry = ChargeOutcome.SUCCEEDED;
    private Duration takes = Duration.ZERO;

    @Override
    public ChannelReply charge(ChannelOrder order, Duration deadline) {
      asked.add("charge " + order.key());
      orders.add(order);
      return reply(charge);
    }

    @Override
    public ChannelReply refund(ChannelOrder order, Duration deadline) {
      asked.add("refund " + order.key());
      orders.add(order);
      return reply(charge);
    }

    @Override
    public ChannelReply inquire(String key, Instant at, Duration deadline) {
      asked.add("inquire " + key);
      now = now.plus(takes);
      return reply(inquiry);
    }

    @Override
    public void close() {}

    private static ChannelReply reply(ChargeOutcome outcome) {
      return new ChannelReply(
          outcome, Optional.of("ref"), Optional.empty(), Optional.of(CHANNELS_WORDS));
    }
  }
}
