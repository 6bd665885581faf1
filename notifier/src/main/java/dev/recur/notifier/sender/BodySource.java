package dev.recur.notifier.sender;

import dev.recur.notifier.delivery.Shipment.Body;

/** Reads back what is to be posted: the bytes that were written when the event was told first. */
public interface BodySource {

  /** What was read. */
  sealed interface Fetched {

    /** Here it is. */
    record Found(Body body) implements Fetched {}

    /**
     * It is not there, and never will be.
     *
     * @param reason in one sentence
     */
    record Lost(String reason) implements Fetched {}
  }

  /**
   * What a record of webhook.deliveries holds. Waits for it, but not for ever: when the topic
   * cannot be read, the process ends.
   *
   * @throws InterruptedException when the process ends meanwhile
   */
  Fetched fetch(int partition, long offset) throws InterruptedException;
}
