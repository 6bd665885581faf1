package dev.recur.service.command;

import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import dev.recur.service.TopicEnds;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Takes every reply of every partition, from now on: nobody here can be waiting for an older one.
 */
@Singleton
@MeetsKafka
public final class RepliesListener implements TopicListener<CommandReply> {

  private final TopicEnds ends;
  private final List<ReplyObserver> observers;

  /** Tells the observers. */
  public RepliesListener(TopicEnds ends, List<ReplyObserver> observers) {
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
    return ends.of(Topics.COMMAND_REPLIES);
  }
}
