package dev.recur.systemtests.killreport;

import dev.recur.local.process.BrokerProcess;
import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.Installation;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.LocalKafka;
import dev.recur.local.process.Ports;
import dev.recur.local.process.Readiness;
import dev.recur.local.process.RegistryProcess;
import dev.recur.local.stack.Certificate;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.systemtests.stack.ChannelGate;
import dev.recur.systemtests.stack.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole stack as processes of this test: as {@code deploy/local} has it, but with two workers,
 * a third one to come and go, a broker on a small file system and a worker whose clock can be put.
 */
final class KillRig implements AutoCloseable {

  static final String ADMIN_TOKEN = "kill-report";

  private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String KEYSTORE_PASSWORD = "kill-report";
  private static final int SERVICE_HEAP_MB = 256;

  /** For whoever signs: an RSA signature takes 10 ms with the C1 compiler alone, and 1 ms else. */
  private static final String COMPILERS = "-XX:TieredStopAtLevel=4";

  private static final int CHANNEL_HEAP_MB = 768;
  private static final int DISK_MIB_MIN = 512;

  /** What a cycle leaves at the broker, with everything around it, and as much again. */
  private static final int DISK_BYTES_PER_CYCLE = 24 * 1024;

  private static final int PORTS = 11;

  /**
   * Below those that outgoing connections get, and others for each process: nobody else takes one
   * while its owner is dead.
   */
  private static final int FIRST_PORT =
      21_000 + 2 * PORTS * (int) (ProcessHandle.current().pid() % 500);

  private static final String CLOCK_AHEAD = "recur_billing_clock_ahead_seconds";
  private static final String AUDIT_FINDINGS = "recur_audit_findings{";

  /** A dead process's partitions and transactions are given up this soon: a run waits for it. */
  private static final String PATIENCE_MS = "10000";

  private final Installation installation = Installation.find();
  private final Path data;
  private final Path logs;
  private final List<Integer> ports;
  private final ChannelGate gate;
  private final @Nullable SmallDisk disk;
  private final @Nullable FakeClock clock;
  private final String bootstrapServers;
  private final String registryUrl;
  private final Watched broker;
  private final Watched registry;
  private final Watched channel;
  private final List<Watched> workers;
  private final Watched guest;
  private final Watched notifier;
  private final Watched service;
  private boolean closed;

  /**
   * What is other than in production.
   *
   * @param cycles how many cycles there will be, for room on the broker's disk
   * @param channelReader true when the workers read the charge requests, as they do
   */
  record Options(int cycles, boolean channelReader) {}

  private KillRig(Path data, Path logs, Options options) throws IOException {
    this.data = data;
    this.logs = logs;
    ports = freePorts();
    gate = ChannelGate.open();
    gate.leadTo(URI.create(channelUrl()));
    long mib = DISK_MIB_MIN + (long) options.cycles() * DISK_BYTES_PER_CYCLE / (1 << 20);
    disk = SmallDisk.mount(data.resolve("broker/data"), (int) mib).orElse(null);
    clock = FakeClock.in(Files.createDirectories(data).resolve("clock")).orElse(null);
    BrokerProcess.Settings brokerSettings =
        new BrokerProcess.Settings(
            installation, data.resolve("broker"), ports.get(0), ports.get(1));
    bootstrapServers = brokerSettings.bootstrapServers();
    RegistryProcess.Settings registrySettings =
        new RegistryProcess.Settings(
            installation, data.resolve("registry"), ports.get(2), bootstrapServers);
    registryUrl = registrySettings.url();
    broker = watched(BrokerProcess.prepare(brokerSettings));
    registry = watched(RegistryProcess.spec(registrySettings));
    channel = watched(channelSpec());
    Map<String, String> reader =
        Map.of(
            "RECUR_CHANNEL_URL",
            gate.url(),
            "RECUR_CHANNEL_ENABLED",
            Boolean.toString(options.channelReader()));
    workers =
        List.of(
            watched(worker("worker-0", ports.get(3), reader)),
            watched(worker("worker-1", ports.get(4), clocked(reader))));
    guest = watched(worker("worker-guest", ports.get(5), reader));
    notifier = watched(notifierSpec());
    service = watched(serviceSpec());
  }

  /**
   * Starts everything and returns when all is ready. Whoever breaks the test off leaves nothing
   * mounted either.
   */
  static KillRig start(Path data, Path logs, Options options) throws IOException {
    KillRig rig = new KillRig(data, logs, options);
    Runtime.getRuntime().addShutdownHook(new Thread(rig::close, "kill-rig-close"));
    try {
      rig.start();
      return rig;
    } catch (RuntimeException e) {
      rig.close();
      throw e;
    }
  }

  private void start() {
    broker.up();
    broker.awaitReady();
    LocalKafka.makeTopics(bootstrapServers);
    registry.up();
    channel.up();
    registry.awaitReady();
    LocalKafka.registerSchemas(registryUrl);
    List<Watched> rest = List.of(workers.get(0), workers.get(1), notifier, service);
    rest.forEach(Watched::up);
    rest.forEach(Watched::awaitReady);
    channel.awaitReady();
  }

  Watched broker() {
    return broker;
  }

  Watched registry() {
    return registry;
  }

  Watched channel() {
    return channel;
  }

  /** The two workers; the clock of the second one can be put. */
  List<Watched> workers() {
    return workers;
  }

  /** The worker whose clock can be put. */
  Watched clocked() {
    return workers.getLast();
  }

  /** How far ahead of the cluster's that worker says its clock is. */
  Duration clockAhead() throws IOException {
    List<Double> ahead = figures(ports.get(4), CLOCK_AHEAD);
    return Duration.ofMillis(Math.round(ahead.getFirst() * 1_000));
  }

  /** How much the audit says it ever found not to add up. */
  long auditFindings() throws IOException {
    notifier.awaitReady();
    return figures(ports.get(7), AUDIT_FINDINGS).stream().mapToLong(Math::round).sum();
  }

  private static List<Double> figures(int port, String start) throws IOException {
    List<Double> figures =
        Http.send(Http.request(URI.create("http://127.0.0.1:" + port + "/prometheus")).build())
            .body()
            .lines()
            .filter(line -> line.startsWith(start))
            .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
            .toList();
    if (figures.isEmpty()) {
      throw new IOException("No " + start + " among the figures at port " + port);
    }
    return figures;
  }

  /** A third worker, which has no name of its own and so comes and goes as a new member. */
  Watched guest() {
    return guest;
  }

  Watched notifier() {
    return notifier;
  }

  Watched service() {
    return service;
  }

  /** The broker's disk; empty where this user may not mount one. */
  Optional<SmallDisk> disk() {
    return Optional.ofNullable(disk);
  }

  /** The second worker's clock; empty where there is no libfaketime. */
  Optional<FakeClock> clock() {
    return Optional.ofNullable(clock);
  }

  ChannelGate gate() {
    return gate;
  }

  /** Everything that is meant to run. */
  List<Watched> all() {
    List<Watched> all = new ArrayList<>(workers);
    all.addAll(List.of(broker, registry, channel, notifier, service));
    return all;
  }

  /** Settings for clients of this test. */
  KafkaSettings kafka() {
    return KafkaSettings.of(
        bootstrapServers,
        registryUrl,
        LocalKafka.SUBSCRIPTION_PARTITIONS,
        (short) 1,
        data.resolve("unused"));
  }

  URI gateway() {
    return URI.create("https://localhost:" + ports.get(8));
  }

  URI admin() {
    return URI.create("http://127.0.0.1:" + ports.get(9));
  }

  /** Where the channel is asked, and shows its ledger. */
  String channelUrl() {
    return "http://127.0.0.1:" + ports.get(6);
  }

  /** Where a worker keeps its stores. */
  Path stateDir(Watched worker) {
    return data.resolve(worker.name()).resolve("state");
  }

  private static List<Integer> freePorts() {
    return IntStream.iterate(FIRST_PORT, port -> port + 1)
        .filter(Ports::isFree)
        .limit(PORTS)
        .boxed()
        .toList();
  }

  private Watched watched(ChildSpec spec) {
    return new Watched(
        new ChildSpec(
            spec.name(),
            spec.command(),
            spec.environment(),
            spec.directory(),
            logs.resolve(spec.name() + ".log"),
            spec.readiness()));
  }

  private Map<String, String> clocked(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    clock().ifPresent(fake -> all.putAll(fake.environment()));
    return all;
  }

  private ChildSpec worker(String name, int port, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("MICRONAUT_SERVER_HOST", "127.0.0.1");
    settings.put("MICRONAUT_SERVER_PORT", Integer.toString(port));
    return serviceProcess(
        name, "billing-worker", "dev.recur.billing.Main", port, Map.copyOf(settings));
  }

  private ChildSpec notifierSpec() {
    int port = ports.get(7);
    return serviceProcess(
        "notifier",
        "notifier",
        "dev.recur.notifier.Main",
        port,
        Map.of(
            "MICRONAUT_SERVER_HOST", "127.0.0.1",
            "MICRONAUT_SERVER_PORT", Integer.toString(port),
            "RECUR_NOTIFIER_ALLOWED_PRIVATE", "127.0.0.0/8,::1/128"));
  }

  private ChildSpec serviceSpec() {
    Path keystore = data.resolve("gateway.p12");
    Certificate.ensure(keystore, KEYSTORE_PASSWORD);
    return serviceProcess(
        "subscription-service",
        "subscription-service",
        "dev.recur.service.Main",
        ports.get(9),
        Map.of(
            "RECUR_GATEWAY_PORT",
            Integer.toString(ports.get(8)),
            "RECUR_GATEWAY_HOST",
            "127.0.0.1",
            "RECUR_GATEWAY_PUBLIC_URL",
            gateway().toString(),
            "RECUR_GATEWAY_KEYSTORE",
            keystore.toString(),
            "RECUR_GATEWAY_KEYSTORE_PASSWORD",
            KEYSTORE_PASSWORD,
            "RECUR_ADMIN_PORT",
            Integer.toString(ports.get(9)),
            "RECUR_ADMIN_TOKEN",
            ADMIN_TOKEN,
            "RECUR_ADMIN_ALLOWED_PRIVATE",
            "127.0.0.0/8,::1/128"));
  }

  private ChildSpec serviceProcess(
      String name, String module, String mainClass, int port, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(LocalKafka.environment(bootstrapServers, registryUrl));
    settings.put("RECUR_MASTER_KEY", MASTER_KEY);
    settings.put("RECUR_KAFKA_STATE_DIR", data.resolve(name).resolve("state").toString());
    settings.put("RECUR_KAFKA_SESSION_TIMEOUT_MS", PATIENCE_MS);
    settings.put("RECUR_KAFKA_TRANSACTION_TIMEOUT_MS", PATIENCE_MS);
    settings.put("RECUR_KAFKA_STREAM_THREADS", "1");
    settings.put("RECUR_KAFKA_ROCKSDB_MEMORY_MB", "64");
    if (!name.equals("worker-guest")) {
      // As a pod has it; the guest is a new member each time, so that others give way to it.
      settings.put("RECUR_KAFKA_INSTANCE_ID", name);
    }
    settings.putAll(more);
    JavaCommand java =
        JavaCommand.withHeap(SERVICE_HEAP_MB)
            .with(
                "-Dlogback.configurationFile="
                    + installation.local().resolve("src/main/resources/logback.xml"));
    boolean signs = !module.equals("billing-worker");
    return new ChildSpec(
        name,
        (signs ? java.with(COMPILERS) : java)
            .main(installation.classPath(module, "recur-" + module), mainClass, List.of()),
        settings,
        data.resolve(name),
        logs.resolve(name + ".log"),
        Readiness.httpOk(URI.create("http://127.0.0.1:" + port + "/health/readiness")));
  }

  private ChildSpec channelSpec() {
    return new ChildSpec(
        "channel",
        JavaCommand.withHeap(CHANNEL_HEAP_MB)
            .main(
                installation.classPath("deploy/local", "recur-local"),
                "dev.recur.local.channel.Main",
                List.of(
                    "--port",
                    Integer.toString(ports.get(6)),
                    "--ledger",
                    data.resolve("channel/ledger.journal").toString())),
        Map.of(),
        data.resolve("channel"),
        logs.resolve("channel.log"),
        Readiness.httpOk(URI.create(channelUrl() + "/health")));
  }

  /** Deletes a directory with all that is in it. */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    guest.close();
    workers.forEach(Watched::close);
    List.of(service, notifier, registry, channel, broker).forEach(Watched::close);
    gate.close();
    clock().ifPresent(FakeClock::close);
    disk().ifPresent(SmallDisk::close);
    delete(data);
  }
}
