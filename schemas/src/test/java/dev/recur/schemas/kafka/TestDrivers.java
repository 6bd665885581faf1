package dev.recur.schemas.kafka;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.internals.StreamTask;

/** What happens to tasks and is not among what a {@code TopologyTestDriver} can do. */
public final class TestDrivers {

  private TestDrivers() {}

  /**
   * Has the task begin anew on the stores that it has, as Streams does it where a transaction could
   * not be brought to its end: the processors are closed and initialised again, and what they had
   * scheduled with the task is scheduled still.
   *
   * @param testDriver a {@code TopologyTestDriver}, which tells nobody of its task
   */
  public static void beginTaskAnew(Object testDriver) {
    StreamTask task = (StreamTask) field(testDriver, "task");
    task.suspend();
    task.resume();
    task.completeRestoration(_ -> {});
  }

  /**
   * Has the topics be read from their first record on, as where a broker has lost how far a group
   * had read: what is piped next lies where what was piped first had lain.
   *
   * @param testDriver a {@code TopologyTestDriver}
   */
  public static void loseOffsets(Object testDriver) {
    offsets(testDriver).values().forEach(offset -> offset.set(0));
    beginTaskAnew(testDriver);
  }

  /**
   * Has another driver's task read on where one's had read to: by itself each counts its topics
   * anew.
   *
   * @param before a {@code TopologyTestDriver}
   * @param next another one
   */
  public static void readOn(Object before, Object next) {
    offsets(next).putAll(offsets(before));
  }

  @SuppressWarnings("unchecked")
  private static Map<TopicPartition, AtomicLong> offsets(Object testDriver) {
    return (Map<TopicPartition, AtomicLong>) field(testDriver, "offsetsByTopicOrPatternPartition");
  }

  private static Object field(Object testDriver, String name) {
    try {
      Field field = testDriver.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(testDriver);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This driver keeps its " + name + " elsewhere", e);
    }
  }
}
