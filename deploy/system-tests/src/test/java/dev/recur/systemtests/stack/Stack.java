package dev.recur.systemtests.stack;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The local stack, begun with empty data on ports of its own, through the launcher that a user
 * starts. The one thing that is not as a user has it: the worker reaches the sandbox channel
 * through a {@link ChannelGate}.
 */
public final class Stack implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration RESTARTED_WITHIN = Duration.ofMinutes(2);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);
  private static final int LOG_LINES_MAX = 40;

  private final Path runDirectory;
  private final Path log;
  private final Process launcher;
  private final ChannelGate gate;
  private final Map<String, URI> metrics;

  private Stack(
      Path runDirectory, Path log, Process launcher, ChannelGate gate, Map<String, URI> metrics) {
    this.runDirectory = runDirectory;
    this.log = log;
    this.launcher = launcher;
    this.gate = gate;
    this.metrics = metrics;
  }

  /**
   * Starts everything and returns when all is ready.
   *
   * @param runDirectory for data and logs
   */
  static Stack start(Path runDirectory) throws IOException {
    Files.createDirectories(runDirectory);
    // Beside it: the launcher empties the run directory.
    Path log = runDirectory.resolveSibling("stack.log");
    ChannelGate gate = ChannelGate.open();
    ProcessBuilder launcher = Launcher.of(runDirectory, log, "--no-demo");
    launcher.environment().put("RECUR_CHANNEL_URL", gate.url());
    gate.leadTo(at(launcher, Launcher.CHANNEL_PORT));
    Map<String, URI> metrics =
        Map.of(
            "billing-worker", at(launcher, Launcher.WORKER_PORT).resolve("/prometheus"),
            "notifier", at(launcher, Launcher.NOTIFIER_PORT).resolve("/prometheus"));
    Stack stack = new Stack(runDirectory, log, launcher.start(), gate, metrics);
    try {
      await("the stack to be ready")
          .atMost(READY_WITHIN)
          .pollInterval(Duration.ofMillis(200))
          .failFast("the launcher has ended: " + log, () -> !stack.launcher.isAlive())
          .until(() -> StackFile.read(stack.stackJson()).isPresent());
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw new IllegalStateException("The stack did not start.\n" + stack.logTails(), e);
    }
  }

  private static URI at(ProcessBuilder launcher, String port) {
    return URI.create("http://127.0.0.1:" + launcher.environment().get(port));
  }

  /** Where its processes keep their data and logs. */
  public Path runDirectory() {
    return runDirectory;
  }

  private Path stackJson() {
    return runDirectory.resolve("stack.json");
  }

  /** What {@code stack.json} says now. */
  public StackFile file() {
    return StackFile.read(stackJson())
        .orElseThrow(() -> new AssertionError("stack.json is gone: has the launcher ended?"));
  }

  /** Its admin API. */
  public Admin admin() {
    return new Admin(this);
  }

  /** The ledger of its channel. */
  public Bank bank() {
    return new Bank(this);
  }

  /** The inbox of its merchant. */
  public Inbox inbox() {
    return new Inbox(this);
  }

  /** The mailbox of its buyers. */
  public Mailbox mailbox() {
    return new Mailbox(this);
  }

  /** What its audit has found. */
  public AuditPage audit() {
    return new AuditPage(this);
  }

  /** Its Kafka, to be closed by the caller. */
  public StackKafka kafka() {
    return new StackKafka(file().kafka());
  }

  /** What stands between its worker and its channel. */
  public ChannelGate gate() {
    return gate;
  }

  /** Where the worker or the notifier shows its metrics to Prometheus. */
  public URI metrics(String process) {
    return Optional.ofNullable(metrics.get(process))
        .orElseThrow(() -> new AssertionError("nobody knows where the metrics are of " + process));
  }

  /** The process id of one of its processes. */
  public long pid(String process) {
    return Optional.ofNullable(file().processes().get(process))
        .orElseThrow(() -> new AssertionError("stack.json knows no " + process));
  }

  /**
   * Ends one of its processes with SIGKILL.
   *
   * @return the process id it had
   */
  public long kill(String process) {
    long pid = pid(process);
    ProcessHandle handle =
        ProcessHandle.of(pid).orElseThrow(() -> new AssertionError(process + " is not running"));
    handle.destroyForcibly();
    return pid;
  }

  /** Returns when a process that was killed runs again, under another id. */
  public void awaitRestarted(String process, long killed) {
    await(process + " to run again")
        .atMost(RESTARTED_WITHIN)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              long pid = pid(process);
              return pid != killed && ProcessHandle.of(pid).isPresent();
            });
  }

  /** The ends of all its logs. */
  public String logTails() {
    StringBuilder tails = new StringBuilder();
    try (Stream<Path> files = Files.list(runDirectory.resolve("logs"))) {
      List<Path> logs = new ArrayList<>(files.sorted().toList());
      logs.add(log);
      for (Path of : logs) {
        tails.append("--- ").append(of).append('\n').append(tail(of)).append('\n');
      }
    } catch (IOException | UncheckedIOException e) {
      tails.append("(the logs cannot be read: ").append(e).append(')');
    }
    return tails.toString();
  }

  private static String tail(Path log) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_MAX), lines.size()));
  }

  /** Ends everything by SIGTERM to the launcher. */
  @Override
  public void close() {
    try {
      launcher.destroy();
      if (!launcher.waitFor(ENDED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        launcher.destroyForcibly();
        throw new AssertionError("The stack did not end within " + ENDED_WITHIN + " of SIGTERM");
      }
    } catch (InterruptedException e) {
      launcher.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      gate.close();
    }
  }
}
