package dev.recur.notifier.sender;

import java.time.Instant;
import java.util.Map;

/** One way to show a receiver who sends. */
interface Signer {

  /**
   * The headers that sign a request.
   *
   * @param deliveryId the same at every attempt
   * @param now when the attempt is made
   */
  Map<String, String> sign(Target target, String deliveryId, byte[] body, Instant now);
}
