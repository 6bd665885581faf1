package dev.recur.notifier.notice;

import dev.recur.schemas.id.EndpointLane;
import java.util.Optional;

/**
 * One notification for one endpoint, or one e-mail for the buyer, ready to be delivered.
 *
 * @param deliveryId made from subscription, sequence and target: telling the same again has the
 *     same
 * @param lane where it queues
 * @param notification notifySubscription, notifyPayment, notifyRefund or email
 * @param eventType what is told, as endpoints filter by it
 * @param url where it is posted to; that an e-mail is sent to stands nowhere here
 * @param previousSequence sequence of the event told to this target before, 0 for none
 * @param body JSON, the same at every attempt; of an e-mail its {@link LetterFacts}
 */
public record Telling(
    String deliveryId,
    EndpointLane lane,
    String notification,
    String eventType,
    String url,
    long previousSequence,
    String body) {

  /** The merchant's endpoint; empty for a URL that the subscription or the refund names. */
  public Optional<String> endpointId() {
    return lane.endpointId();
  }
}
