package dev.recur.service.command;

import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import java.util.List;

/**
 * Takes every reply of every partition, from now on: nobody here can be waiting for an older one.
 */
final class RepliesListener implements TopicListener<CommandReply> {

  private final List<ReplyObserver> observers;

  /** Tells the observers. */
  RepliesListener(List<ReplyObserver> observers) {
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
  public boolean beginsAtEnd() {
    return true;
  }
}
