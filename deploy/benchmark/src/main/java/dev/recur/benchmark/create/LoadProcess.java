package dev.recur.benchmark.create;

import dev.recur.benchmark.rig.ControlledProcess;
import dev.recur.benchmark.rig.Jvm;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.ServiceRig;
import dev.recur.local.http.Json;
import dev.recur.local.process.Living;
import dev.recur.schemas.signature.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The load generator, from outside. */
final class LoadProcess implements Living {

  private static final Duration DONE_WITHIN = Duration.ofMinutes(5);

  private final ControlledProcess process;
  private final Processes processes;

  private LoadProcess(ControlledProcess process, Processes processes) {
    this.process = process;
    this.processes = processes;
  }

  /**
   * What came of some requests.
   *
   * @param count of them, all answered with S
   * @param seconds from the first until the last answer
   */
  record Told(int count, double seconds, long p50Micros, long p99Micros) {}

  /**
   * An answer as it came.
   *
   * @param headers names in lower case
   */
  record Sample(Map<String, String> headers, String body) {}

  /**
   * Starts it.
   *
   * @param processes that have to live meanwhile
   */
  static LoadProcess start(ServiceRig service, Path directory, Processes processes) {
    LoadGenerator.Plan plan =
        new LoadGenerator.Plan(
            Keys.base64(service.merchant().getPrivate()), ServiceRig.keystore(directory));
    try {
      Path file = Files.writeString(directory.resolve("load.json"), Json.write(plan));
      return new LoadProcess(
          ControlledProcess.start(
              "load generator",
              Jvm.measured(),
              LoadGenerator.class,
              List.of(file.toString()),
              directory),
          processes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs so many new requests. They are good for five minutes. */
  void prepare(int count) {
    var _ = answer("/prepare?count=" + count);
  }

  /** Opens so many connections to a port in the place of those that were open. */
  void connect(int port, int count) {
    var _ = answer("/connect?port=%d&count=%d".formatted(port, count));
  }

  /** Sends the first request that is prepared. */
  Sample sample() {
    return read(answer("/sample"), Sample.class);
  }

  /** Sends all that is prepared, each request as soon as a connection is free. */
  Told closed() {
    return read(answer("/closed"), Told.class);
  }

  /** Sends all that is prepared at a fixed rate, whatever becomes of it. */
  Told open(double perSecond) {
    return read(answer(String.format(Locale.ROOT, "/open?perSecond=%.3f", perSecond)), Told.class);
  }

  private String answer(String path) {
    return processes.answer(
        path + " of the load generator", DONE_WITHIN, process.begin(path, DONE_WITHIN));
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
