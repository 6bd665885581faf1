package dev.recur.service.testing;

import dev.recur.service.read.Authorisation;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.Payments;
import dev.recur.service.read.RefundView;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Subscriptions and their payments in memory. */
@Singleton
public class MemorySubscriptions implements Subscriptions, Payments {

  private final Map<String, SubscriptionView> views = new ConcurrentHashMap<>();
  private final Map<String, Authorisation> authorisations = new ConcurrentHashMap<>();
  private final Map<String, List<PaymentView>> payments = new ConcurrentHashMap<>();
  private final Map<String, RefundView> refunds = new ConcurrentHashMap<>();
  private final Map<String, String> asked = new ConcurrentHashMap<>();
  private volatile boolean caughtUp = true;
  private volatile boolean listsTooMany;

  /** Makes a subscription known. */
  public void put(SubscriptionView view, Authorisation authorisation, List<PaymentView> paid) {
    views.put(view.subscriptionId(), view);
    authorisations.put(view.subscriptionId(), authorisation);
    payments.put(view.subscriptionId(), paid);
  }

  /** Makes a refund known. */
  public void put(TestMerchant merchant, RefundView refund) {
    refunds.put(refund.refundId(), refund);
    asked.put("r/" + merchant.clientId() + "/" + refund.requestId(), refund.refundId());
  }

  /** Makes known which payment a merchant asked for. */
  public void putRequest(TestMerchant merchant, String paymentRequestId, String paymentId) {
    asked.put("p/" + merchant.clientId() + "/" + paymentRequestId, paymentId);
  }

  /** Whether it says that it knows everything. */
  public void setCaughtUp(boolean newCaughtUp) {
    caughtUp = newCaughtUp;
  }

  /** Whether every list is too long. */
  public void setListsTooMany(boolean newListsTooMany) {
    listsTooMany = newListsTooMany;
  }

  @Override
  public boolean isCaughtUp() {
    return caughtUp;
  }

  @Override
  public @Nullable SubscriptionView find(String subscriptionId) {
    return views.get(subscriptionId);
  }

  @Override
  public @Nullable Authorisation authorisation(String subscriptionId) {
    return authorisations.get(subscriptionId);
  }

  @Override
  public Optional<SubscriptionPage> list(StartingWithin which, int page, int size) {
    if (listsTooMany) {
      return Optional.empty();
    }
    List<SubscriptionView> all =
        views.values().stream()
            .filter(view -> view.clientId().equals(which.clientId()))
            .filter(view -> !view.startTime().isBefore(which.from()))
            .filter(view -> !view.startTime().isAfter(which.to()))
            .filter(which.wanted())
            .sorted(Comparator.comparing(SubscriptionView::startTime))
            .toList();
    return Optional.of(new SubscriptionPage(page(all, page, size), all.size()));
  }

  @Override
  public PaymentPage payments(
      String subscriptionId, Set<PaymentView.Status> statuses, int page, int size) {
    List<PaymentView> all =
        payments.getOrDefault(subscriptionId, List.of()).stream()
            .filter(payment -> statuses.contains(payment.status()))
            .toList();
    return new PaymentPage(page(all, page, size), all.size());
  }

  @Override
  public @Nullable PaymentView payment(String paymentId) {
    return payments.values().stream()
        .flatMap(List::stream)
        .filter(payment -> payment.paymentId().equals(paymentId))
        .findAny()
        .orElse(null);
  }

  @Override
  public @Nullable String paymentAskedFor(String clientId, String paymentRequestId) {
    return asked.get("p/" + clientId + "/" + paymentRequestId);
  }

  @Override
  public @Nullable RefundView refund(String refundId) {
    return refunds.get(refundId);
  }

  @Override
  public @Nullable String refundAskedFor(String clientId, String refundRequestId) {
    return asked.get("r/" + clientId + "/" + refundRequestId);
  }

  @Override
  public List<RefundView> refunds(String paymentId) {
    List<RefundView> all = new ArrayList<>(refunds.values());
    all.removeIf(refund -> !refund.paymentId().equals(paymentId));
    return all;
  }

  @Override
  public Watch watch(String subscriptionId) {
    return new Watch() {
      @Override
      public boolean await(long sequence, Duration atMost) {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public boolean awaitNow(Duration atMost) {
    return true;
  }

  private static <T> List<T> page(List<T> all, int page, int size) {
    return all.stream().skip((page - 1L) * size).limit(size).toList();
  }
}
