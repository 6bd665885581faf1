package dev.recur.local.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * One real schema registry (Apicurio) that speaks Confluent's protocol and keeps its schemas in
 * Kafka, so it has no data of its own.
 */
public final class RegistryProcess implements Living {

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final int HEAP_MB = 224;

  private final Settings settings;
  private final RestartableProcess process;

  private RegistryProcess(Settings settings, RestartableProcess process) {
    this.settings = settings;
    this.process = process;
  }

  /**
   * Where a registry runs.
   *
   * @param installation where its program is
   * @param directory its log
   * @param port where clients connect, on the loopback address
   * @param bootstrapServers the Kafka that holds its schemas
   */
  public record Settings(
      Installation installation, Path directory, int port, String bootstrapServers) {

    /** On a free port. */
    public static Settings onFreePort(Path directory, String bootstrapServers) {
      return new Settings(Installation.find(), directory, Ports.free(), bootstrapServers);
    }

    /** What clients are given as {@code schema.registry.url}. */
    public String url() {
      return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }
  }

  /** Starts a registry and returns when it is ready. */
  public static RegistryProcess start(Settings settings) {
    return new RegistryProcess(settings, RestartableProcess.start(spec(settings), READY_WITHIN));
  }

  /** How it is started. */
  public static ChildSpec spec(Settings settings) {
    return new ChildSpec(
        "registry",
        JavaCommand.withHeap(HEAP_MB)
            .with("-Djava.util.logging.manager=org.jboss.logmanager.LogManager")
            .jar(settings.installation().registry().resolve("quarkus-run.jar")),
        Map.ofEntries(
            Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
            Map.entry("QUARKUS_HTTP_PORT", Integer.toString(settings.port())),
            Map.entry("QUARKUS_MANAGEMENT_HOST", "127.0.0.1"),
            // Its health and metrics: wherever there is room, nobody asks.
            Map.entry("QUARKUS_MANAGEMENT_PORT", "0"),
            Map.entry("QUARKUS_LOG_LEVEL", "WARN"),
            Map.entry("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false"),
            Map.entry("APICURIO_STORAGE_KIND", "kafkasql"),
            // It waits this long, four times, for what is not there when it starts (default 5 s).
            Map.entry("APICURIO_KAFKASQL_CONSUMER_POLL_TIMEOUT", "200"),
            // Connections to its projection in memory (default 20, made before it answers).
            Map.entry("APICURIO_DATASOURCE_JDBC_INITIAL_SIZE", "2"),
            Map.entry("APICURIO_DATASOURCE_JDBC_MIN_SIZE", "2"),
            Map.entry("APICURIO_KAFKASQL_BOOTSTRAP_SERVERS", settings.bootstrapServers())),
        settings.directory(),
        settings.directory().resolve("registry.log"),
        Readiness.httpOk(URI.create(settings.url() + "/subjects")));
  }

  /** What clients are given as {@code schema.registry.url}. */
  public String url() {
    return settings.url();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Ends it with SIGKILL; see {@link #restart}. */
  public void kill() {
    process.kill();
  }

  /** Starts it anew on the same port and returns when it is ready. */
  public void restart() {
    process.restart();
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
