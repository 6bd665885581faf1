package dev.recur.notifier.delivery;

import dev.recur.notifier.endpoint.EndpointDirectory;
import dev.recur.notifier.queue.Ordering;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Lines whose endpoint was strict and is not any more: their heads waited for what nobody waits for
 * now, and nothing else may ever happen there. All lines of a task are gone through, a few at a
 * time, at its start, since nobody knows what changed before, and when an endpoint has become one
 * that is not strict.
 */
final class LoosenedLines {

  private final DeliveryStores stores;
  private final Lanes lanes;
  private final Desk desk;
  private final EndpointDirectory endpoints;

  /** As many changes were known when the lines were begun to be gone through last. */
  private long begunAt = -1;

  private boolean isUnderWay;

  /** Where to go on; null: with the first line. */
  private @Nullable Bytes next;

  LoosenedLines(DeliveryStores stores, Lanes lanes, Desk desk, EndpointDirectory endpoints) {
    this.stores = stores;
    this.lanes = lanes;
    this.desk = desk;
    this.endpoints = endpoints;
  }

  /**
   * Goes on where the call before ended.
   *
   * @param looksMax most lines, or lanes that are strict, that are looked at
   */
  void goOn(long nowMs, int looksMax) {
    if (!isUnderWay) {
      long changes = endpoints.loosened();
      isUnderWay = changes != begunAt;
      begunAt = changes;
      next = null;
    }
    for (int looks = 0; looks < looksMax && isUnderWay; looks++) {
      Optional<DeliveryKey> line = stores.nextOther(next);
      line.ifPresent(found -> look(found, nowMs));
      isUnderWay = line.isPresent();
    }
  }

  private void look(DeliveryKey line, long nowMs) {
    Lane lane = lanes.get(line.lane());
    if (lane.settings().ordering() == Ordering.STRICT) {
      next = StoreKeys.laneEnd(lane.text());
    } else {
      next = StoreKeys.pending(line.with(Long.MAX_VALUE));
      desk.moveLine(lane, line);
    }
    // Where it has nothing to do, it is forgotten again.
    lanes.wake(lane, nowMs);
  }
}
