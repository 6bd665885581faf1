package dev.recur.notifier.sender;

import java.time.Instant;
import okhttp3.Headers;

/** One way to show a receiver who sends. */
interface Signer {

  /**
   * Adds the headers that sign a request.
   *
   * @param deliveryId the same at every attempt
   * @param now when the attempt is made
   * @param headers to which they are added
   */
  void sign(Target target, String deliveryId, byte[] body, Instant now, Headers.Builder headers);
}
