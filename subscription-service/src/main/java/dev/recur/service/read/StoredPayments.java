package dev.recur.service.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.store.LocalStore;
import dev.recur.service.read.PaymentView.Status;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Payments and refunds in a {@link LocalStore}. */
final class StoredPayments implements Payments {

  private final LocalStore store;
  private final ViewCodec codec;

  StoredPayments(LocalStore store, ViewCodec codec) {
    this.store = store;
    this.codec = codec;
  }

  @Override
  public PaymentPage payments(String subscriptionId, Set<Status> statuses, int page, int size) {
    List<PaymentView> shown = new ArrayList<>();
    long first = (page - 1L) * size;
    int[] count = {0};
    store.forEach(
        StoreKeys.payments(subscriptionId),
        (key, value) -> {
          PaymentView payment = codec.decode(value, PaymentView.class);
          if (payment != null && statuses.contains(payment.status())) {
            if (count[0] >= first && shown.size() < size) {
              shown.add(payment);
            }
            count[0]++;
          }
        });
    return new PaymentPage(shown, count[0]);
  }

  @Override
  public @Nullable PaymentView payment(String paymentId) {
    return payment(subscriptionOf(paymentId), paymentId, store::get);
  }

  @Override
  public @Nullable String paymentAskedFor(String clientId, String paymentRequestId) {
    return text(store.get(StoreKeys.paymentRequest(clientId, paymentRequestId)));
  }

  @Override
  public @Nullable RefundView refund(String refundId) {
    return codec.decode(
        store.get(StoreKeys.refund(subscriptionOf(refundId), refundId)), RefundView.class);
  }

  @Override
  public @Nullable String refundAskedFor(String clientId, String refundRequestId) {
    return text(store.get(StoreKeys.refundRequest(clientId, refundRequestId)));
  }

  @Override
  public List<RefundView> refunds(String paymentId) {
    List<RefundView> refunds = new ArrayList<>();
    store.forEach(
        StoreKeys.refunds(subscriptionOf(paymentId)),
        (key, value) -> {
          RefundView refund = codec.decode(value, RefundView.class);
          if (refund != null && refund.paymentId().equals(paymentId)) {
            refunds.add(refund);
          }
        });
    return refunds;
  }

  /** A payment as a batch of changes will leave it. */
  @Nullable PaymentView before(
      LocalStore.Changes changes, String subscriptionId, String paymentId) {
    return payment(subscriptionId, paymentId, changes::get);
  }

  /** Puts a payment in its place. */
  void put(LocalStore.Changes changes, String subscriptionId, PaymentView payment) {
    Instant createdAt = payment.createdAt();
    changes.put(
        StoreKeys.payment(subscriptionId, createdAt, payment.paymentId()), codec.encode(payment));
    changes.put(
        StoreKeys.paymentTime(payment.paymentId()),
        ByteBuffer.allocate(Long.BYTES).putLong(createdAt.toEpochMilli()).array());
  }

  /** Remembers who asked for a payment. Where two did by the same id, the first keeps it. */
  void putRequest(
      LocalStore.Changes changes, String clientId, String paymentRequestId, String paymentId) {
    changes.putIfAbsent(
        StoreKeys.paymentRequest(clientId, paymentRequestId), paymentId.getBytes(UTF_8));
  }

  /** Puts a refund in its place, and remembers who asked for it. */
  void put(LocalStore.Changes changes, String clientId, String subscriptionId, RefundView refund) {
    changes.put(StoreKeys.refund(subscriptionId, refund.refundId()), codec.encode(refund));
    changes.putIfAbsent(
        StoreKeys.refundRequest(clientId, refund.requestId()), refund.refundId().getBytes(UTF_8));
  }

  private @Nullable PaymentView payment(
      String subscriptionId, String paymentId, Function<byte[], byte @Nullable []> read) {
    byte[] createdAt = read.apply(StoreKeys.paymentTime(paymentId));
    if (createdAt == null) {
      return null;
    }
    Instant time = Instant.ofEpochMilli(StoreKeys.numbers(createdAt, Long.BYTES).getLong());
    return codec.decode(
        read.apply(StoreKeys.payment(subscriptionId, time, paymentId)), PaymentView.class);
  }

  private static String subscriptionOf(String paymentId) {
    return Identity.subscriptionIdOf(paymentId);
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }
}
