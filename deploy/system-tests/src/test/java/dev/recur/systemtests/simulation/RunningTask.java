package dev.recur.systemtests.simulation;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.processor.internals.StreamTask;

/** One task in one process: what is lost with it when that dies. */
final class RunningTask {

  private final StreamTask task;
  private final List<KeptStore<?, ?>> stores;
  private final Outputs outputs;
  private final Time clock;

  RunningTask(StreamTask task, List<KeptStore<?, ?>> stores, Outputs outputs, Time clock) {
    this.task = task;
    this.stores = List.copyOf(stores);
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

  /**
   * Its stores as they lie on its disk must be what their changelogs hold: a process that comes
   * back goes on with the one or makes them again from the other, and has to find the same.
   *
   * @param committed what the changelogs hold
   */
  void checkStores(Contents committed) {
    for (KeptStore<?, ?> store : stores) {
      if (!store.holds(committed.of(store.name()))) {
        throw new IllegalStateException(
            "%s of %s is not what its changelog holds".formatted(store.name(), task.id()));
      }
    }
  }

  /** What lies on its disk. */
  Contents contents() {
    Contents contents = new Contents();
    for (KeptStore<?, ?> store : stores) {
      contents.put(store.name(), store.contents());
    }
    return contents;
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
