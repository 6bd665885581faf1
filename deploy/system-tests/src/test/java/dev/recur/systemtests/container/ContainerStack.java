package dev.recur.systemtests.container;

import com.github.dockerjava.api.model.Network.Ipam;
import dev.recur.local.process.Installation;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.LocalKafka;
import dev.recur.local.process.Ports;
import dev.recur.local.process.RegistryProcess;
import dev.recur.local.stack.AdminClient;
import dev.recur.local.stack.Certificate;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.systemtests.stack.Admin;
import dev.recur.systemtests.stack.StackFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/**
 * The stack that {@code deploy/local/up} starts, each part in a container of its own, with two
 * workers. All are on one network but the channel, which has another one with the workers: a worker
 * can lose the broker and keep the bank.
 */
final class ContainerStack implements AutoCloseable {

  /** A silent worker's partitions and transactions are given up this soon, in milliseconds. */
  static final int PATIENCE_MS = 10_000;

  /** Where webhooks are taken, and the channel asked, each in its own container. */
  static final int PORT = 9480;

  static final String CHANNEL = "sandbox-channel";

  private static final String CLIENT_ID = "SANDBOX_CONTAINERS";
  private static final String SECRET = "containers";
  private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

  /** Heaps, in MiB. */
  private static final int SERVICE_HEAP_MB = 128;

  private static final int SMALL_HEAP_MB = 80;

  private static final int REGISTRY_PORT = 8080;
  private static final int GATEWAY_PORT = 8443;
  private static final int ADMIN_PORT = 8090;
  private static final int WORKER_PORT = 8091;
  private static final int NOTIFIER_PORT = 8092;
  private static final int SMTP_PORT = 2525;

  /** Where a program may write, in its container. */
  private static final String HOME = "/home/appuser/";

  private static final String PLATFORM_KEY = HOME + "platform-key";
  private static final String KEYSTORE = HOME + "gateway.p12";

  private final Installation installation = Installation.find();
  private final List<Integer> ports = Ports.free(5);
  private final Network records = Network.newNetwork();

  /** To reach the channel from this machine. */
  private final Network outside = Network.newNetwork();

  /** Without a way out, or a worker cut off from the other network would find the broker by it. */
  private final Network money =
      Network.builder().createNetworkCmdModifier(create -> create.withInternal(true)).build();

  private final Path logs;
  private final KafkaContainer broker = BrokerContainer.create(records);
  private final ProgramContainer registry;
  private final ProgramContainer channel;
  private final ProgramContainer merchant;
  private final ProgramContainer service;
  private final ProgramContainer notifier;
  private final List<ProgramContainer> workers;

  private ContainerStack(Path logs) {
    this.logs = logs;
    registry = registryContainer();
    channel =
        own(
                CHANNEL,
                outside,
                "dev.recur.local.channel.Main",
                "--host",
                "0.0.0.0",
                "--port",
                Integer.toString(PORT),
                "--ledger",
                HOME + "ledger")
            .published(Map.of(PORT, ports.get(3)));
    merchant =
        own(
                "merchant",
                records,
                "dev.recur.local.merchant.Main",
                "--host",
                "0.0.0.0",
                "--port",
                Integer.toString(PORT),
                "--inbox",
                HOME + "inbox",
                "--client-id",
                CLIENT_ID,
                "--platform-key",
                PLATFORM_KEY,
                "--smtp-port",
                Integer.toString(SMTP_PORT))
            .published(Map.of(PORT, ports.get(4)));
    service = serviceContainer();
    notifier =
        platform("notifier", "notifier", "dev.recur.notifier.Main", NOTIFIER_PORT)
            .withEnv("RECUR_NOTIFIER_ALLOWED_PRIVATE", subnet(records));
    workers = List.of(worker("billing-worker-0"), worker("billing-worker-1"));
  }

  /**
   * Starts everything and returns when all is ready.
   *
   * @param logs what all of them said, once this is closed
   */
  static ContainerStack start(Path logs) {
    ContainerStack stack = new ContainerStack(logs);
    try {
      stack.start();
      return stack;
    } catch (RuntimeException e) {
      try {
        stack.close();
      } catch (RuntimeException alsoWrong) {
        e.addSuppressed(alsoWrong);
      }
      throw e;
    }
  }

  private void start() {
    broker.start();
    BrokerContainer.checkVersion(broker);
    LocalKafka.makeTopics(broker.getBootstrapServers());
    CompletableFuture<Void> others =
        Startables.deepStart(
            Stream.concat(workers.stream(), Stream.of(notifier, channel, merchant)));
    // Only the service writes a record of its own when it starts, and needs the schemas for it.
    registry.start();
    LocalKafka.registerSchemas(kafka().registryUrl());
    service.start();
    others.join();
    Stream.concat(Stream.of(channel), workers.stream())
        .forEach(container -> NetworkCut.connect(container, money));
  }

  /** Makes the sample merchant known to the platform, and the platform's key to the merchant. */
  StackFile.Merchant register() {
    KeyPair keys = Admin.newKeys();
    Base64.Encoder base64 = Base64.getEncoder();
    String platformKey =
        new AdminClient("http://127.0.0.1:" + ports.get(2), SECRET)
            .createMerchant(
                CLIENT_ID, "Shop", base64.encodeToString(keys.getPublic().getEncoded()));
    merchant.copyFileToContainer(Transferable.of(platformKey), PLATFORM_KEY);
    return new StackFile.Merchant(
        CLIENT_ID,
        base64.encodeToString(keys.getPrivate().getEncoded()),
        platformKey,
        URI.create("http://merchant:" + PORT + "/webhooks"),
        URI.create("http://127.0.0.1:" + ports.get(4) + "/received"));
  }

  /** Where merchants and buyers reach the platform from this machine. */
  URI gateway() {
    return URI.create("https://localhost:" + ports.get(1));
  }

  /** The channel's ledger. */
  URI ledger() {
    return URI.create("http://127.0.0.1:" + ports.get(3) + "/ledger");
  }

  /** Settings for clients on this machine. */
  KafkaSettings kafka() {
    return KafkaSettings.of(
        broker.getBootstrapServers(),
        "http://127.0.0.1:" + ports.get(0) + "/apis/ccompat/v7",
        LocalKafka.SUBSCRIPTION_PARTITIONS,
        (short) 1,
        Path.of("unused"));
  }

  /** The broker's address on its network, which a worker that is cut off must not reach. */
  String brokerAddress() {
    return broker.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
        .filter(network -> records.getId().equals(network.getNetworkID()))
        .map(network -> Objects.requireNonNull(network.getIpAddress()))
        .findFirst()
        .orElseThrow();
  }

  /** The two workers. */
  List<ProgramContainer> workers() {
    return workers;
  }

  /** The bank's side. */
  ProgramContainer channel() {
    return channel;
  }

  /** Everything but the broker. */
  List<ProgramContainer> programs() {
    List<ProgramContainer> all = new ArrayList<>(workers);
    all.addAll(List.of(registry, channel, merchant, service, notifier));
    return all;
  }

  /** Cuts a worker off from everybody but the channel. */
  NetworkCut cutOff(ProgramContainer worker) {
    return NetworkCut.of(worker, records);
  }

  /** Cuts the broker off from everybody. */
  NetworkCut cutOffBroker() {
    return NetworkCut.of(broker, records);
  }

  private ProgramContainer registryContainer() {
    var spec =
        RegistryProcess.spec(
            new RegistryProcess.Settings(
                installation, Path.of("unused"), REGISTRY_PORT, BrokerContainer.BOOTSTRAP_SERVERS));
    return new ProgramContainer("registry", records, spec.command(), installation.registry())
        .withEnv(spec.environment())
        .withEnv("QUARKUS_HTTP_HOST", "0.0.0.0")
        .readyAt(REGISTRY_PORT, "/apis/ccompat/v7/subjects")
        .published(Map.of(REGISTRY_PORT, ports.get(0)));
  }

  private ProgramContainer serviceContainer() {
    return platform(
            "subscription-service", "subscription-service", "dev.recur.service.Main", ADMIN_PORT)
        .withCopyToContainer(Transferable.of(keystore()), KEYSTORE)
        .withEnv(
            Map.of(
                "RECUR_GATEWAY_PORT",
                Integer.toString(GATEWAY_PORT),
                "RECUR_GATEWAY_PUBLIC_URL",
                gateway().toString(),
                "RECUR_GATEWAY_KEYSTORE",
                KEYSTORE,
                "RECUR_GATEWAY_KEYSTORE_PASSWORD",
                SECRET,
                "RECUR_ADMIN_PORT",
                Integer.toString(ADMIN_PORT),
                "RECUR_ADMIN_TOKEN",
                SECRET,
                "RECUR_ADMIN_ALLOWED_PRIVATE",
                subnet(records)))
        .published(Map.of(GATEWAY_PORT, ports.get(1), ADMIN_PORT, ports.get(2)));
  }

  private static byte[] keystore() {
    try {
      Path directory = Files.createTempDirectory("containers");
      Path keystore = directory.resolve("gateway.p12");
      Certificate.ensure(keystore, SECRET);
      byte[] made = Files.readAllBytes(keystore);
      Files.delete(keystore);
      Files.delete(directory);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProgramContainer worker(String name) {
    return platform(name, "billing-worker", "dev.recur.billing.Main", WORKER_PORT)
        .withEnv("RECUR_CHANNEL_URL", "http://" + CHANNEL + ":" + PORT);
  }

  private ProgramContainer platform(String name, String module, String mainClass, int healthPort) {
    Map<String, String> settings =
        new HashMap<>(
            LocalKafka.environment(
                BrokerContainer.BOOTSTRAP_SERVERS,
                "http://registry:" + REGISTRY_PORT + "/apis/ccompat/v7"));
    settings.put("RECUR_MASTER_KEY", MASTER_KEY);
    settings.put("RECUR_KAFKA_STATE_DIR", HOME + "state");
    settings.put("RECUR_KAFKA_INSTANCE_ID", name);
    settings.put("RECUR_KAFKA_STREAM_THREADS", "1");
    settings.put("RECUR_KAFKA_ROCKSDB_MEMORY_MB", "32");
    settings.put("RECUR_KAFKA_SESSION_TIMEOUT_MS", Integer.toString(PATIENCE_MS));
    settings.put("RECUR_KAFKA_TRANSACTION_TIMEOUT_MS", Integer.toString(PATIENCE_MS));
    return program(name, records, module, "recur-" + module, SERVICE_HEAP_MB, mainClass, List.of())
        .withEnv(settings)
        .readyAt(healthPort, "/health/readiness");
  }

  private ProgramContainer own(
      String name, Network network, String mainClass, String... arguments) {
    return program(
            name,
            network,
            "deploy/local",
            "recur-local",
            SMALL_HEAP_MB,
            mainClass,
            List.of(arguments))
        .readyAt(PORT, "/health");
  }

  private ProgramContainer program(
      String name,
      Network network,
      String folder,
      String artifact,
      int heapMb,
      String mainClass,
      List<String> arguments) {
    return new ProgramContainer(
        name,
        network,
        JavaCommand.withHeap(heapMb)
            .main(installation.classPath(folder, artifact), mainClass, arguments),
        installation.root().resolve(folder).resolve("target"));
  }

  private static String subnet(Network network) {
    Ipam ipam =
        DockerClientFactory.lazyClient()
            .inspectNetworkCmd()
            .withNetworkId(network.getId())
            .exec()
            .getIpam();
    return Objects.requireNonNull(ipam.getConfig().getFirst().getSubnet());
  }

  @Override
  public void close() {
    List<GenericContainer<?>> all = new ArrayList<>(programs());
    all.add(broker);
    try {
      programs().forEach(program -> keepLog(program.name(), program));
      keepLog("broker", broker);
    } finally {
      all.parallelStream().forEach(GenericContainer::stop);
      List.of(records, outside, money).forEach(Network::close);
    }
  }

  private void keepLog(String name, GenericContainer<?> container) {
    if (container.getContainerId() == null) {
      return;
    }
    try {
      Files.writeString(Files.createDirectories(logs).resolve(name + ".log"), container.getLogs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
