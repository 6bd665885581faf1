package dev.recur.benchmark.bare;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.Json;
import dev.recur.local.http.LoopbackServer;
import dev.recur.local.http.Request;
import dev.recur.schemas.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bare topology as a process: it runs, and is told things, until it is ended. */
public final class BareStreams {

  private static final Logger LOG = LoggerFactory.getLogger(BareStreams.class);
  private static final Duration RUNS_WITHIN = Duration.ofSeconds(60);
  private static final int BODY_BYTES_MAX = 1_024;
  private static final int FAILED = 1;

  private BareStreams() {}

  /** Reads a plan. */
  public static <T> T plan(String file, Class<T> type) throws IOException {
    try {
      return Json.mapper().readValue(Files.readString(Path.of(file)), type);
    } catch (JsonProcessingException e) {
      throw new IOException("No plan: " + file, e);
    }
  }

  /** As the services are told where Kafka is, with everything else as it is by default there. */
  static KafkaSettings settings(BarePlace place) {
    return KafkaSettings.of(
        place.bootstrapServers(),
        place.registryUrl(),
        place.partitions(),
        (short) 1,
        Path.of(place.stateDir()));
  }

  /**
   * Runs it with the services' settings; opens the port once it has its partitions. A fault ends
   * the process.
   *
   * @param port where it listens
   */
  static void run(int port, BarePlace place, Topology topology, LoopbackServer.Handler control)
      throws IOException, InterruptedException {
    run(port, place, topology, Map.of(), control);
  }

  /**
   * The same with settings of its own.
   *
   * @param own properties of the topology, over those of the services
   */
  static void run(
      int port,
      BarePlace place,
      Topology topology,
      Map<String, String> own,
      LoopbackServer.Handler control)
      throws IOException, InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    KafkaStreams streams =
        new KafkaStreams(topology, settings(place).streams(place.applicationId(), own));
    streams.setStateListener(
        (now, _) -> {
          if (now == State.RUNNING) {
            running.countDown();
          }
        });
    streams.setUncaughtExceptionHandler(
        e -> {
          LOG.atError().setCause(e).log("A bare topology failed");
          Runtime.getRuntime().halt(FAILED);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.start();
    if (!running.await(RUNS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("Not running within " + RUNS_WITHIN.toSeconds() + " s");
    }
    try (LoopbackServer _ = LoopbackServer.start(port, BODY_BYTES_MAX, control)) {
      new CountDownLatch(1).await();
    }
  }

  /** What a request says. */
  public static String asked(Request request, String name) {
    return request.query(name).orElseThrow(() -> new BadRequestException(400, "Say " + name + "="));
  }
}
