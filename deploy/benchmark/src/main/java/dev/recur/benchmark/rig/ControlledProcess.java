package dev.recur.benchmark.rig;

import dev.recur.local.process.ChildProcess;
import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.Installation;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.Living;
import dev.recur.local.process.Ports;
import dev.recur.local.process.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A class of this module as a process, told and asked over HTTP. Its first argument is the port
 * where it listens for that, which it opens when it is ready.
 */
public final class ControlledProcess implements Living {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
  private static final int FIRST_REFUSAL = 300;

  private final String name;
  private final String base;
  private final ChildProcess process;
  private final HttpClient http = HttpClient.newHttpClient();

  private ControlledProcess(String name, int port, ChildProcess process) {
    this.name = name;
    this.base = "http://127.0.0.1:" + port;
    this.process = process;
  }

  /**
   * Starts it and returns when it is ready.
   *
   * @param name for messages and its log
   * @param arguments after the port
   */
  public static ControlledProcess start(
      String name, JavaCommand java, Class<?> main, List<String> arguments, Path directory) {
    return start(name, java, main, arguments, directory, "");
  }

  /**
   * The same with more libraries.
   *
   * @param moreClassPath what the class path has behind this module's own; empty: nothing
   */
  public static ControlledProcess start(
      String name,
      JavaCommand java,
      Class<?> main,
      List<String> arguments,
      Path directory,
      String moreClassPath) {
    String own = Installation.find().classPath("deploy/benchmark", "recur-benchmark");
    int port = Ports.free();
    List<String> all = new ArrayList<>();
    all.add(Integer.toString(port));
    all.addAll(arguments);
    ChildSpec spec =
        new ChildSpec(
            name,
            java.main(
                moreClassPath.isEmpty() ? own : own + ":" + moreClassPath, main.getName(), all),
            Map.of(),
            directory,
            directory.resolve(name.replace(' ', '-') + ".log"),
            Readiness.portOpen(port));
    ControlledProcess started = new ControlledProcess(name, port, ChildProcess.start(spec));
    try {
      started.process.awaitReady(READY_WITHIN);
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /**
   * What it answers, which is at once.
   *
   * @throws IllegalStateException when it does not within 30 s, or refuses
   */
  public String ask(String path) {
    try {
      return begin(path, ANSWERS_WITHIN).join().strip();
    } catch (CompletionException e) {
      throw new IllegalStateException("No answer from " + name + " to " + path, e.getCause());
    }
  }

  /**
   * Has it do something that takes its time; wait with {@link Processes#answer}.
   *
   * @param atMost after which the answer fails
   */
  public CompletableFuture<String> begin(String path, Duration atMost) {
    // A client repeats a GET by itself when its connection ends, and what is asked for is done
    // twice.
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(atMost)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(this::body);
  }

  private String body(HttpResponse<String> response) {
    if (response.statusCode() >= FIRST_REFUSAL) {
      throw new CompletionException(
          new IOException(
              "%s answers HTTP %d; its log says why: %s"
                  .formatted(name, response.statusCode(), process.spec().logFile())));
    }
    return response.body();
  }

  @Override
  public void checkAlive() {
    process.checkAlive();
  }

  @Override
  public void close() {
    process.close();
    http.shutdownNow();
  }
}
