package dev.recur.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * One real Kafka broker that is its own controller (KRaft), sized for a laptop. Its data survive
 * SIGKILL; it can be started anew on the same ports and data.
 */
public final class BrokerProcess implements Living {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final int HEAP_MB = 320;
  private static final int FORMAT_HEAP_MB = 128;

  private final Settings settings;
  private final RestartableProcess process;

  private BrokerProcess(Settings settings, RestartableProcess process) {
    this.settings = settings;
    this.process = process;
  }

  /**
   * Where a broker runs.
   *
   * @param installation where its jars are
   * @param directory its data, configuration and log; one broker at a time
   * @param port where clients connect, on the loopback address
   * @param controllerPort where it talks to itself
   */
  public record Settings(Installation installation, Path directory, int port, int controllerPort) {

    /** On free ports. */
    public static Settings onFreePorts(Path directory) {
      List<Integer> ports = Ports.free(2);
      return new Settings(Installation.find(), directory, ports.getFirst(), ports.getLast());
    }

    /** What clients connect to. */
    public String bootstrapServers() {
      return "127.0.0.1:" + port;
    }

    private Path data() {
      return directory.resolve("data");
    }

    private Path propertiesFile() {
      return directory.resolve("broker.properties");
    }

    private Path logFile() {
      return directory.resolve("broker.log");
    }
  }

  /**
   * Starts a broker, formats its storage first when there is none, and returns when it is ready.
   */
  public static BrokerProcess start(Settings settings) {
    ChildSpec spec = prepare(settings);
    return new BrokerProcess(settings, RestartableProcess.start(spec, READY_WITHIN));
  }

  /** Writes the broker's configuration, formats its storage when there is none; starts nothing. */
  public static ChildSpec prepare(Settings settings) {
    writeProperties(settings);
    if (!Files.exists(settings.data().resolve("meta.properties"))) {
      format(settings);
    }
    return child(
        "broker",
        settings,
        JavaCommand.withHeap(HEAP_MB).with("-XX:MaxDirectMemorySize=96m"),
        "kafka.Kafka",
        List.of(settings.propertiesFile().toString()),
        answersAsBroker(settings.bootstrapServers()));
  }

  /** What clients connect to. */
  public String bootstrapServers() {
    return settings.bootstrapServers();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Ends it with SIGKILL; see {@link #restart}. */
  public void kill() {
    process.kill();
  }

  /** Starts it anew on the same ports and data and returns when it is ready. */
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

  private static void format(Settings settings) {
    ChildSpec spec =
        child(
            "broker storage format",
            settings,
            JavaCommand.withHeap(FORMAT_HEAP_MB),
            "kafka.tools.StorageTool",
            List.of(
                // A storage whose formatting was cut short is formatted again.
                "format",
                "--ignore-formatted",
                "-t",
                org.apache.kafka.common.Uuid.randomUuid().toString(),
                "-c",
                settings.propertiesFile().toString()),
            () -> false);
    try (ChildProcess format = ChildProcess.start(spec)) {
      format.awaitEnd(READY_WITHIN);
    }
  }

  private static ChildSpec child(
      String name,
      Settings settings,
      JavaCommand java,
      String mainClass,
      List<String> arguments,
      Readiness readiness) {
    JavaCommand quiet =
        java.with(
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    return new ChildSpec(
        name,
        quiet.main(settings.installation().brokerLib() + "/*", mainClass, arguments),
        Map.of(),
        settings.directory(),
        settings.logFile(),
        readiness);
  }

  /** A broker that is not fenced is listed; the port alone opens earlier than that. */
  private static Readiness answersAsBroker(String bootstrapServers) {
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            1_000,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            1_000);
    return () -> {
      // No client, and no warnings of one in our log, before something listens.
      if (!Readiness.portOpen(port(bootstrapServers)).isReady()) {
        return false;
      }
      try (Admin admin = Admin.create(config)) {
        return !admin.describeCluster().nodes().get().isEmpty();
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    };
  }

  private static int port(String bootstrapServers) {
    return Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
  }

  private static void writeProperties(Settings settings) {
    Properties properties = new Properties();
    properties.putAll(BrokerProperties.of(settings.port(), settings.controllerPort()));
    properties.setProperty("log.dirs", settings.data().toAbsolutePath().toString());
    try {
      Files.createDirectories(settings.directory());
      try (var out = Files.newOutputStream(settings.propertiesFile())) {
        properties.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
