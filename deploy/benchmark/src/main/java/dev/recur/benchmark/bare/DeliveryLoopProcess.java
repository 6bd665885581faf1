package dev.recur.benchmark.bare;

import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.ControlledProcess;
import dev.recur.benchmark.rig.Jvm;
import dev.recur.benchmark.rig.Processes;
import dev.recur.local.http.Json;
import dev.recur.local.process.Living;
import dev.recur.local.process.LocalKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The delivery loop, from outside. */
public final class DeliveryLoopProcess implements Living {

  private static final Duration DONE_WITHIN = Duration.ofMinutes(5);
  private static final String NAME = "delivery-loop";
  private static final String EVENTS = NAME + ".events";

  private final ControlledProcess process;
  private final BareTopics topics;
  private final DeliveryShape shape;

  private DeliveryLoopProcess(ControlledProcess process, BareTopics topics, DeliveryShape shape) {
    this.process = process;
    this.topics = topics;
    this.shape = shape;
  }

  /** Starts it. */
  public static DeliveryLoopProcess start(LocalKafka kafka, Path directory, DeliveryShape shape) {
    BareTopics topics = new BareTopics(kafka);
    DeliveryLoop.Plan plan =
        new DeliveryLoop.Plan(
            BarePlace.beside(kafka, directory, NAME),
            EVENTS,
            NAME + ".deliveries",
            NAME + ".attempts",
            shape);
    List.of(EVENTS, plan.deliveries(), plan.attempts()).forEach(topics::create);
    try {
      Path file = Files.writeString(directory.resolve(NAME + ".json"), Json.write(plan));
      return new DeliveryLoopProcess(
          ControlledProcess.start(
              NAME, Jvm.measured(), DeliveryLoop.class, List.of(file.toString()), directory),
          topics,
          shape);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Writes events, each of another subscription, and returns when their last delivery is settled.
   *
   * @return the number of deliveries
   */
  public int run(int deliveries, Processes processes) {
    int events = deliveries / shape.lanes().size();
    int expected = events * shape.lanes().size();
    long before = settled();
    topics.fill(EVENTS, events, shape.event());
    processes.until(
        expected + " settled deliveries", DONE_WITHIN, () -> settled() - before >= expected);
    return expected;
  }

  private long settled() {
    return Long.parseLong(process.ask("/settled"));
  }

  @Override
  public void checkAlive() {
    process.checkAlive();
  }

  @Override
  public void close() {
    process.close();
  }
}
