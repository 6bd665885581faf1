package dev.recur.notifier.delivery;

/**
 * Names one delivery.
 *
 * @param lane its lane's text
 * @param subscriptionId the subscription
 * @param sequence of the event that is told
 */
record DeliveryKey(String lane, String subscriptionId, long sequence) {

  /** Another delivery of the same subscription in the same lane. */
  DeliveryKey with(long otherSequence) {
    return new DeliveryKey(lane, subscriptionId, otherSequence);
  }
}
