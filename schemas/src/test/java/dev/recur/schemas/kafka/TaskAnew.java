package dev.recur.schemas.kafka;

import java.lang.reflect.Field;
import org.apache.kafka.streams.processor.internals.StreamTask;

/**
 * Has a test driver's task begin anew on the stores that it has, as Streams does it where a
 * transaction could not be brought to its end: the processors are closed and initialised again, and
 * what they had scheduled with the task is scheduled still.
 */
public final class TaskAnew {

  private TaskAnew() {}

  /**
   * Ends the task's processors and begins them again.
   *
   * @param testDriver a {@code TopologyTestDriver}, which tells nobody of its task
   */
  public static void begin(Object testDriver) {
    StreamTask task = task(testDriver);
    task.suspend();
    task.resume();
    task.completeRestoration(_ -> {});
  }

  private static StreamTask task(Object testDriver) {
    try {
      Field task = testDriver.getClass().getDeclaredField("task");
      task.setAccessible(true);
      return (StreamTask) task.get(testDriver);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This driver keeps its task elsewhere", e);
    }
  }
}
