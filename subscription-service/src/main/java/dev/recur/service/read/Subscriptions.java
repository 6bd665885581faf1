package dev.recur.service.read;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The subscriptions as this instance knows them; a moment behind the worker that decides. */
public interface Subscriptions {

  /** False while this instance is still catching up: what it does not know may exist. */
  boolean isCaughtUp();

  /** The subscription, or null when there is none of that id. */
  @Nullable SubscriptionView find(String subscriptionId);

  /** What is known of the buyer's decision, or null before the subscription's first event came. */
  @Nullable Authorisation authorisation(String subscriptionId);

  /**
   * Final payments of one subscription, in the order in which they were first asked for.
   *
   * @param statuses those wanted
   * @param page from 1
   * @param size most payments on one page
   */
  PaymentPage payments(String subscriptionId, Set<PaymentView.Status> statuses, int page, int size);

  /**
   * Waits until the subscription has reached a sequence here.
   *
   * @return false when it had not within the time
   */
  boolean awaitSequence(String subscriptionId, long sequence, Duration atMost)
      throws InterruptedException;

  /**
   * Waits until what is decided by now can be read here.
   *
   * @return false when it could not within the time
   */
  boolean awaitNow(Duration atMost) throws InterruptedException;

  /**
   * One page of payments.
   *
   * @param totalCount payments on all pages
   */
  record PaymentPage(List<PaymentView> payments, int totalCount) {}
}
