package dev.recur.service.command;

import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Takes every reply of every partition, from now on: nobody here can be waiting for an older one.
 */
final class RepliesListener implements TopicListener<CommandReply> {

  private final Supplier<Map<Integer, Long>> ends;
  private final List<ReplyObserver> observers;

  /**
   * Tells the observers.
   *
   * @param ends where each partition of the topic ends now
   */
  RepliesListener(Supplier<Map<Integer, Long>> ends, List<ReplyObserver> observers) {
    this.ends = ends;
    this.observers = observers;
  }

  @Override
  public void onRecord(TopicRecord<CommandReply> record) {
    CommandReply reply = record.value();
    if (reply != null) {
      observers.forEach(observer -> observer.onReply(reply));
    }
  }

  @Override
  public Map<Integer, Long> startingOffsets() {
    return ends.get();
  }
}
