package dev.recur.systemtests.simulation;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.internals.StreamTask;

/** One task in one process: what is lost with it when that dies. */
final class RunningTask {

  private final StreamTask task;
  private final Outputs outputs;
  private final Time clock;

  RunningTask(StreamTask task, Outputs outputs, Time clock) {
    this.task = task;
    this.outputs = outputs;
    this.clock = clock;
  }

  /** Processes one record. */
  void take(Log.Entry entry) {
    TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
    task.addRecords(
        partition,
        List.of(
            new ConsumerRecord<>(
                entry.topic(),
                entry.partition(),
                entry.offset(),
                entry.timestampMs(),
                TimestampType.CREATE_TIME,
                entry.key().length,
                entry.value().length,
                entry.key(),
                entry.value(),
                entry.headers(),
                Optional.empty())));
    if (!task.process(clock.milliseconds())) {
      throw new IllegalStateException("The task did not take " + entry);
    }
  }

  /** Lets time-driven work happen, as far as its interval has passed. */
  void punctuate() {
    task.maybePunctuateSystemTime();
  }

  Outputs outputs() {
    return outputs;
  }

  StateStore store(String name) {
    return task.processorContext().getStateStore(name);
  }

  /**
   * Ends it without a commit. Its processors are closed, because their meters are shared with later
   * runs; its stores are not, because to take their metrics away and make them anew would be half
   * of all that a run does.
   */
  void end() {
    task.suspend();
  }
}
