package dev.recur.billing.clock;

import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What the cluster's clock says. */
@FunctionalInterface
interface ClusterTime {

  /**
   * Asks.
   *
   * @throws ExecutionException when the cluster refuses or cannot say; the cause says which
   * @throws TimeoutException when nobody answers in time
   */
  Instant ask() throws ExecutionException, TimeoutException, InterruptedException;
}
