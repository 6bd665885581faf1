package dev.recur.notifier.sender;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  EgressRequest request(
      Target target, String deliveryId, int attempt, ByteString body, Instant now) {
    Map<String, String> headers = new HashMap<>();
    headers.put("webhook-id", deliveryId);
    headers.put("webhook-attempt", Integer.toString(attempt));
    byte[] bytes = body.toByteArray();
    for (Signer signer : signers) {
      headers.putAll(signer.sign(target, deliveryId, bytes, now));
    }
    return new EgressRequest(target, headers, body);
  }
}
