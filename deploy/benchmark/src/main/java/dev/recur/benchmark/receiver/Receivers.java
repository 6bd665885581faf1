package dev.recur.benchmark.receiver;

import dev.recur.local.process.ChildProcess;
import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.Installation;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.Ports;
import dev.recur.local.process.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The receivers' process, from outside. */
public final class Receivers implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(30);
  private static final int HEAP_MB = 512;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String control;
  private final ChildProcess process;
  private final int port;

  private Receivers(int controlPort, int port, ChildProcess process) {
    this.control = "http://127.0.0.1:" + controlPort;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts them and returns when they listen.
   *
   * @param count how many, each on an address of its own
   */
  public static Receivers start(int count, Path directory) {
    List<Integer> ports = Ports.free(2);
    int control = ports.getFirst();
    int port = ports.getLast();
    ChildSpec spec =
        new ChildSpec(
            "receivers",
            JavaCommand.withHeap(HEAP_MB)
                .with("-XX:TieredStopAtLevel=4")
                .main(
                    Installation.find().classPath("deploy/benchmark", "recur-benchmark"),
                    Main.class.getName(),
                    List.of(
                        Integer.toString(control),
                        Integer.toString(port),
                        Integer.toString(count))),
            Map.of(),
            directory,
            directory.resolve("receivers.log"),
            Readiness.httpOk(URI.create("http://127.0.0.1:" + control + "/count")));
    Receivers receivers = new Receivers(control, port, ChildProcess.start(spec));
    try {
      receivers.process.awaitReady(READY_WITHIN);
      return receivers;
    } catch (RuntimeException e) {
      receivers.close();
      throw e;
    }
  }

  /** Where the nth listens, from 0. */
  public String url(int receiver) {
    return "http://" + HookServer.host(receiver) + ":" + port + "/webhooks/recur?shop=" + receiver;
  }

  /** How many webhooks arrived so far. */
  public int count() {
    return Integer.parseInt(get("/count").strip());
  }

  /** What arrived from the nth on, oldest first. */
  public List<Arrival> arrivals(int from) {
    return get("/arrivals?from=" + from).lines().map(Arrival::parse).toList();
  }

  /** The first of them do not answer from now on; 0: all answer. */
  public void silent(int count) {
    get("/silent?count=" + count);
  }

  private String get(String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(control + path)).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException("The receivers do not answer.", e);
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
