package dev.recur.notifier.sender;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.Headers;
import okio.ByteString;

/**
 * What is known of who is told.
 *
 * @param url where it is told now; empty for whatever URL the delivery itself has
 * @param signers how it knows us, at least one
 * @param acknowledgement what counts as its acknowledgement
 */
record Recipient(Optional<String> url, List<Signer> signers, Acknowledgement acknowledgement) {

  Recipient {
    signers = List.copyOf(signers);
    if (signers.isEmpty()) {
      throw new IllegalArgumentException("A webhook without a signature must not be sent.");
    }
  }

  /**
   * The request of one attempt.
   *
   * @param attempt its number, from 1
   * @param now when it is made
   */
  EgressRequest request(Target target, String deliveryId, int attempt, byte[] body, Instant now) {
    Headers.Builder headers =
        new Headers.Builder()
            .add("webhook-id", deliveryId)
            .add("webhook-attempt", Integer.toString(attempt));
    for (Signer signer : signers) {
      signer.sign(target, deliveryId, body, now, headers);
    }
    return new EgressRequest(target, headers.build(), ByteString.of(body));
  }
}
