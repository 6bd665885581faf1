package dev.recur.billing.topology;

import dev.recur.billing.domain.Answer;
import dev.recur.billing.domain.KnownRequest;
import dev.recur.billing.domain.PaidAttempt;
import dev.recur.billing.domain.SettledPayment;
import dev.recur.schemas.avro.PaidAttemptState;
import dev.recur.schemas.avro.RequestState;
import dev.recur.schemas.avro.SettledPaymentState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What lies in the stores beside the state: settled payments and answered requests. */
final class MemoryCodec {
  private static final StoredAvro<SettledPaymentState> PAYMENT =
      new StoredAvro<>(SettledPaymentState.class).reading("SettledPaymentState", 2);
  private static final StoredAvro<RequestState> REQUEST = new StoredAvro<>(RequestState.class);

  private MemoryCodec() {}

  static byte[] encode(SettledPayment settled) {
    return PAYMENT.encode(
        SettledPaymentState.newBuilder()
            .setPayment(Nouns.payment(settled.payment()))
            .setSucceeded(settled.succeeded())
            .setRefund(settled.refund().map(Nouns::refund).orElse(null))
            .setCode(settled.code().orElse(null))
            .setPaidBy(settled.successes().stream().map(MemoryCodec::success).toList())
            .setMethods(Nouns.methods(settled.methods()))
            .setRefundSource(settled.refund().map(Nouns::source).orElse(null))
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
                    successes(stored),
                    Nouns.methods(stored.getMethods()),
                    Optional.ofNullable(stored.getRefund())
                        .map(facts -> Nouns.refund(facts, stored.getRefundSource())),
                    Optional.ofNullable(stored.getCode())));
  }

  private static PaidAttemptState success(SettledPayment.Success success) {
    PaidAttempt attempt = success.attempt();
    return new PaidAttemptState(
        attempt.number(),
        attempt.method().map(Nouns::method).orElse(null),
        attempt.reference().orElse(null),
        success.refundedMinor());
  }

  private static List<SettledPayment.Success> successes(SettledPaymentState stored) {
    boolean ofAnEarlierRelease =
        stored.getPaidBy().isEmpty()
            && stored.getSucceeded()
            && stored.getPayment().getAmount().getAmountMinor() > 0;
    return ofAnEarlierRelease
        ? successesOfAnEarlierRelease(stored)
        : stored.getPaidBy().stream()
            .map(
                paid ->
                    new SettledPayment.Success(
                        new PaidAttempt(
                            paid.getAttempt(),
                            Optional.ofNullable(paid.getMethod()).map(Nouns::method),
                            Optional.ofNullable(paid.getChannelReference())),
                        paid.getRefundedMinor()))
            .toList();
  }

  /** The reference, and all that went back, were the first one's; the first release kept none. */
  private static List<SettledPayment.Success> successesOfAnEarlierRelease(
      SettledPaymentState stored) {
    List<Integer> attempts =
        stored.getSucceededAttempts().isEmpty() ? List.of(0) : stored.getSucceededAttempts();
    List<SettledPayment.Success> successes = new ArrayList<>();
    for (int attempt : attempts) {
      boolean first = successes.isEmpty();
      successes.add(
          new SettledPayment.Success(
              new PaidAttempt(
                  attempt,
                  Optional.empty(),
                  first ? Optional.ofNullable(stored.getChannelReference()) : Optional.empty()),
              first ? stored.getRefundedMinor() : 0));
    }
    return successes;
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
