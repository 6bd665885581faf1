package dev.recur.service.testing;

import dev.recur.service.read.Authorisation;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Subscriptions in memory. */
@Singleton
public class MemorySubscriptions implements Subscriptions {

  private final Map<String, SubscriptionView> views = new ConcurrentHashMap<>();
  private final Map<String, Authorisation> authorisations = new ConcurrentHashMap<>();
  private final Map<String, List<PaymentView>> payments = new ConcurrentHashMap<>();
  private volatile boolean caughtUp = true;

  /** Makes a subscription known. */
  public void put(SubscriptionView view, Authorisation authorisation, List<PaymentView> paid) {
    views.put(view.subscriptionId(), view);
    authorisations.put(view.subscriptionId(), authorisation);
    payments.put(view.subscriptionId(), paid);
  }

  /** Whether it says that it knows everything. */
  public void setCaughtUp(boolean newCaughtUp) {
    caughtUp = newCaughtUp;
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
  public PaymentPage payments(
      String subscriptionId, Set<PaymentView.Status> statuses, int page, int size) {
    List<PaymentView> all =
        payments.getOrDefault(subscriptionId, List.of()).stream()
            .filter(payment -> statuses.contains(payment.status()))
            .toList();
    return new PaymentPage(all.stream().skip((page - 1L) * size).limit(size).toList(), all.size());
  }

  @Override
  public boolean awaitSequence(String subscriptionId, long sequence, Duration atMost) {
    return true;
  }

  @Override
  public boolean awaitNow(Duration atMost) {
    return true;
  }
}
