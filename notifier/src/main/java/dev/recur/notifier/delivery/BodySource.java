package dev.recur.notifier.delivery;

import java.util.Optional;

/**
 * Reads back from webhook.deliveries what is not in memory any more. Blocks: never called on a
 * stream thread.
 */
public interface BodySource {

  /**
   * What one record of webhook.deliveries says is to be posted.
   *
   * @return empty when the topic does not keep the record any more, or it cannot be read
   */
  Optional<Body> fetch(int partition, long offset);
}
