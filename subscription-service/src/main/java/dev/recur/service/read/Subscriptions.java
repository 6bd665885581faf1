package dev.recur.service.read;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The subscriptions as this instance knows them; a moment behind the worker that decides. */
public interface Subscriptions {

  /** False while this instance is still catching up: what it does not know may exist. */
  boolean isCaughtUp();

  /** The subscription, or null when there is none of that id. */
  @Nullable SubscriptionView find(String subscriptionId);

  /** What is known of the buyer's decision, or null before the subscription's first event came. */
  @Nullable Authorisation authorisation(String subscriptionId);

  /** Most subscriptions of one merchant that a list looks at. */
  int LISTED_MAX = 10_000;

  /**
   * A merchant's subscriptions, in the order in which they start.
   *
   * @param page from 1
   * @param size most subscriptions on one page
   * @return empty when more than {@link #LISTED_MAX} start within the time
   */
  Optional<SubscriptionPage> list(StartingWithin which, int page, int size);

  /**
   * Watches how far the subscription comes here. What comes before is looked up when it is waited
   * for, so it is best opened before what is to come is asked for.
   */
  Watch watch(String subscriptionId);

  /**
   * Waits until what is decided by now can be read here.
   *
   * @return false when it could not within the time
   */
  boolean awaitNow(Duration atMost) throws InterruptedException;

  /** Sees how far one subscription comes, until it is closed. For one thread. */
  interface Watch extends AutoCloseable {

    /**
     * Waits until the subscription has reached a sequence here.
     *
     * @return false when it had not within the time
     */
    boolean await(long sequence, Duration atMost) throws InterruptedException;

    @Override
    void close();
  }

  /**
   * Which subscriptions.
   *
   * @param from first start
   * @param to last start
   */
  record StartingWithin(
      String clientId, Instant from, Instant to, Predicate<SubscriptionView> wanted) {}

  /**
   * One page of subscriptions.
   *
   * @param totalCount subscriptions on all pages
   */
  record SubscriptionPage(List<SubscriptionView> subscriptions, int totalCount) {}
}
