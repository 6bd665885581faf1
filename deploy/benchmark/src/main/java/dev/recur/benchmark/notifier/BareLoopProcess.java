package dev.recur.benchmark.notifier;

import dev.recur.benchmark.rig.NotifierRig;
import dev.recur.local.http.Json;
import dev.recur.local.process.ChildProcess;
import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.Installation;
import dev.recur.local.process.Ports;
import dev.recur.local.process.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The bare loop, from outside. */
final class BareLoopProcess implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String control;
  private final ChildProcess process;

  private BareLoopProcess(int port, ChildProcess process) {
    this.control = "http://127.0.0.1:" + port;
    this.process = process;
  }

  /** Starts it, with the same JVM as the notifier's. */
  static BareLoopProcess start(BareLoop.Plan plan, Path directory) {
    try {
      Files.createDirectories(directory);
      Path file = Files.writeString(directory.resolve("plan.json"), Json.write(plan));
      int port = Ports.free();
      ChildSpec spec =
          new ChildSpec(
              "bare loop",
              NotifierRig.java()
                  .main(
                      Installation.find().classPath("deploy/benchmark", "recur-benchmark"),
                      BareLoop.class.getName(),
                      List.of(Integer.toString(port), file.toString())),
              Map.of(),
              directory,
              directory.resolve("bare-loop.log"),
              Readiness.portOpen(port));
      return new BareLoopProcess(port, ChildProcess.start(spec).awaitReady(READY_WITHIN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Posts so many and returns when all were answered. */
  void run(BareLoop.Mode mode, int count) {
    try {
      int status =
          http.send(
                  HttpRequest.newBuilder(
                          URI.create(control + "/run?mode=" + mode + "&count=" + count))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status >= 300) {
        throw new IllegalStateException("The bare loop failed: see its log.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The bare loop does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted.", e);
    }
  }

  @Override
  public void close() {
    process.close();
    http.close();
  }
}
