package dev.recur.benchmark.bare;

import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.CommittedReader;
import dev.recur.benchmark.rig.ControlledProcess;
import dev.recur.benchmark.rig.Jvm;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.Template;
import dev.recur.local.http.Json;
import dev.recur.local.process.Living;
import dev.recur.local.process.LocalKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The cycle loop, from outside. */
public final class CycleLoopProcess implements Living {

  private static final Duration DONE_WITHIN = Duration.ofMinutes(5);

  private final ControlledProcess process;
  private final CommittedReader reader;
  private final int subscriptions;

  private CycleLoopProcess(ControlledProcess process, CommittedReader reader, int subscriptions) {
    this.process = process;
    this.reader = reader;
    this.subscriptions = subscriptions;
  }

  /**
   * Starts it and gives it its subscriptions.
   *
   * @param name of its application and its topics
   * @param pace how it goes about it
   * @param processes that have to live meanwhile; it becomes one of them
   */
  public static CycleLoopProcess start(
      String name,
      LocalKafka kafka,
      Path directory,
      CycleShape shape,
      CyclePace pace,
      int subscriptions,
      Processes processes) {
    String input = name + ".input";
    List<String> outputs =
        IntStream.range(0, shape.outputs().size()).mapToObj(n -> name + ".output-" + n).toList();
    BareTopics topics = new BareTopics(kafka);
    topics.create(input);
    outputs.forEach(topics::create);
    CycleLoop.Plan plan =
        new CycleLoop.Plan(BarePlace.beside(kafka, directory, name), input, outputs, shape, pace);
    try {
      Path file = Files.writeString(directory.resolve(name + ".json"), Json.write(plan));
      CycleLoopProcess loop =
          processes.add(
              new CycleLoopProcess(
                  ControlledProcess.start(
                      name, Jvm.measured(), CycleLoop.class, List.of(file.toString()), directory),
                  new CommittedReader(BareTopics.settings(kafka).consumer(), outputs.getFirst()),
                  subscriptions));
      topics.fill(input, subscriptions, new Template(shape.state().keyBytes(), "", Map.of()));
      processes.until(
          subscriptions + " subscriptions of " + name,
          DONE_WITHIN,
          () -> Integer.parseInt(loop.process.ask("/known")) == subscriptions);
      return loop;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Has all of them due so often, and returns when all of that is committed.
   *
   * @return the number of cycles
   */
  public int run(int rounds, Processes processes) {
    process.ask("/advance?rounds=" + rounds);
    int cycles = rounds * subscriptions;
    reader.await(cycles, DONE_WITHIN, processes);
    return cycles;
  }

  @Override
  public void checkAlive() {
    process.checkAlive();
  }

  @Override
  public void close() {
    process.close();
    reader.close();
  }
}
