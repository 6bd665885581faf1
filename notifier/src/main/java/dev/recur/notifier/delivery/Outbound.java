package dev.recur.notifier.delivery;

/** Takes what is to be sent off the stream thread. */
public interface Outbound {

  /** What became of an offer. */
  enum HandOver {
    /** It is being sent; a record of webhook.attempts will tell how it went. */
    TAKEN,
    /** Too much is in the air already, of first attempts or of others: ask again. */
    NO_ROOM,
    /** Nobody can sign for this merchant yet: ask again later. No attempt is used. */
    NO_KEY
  }

  /** Offers an attempt. Returns at once. */
  HandOver offer(Shipment shipment);
}
