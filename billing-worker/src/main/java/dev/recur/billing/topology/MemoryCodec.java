package dev.recur.billing.topology;

import dev.recur.billing.domain.Answer;
import dev.recur.billing.domain.KnownRequest;
import dev.recur.billing.domain.SettledPayment;
import dev.recur.schemas.avro.RequestState;
import dev.recur.schemas.avro.SettledPaymentState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What lies in the stores beside the state: settled payments and answered requests. */
final class MemoryCodec {
  private static final StoredAvro<SettledPaymentState> PAYMENT =
      new StoredAvro<>(SettledPaymentState.getEncoder(), SettledPaymentState.getDecoder())
          .reading("SettledPaymentState", 1);
  private static final StoredAvro<RequestState> REQUEST =
      new StoredAvro<>(RequestState.getEncoder(), RequestState.getDecoder());

  private MemoryCodec() {}

  static byte[] encode(SettledPayment settled) {
    return PAYMENT.encode(
        SettledPaymentState.newBuilder()
            .setPayment(Nouns.payment(settled.payment()))
            .setSucceeded(settled.succeeded())
            .setChannelReference(settled.reference().orElse(null))
            .setSucceededAttempts(settled.succeededAttempts())
            .setRefundedMinor(settled.refundedMinor())
            .setRefund(settled.refund().map(Nouns::refund).orElse(null))
            .setCode(settled.code().orElse(null))
            .build());
  }

  static Optional<SettledPayment> payment(byte @Nullable [] bytes) {
    return Optional.ofNullable(bytes)
        .map(PAYMENT::decode)
        .map(
            stored ->
                new SettledPayment(
                    Nouns.payment(stored.getPayment()),
                    stored.getSucceeded(),
                    Optional.ofNullable(stored.getChannelReference()),
                    stored.getSucceededAttempts(),
                    stored.getRefundedMinor(),
                    Optional.ofNullable(stored.getRefund()).map(Nouns::refund),
                    Optional.ofNullable(stored.getCode())));
  }

  static byte[] encode(KnownRequest request) {
    return REQUEST.encode(
        new RequestState(
            request.fingerprint(),
            request.answer().status().name(),
            request.answer().code(),
            request.answer().message(),
            request.isFinal()));
  }

  static Optional<KnownRequest> request(byte @Nullable [] bytes) {
    return Optional.ofNullable(bytes)
        .map(REQUEST::decode)
        .map(
            stored ->
                new KnownRequest(
                    stored.getFingerprint(),
                    new Answer(
                        Answer.Status.valueOf(stored.getStatus()),
                        stored.getCode(),
                        stored.getMessage()),
                    stored.getIsFinal()));
  }
}
