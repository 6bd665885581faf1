package dev.recur.notifier.notice;

/**
 * One notification for one endpoint, ready to be delivered.
 *
 * @param deliveryId made from subscription, sequence and lane: telling the same again has the same
 * @param lane the endpoint's lane
 * @param notification notifySubscription, notifyPayment or notifyRefund
 * @param url where it is posted to
 * @param previousSequence sequence of the event told to this lane before, 0 for none
 * @param body JSON, the same at every attempt
 */
public record Telling(
    String deliveryId,
    String lane,
    String notification,
    String url,
    long previousSequence,
    String body) {}
