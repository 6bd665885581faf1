package dev.recur.local.stack;

import static dev.recur.local.stack.StackPorts.Listener.ADMIN;
import static dev.recur.local.stack.StackPorts.Listener.BILLING_WORKER;
import static dev.recur.local.stack.StackPorts.Listener.BROKER;
import static dev.recur.local.stack.StackPorts.Listener.BROKER_CONTROLLER;
import static dev.recur.local.stack.StackPorts.Listener.GATEWAY;
import static dev.recur.local.stack.StackPorts.Listener.MERCHANT;
import static dev.recur.local.stack.StackPorts.Listener.NOTIFIER;
import static dev.recur.local.stack.StackPorts.Listener.REGISTRY;
import static dev.recur.local.stack.StackPorts.Listener.SANDBOX_CHANNEL;
import static dev.recur.local.stack.StackPorts.Listener.SMTP;

import dev.recur.local.process.AotCache;
import dev.recur.local.process.BrokerProcess;
import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.Installation;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.LocalKafka;
import dev.recur.local.process.Readiness;
import dev.recur.local.process.RegistryProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How each process of the stack is started. */
final class Specs {
  /** Heaps, in MiB: what each needs here with room to spare, so that all fit a laptop. */
  private static final int SERVICE_HEAP_MB = 128;

  private static final int SMALL_HEAP_MB = 48;

  /** Its inbox may grow to 32 MiB, and its buyers' mailbox to half of that. */
  private static final int MERCHANT_HEAP_MB = 80;

  /** Milliseconds between two transactions: quick to watch, and this machine carries little. */
  private static final int COMMIT_INTERVAL_MS = 30;

  /** Where webhooks may go besides the public Internet, also by plain http. */
  private static final String OWN_MACHINE = "127.0.0.0/8,::1/128";

  /** What the local merchant is called. */
  static final String CLIENT_ID = "SANDBOX_LOCAL";

  /** Whom buyers are written to by. */
  private static final String MAIL_FROM = "subscriptions@recur.example";

  private final Installation installation;
  private final RunDirectory directory;
  private final StackPorts ports;
  private final Secrets secrets;
  private final Map<String, String> environment;

  Specs(
      Installation installation,
      RunDirectory directory,
      StackPorts ports,
      Secrets secrets,
      Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.installation = installation;
    this.directory = directory;
    this.ports = ports;
    this.secrets = secrets;
  }

  ChildSpec of(Part part) {
    return switch (part) {
      case BROKER -> broker();
      case REGISTRY -> registry();
      case SUBSCRIPTION_SERVICE ->
          service(
              part,
              "recur-subscription-service",
              "dev.recur.service.Main",
              ports.http(ADMIN),
              Map.of(
                  "RECUR_GATEWAY_PORT", Integer.toString(ports.of(GATEWAY)),
                  "RECUR_GATEWAY_HOST", "127.0.0.1",
                  "RECUR_GATEWAY_PUBLIC_URL", gatewayUrl(),
                  "RECUR_GATEWAY_KEYSTORE", directory.of("gateway.p12").toString(),
                  "RECUR_GATEWAY_KEYSTORE_PASSWORD", secrets.keystorePassword(),
                  "RECUR_ADMIN_PORT", Integer.toString(ports.of(ADMIN)),
                  "RECUR_ADMIN_TOKEN", secrets.adminToken(),
                  "RECUR_ADMIN_ALLOWED_PRIVATE", OWN_MACHINE,
                  "RECUR_CHANNEL_TOKENISATION_URL", tokenisationUrl()));
      case BILLING_WORKER ->
          service(
              part,
              "recur-billing-worker",
              "dev.recur.billing.Main",
              ports.http(BILLING_WORKER),
              Map.of(
                  "MICRONAUT_SERVER_HOST", "127.0.0.1",
                  "MICRONAUT_SERVER_PORT", Integer.toString(ports.of(BILLING_WORKER)),
                  "RECUR_CHANNEL_URL", channelUrl()));
      case NOTIFIER ->
          service(
              part,
              "recur-notifier",
              "dev.recur.notifier.Main",
              ports.http(NOTIFIER),
              Map.of(
                  "MICRONAUT_SERVER_HOST",
                  "127.0.0.1",
                  "MICRONAUT_SERVER_PORT",
                  Integer.toString(ports.of(NOTIFIER)),
                  "RECUR_NOTIFIER_ALLOWED_PRIVATE",
                  OWN_MACHINE,
                  "RECUR_NOTIFIER_MAIL_HOST",
                  "127.0.0.1",
                  "RECUR_NOTIFIER_MAIL_PORT",
                  Integer.toString(ports.of(SMTP)),
                  "RECUR_NOTIFIER_MAIL_TLS",
                  "NONE",
                  "RECUR_NOTIFIER_MAIL_FROM",
                  MAIL_FROM,
                  "RECUR_NOTIFIER_MAIL_PAGE_URL",
                  gatewayUrl()));
      case SANDBOX_CHANNEL ->
          own(
              part,
              SMALL_HEAP_MB,
              "dev.recur.local.channel.Main",
              ports.http(SANDBOX_CHANNEL) + "/health",
              "--port",
              Integer.toString(ports.of(SANDBOX_CHANNEL)),
              "--ledger",
              directory.of("sandbox-channel").resolve("ledger.journal").toString());
      case MERCHANT ->
          own(
              part,
              MERCHANT_HEAP_MB,
              "dev.recur.local.merchant.Main",
              ports.http(MERCHANT) + "/health",
              "--port",
              Integer.toString(ports.of(MERCHANT)),
              "--inbox",
              directory.of("merchant").resolve("inbox.journal").toString(),
              "--client-id",
              CLIENT_ID,
              "--platform-key",
              platformKeyFile().toString(),
              "--smtp-port",
              Integer.toString(ports.of(SMTP)));
    };
  }

  /** What lets the process start faster, once it is laid. */
  AotCache cache(Part part) {
    return AotCache.of(installation.aotCaches(), of(part));
  }

  /** Kafka of one's own to use in place of the stack's broker, where the environment names one. */
  Optional<String> ownKafka() {
    return Optional.ofNullable(environment.get("RECUR_KAFKA_BOOTSTRAP_SERVERS"));
  }

  String bootstrapServers() {
    return ownKafka().orElse("127.0.0.1:" + ports.of(BROKER));
  }

  String registryUrl() {
    return registrySettings().url();
  }

  String gatewayUrl() {
    return "https://localhost:" + ports.of(GATEWAY);
  }

  String adminUrl() {
    return ports.http(ADMIN);
  }

  String merchantUrl() {
    return ports.http(MERCHANT);
  }

  /** The mailbox that e-mails to buyers end in. */
  String mailUrl() {
    return ports.http(MERCHANT) + "/mails";
  }

  String ledgerUrl() {
    return ports.http(SANDBOX_CHANNEL) + "/ledger";
  }

  /** Where a buyer's page turns a card into a token. */
  String tokensUrl() {
    return ports.http(SANDBOX_CHANNEL) + "/tokens";
  }

  Path platformKeyFile() {
    return directory.of("merchant").resolve("platform-key");
  }

  /**
   * Where the worker finds its payment channel: the sandbox's, unless the environment says other.
   */
  private String channelUrl() {
    return environment.getOrDefault("RECUR_CHANNEL_URL", ports.http(SANDBOX_CHANNEL));
  }

  /** Where cards become tokens: at the sandbox's, unless the environment says other. */
  private String tokenisationUrl() {
    return environment.getOrDefault("RECUR_CHANNEL_TOKENISATION_URL", tokensUrl());
  }

  private ChildSpec broker() {
    ChildSpec spec =
        BrokerProcess.prepare(
            new BrokerProcess.Settings(
                installation,
                directory.of("broker"),
                ports.of(BROKER),
                ports.of(BROKER_CONTROLLER)));
    return spec.withLogFile(directory.log(Part.BROKER.processName()));
  }

  private ChildSpec registry() {
    return RegistryProcess.spec(registrySettings())
        .withLogFile(directory.log(Part.REGISTRY.processName()));
  }

  private RegistryProcess.Settings registrySettings() {
    return new RegistryProcess.Settings(
        installation, directory.of("registry"), ports.of(REGISTRY), bootstrapServers());
  }

  private ChildSpec service(
      Part part, String artifact, String mainClass, String healthUrl, Map<String, String> more) {
    String name = part.processName();
    Map<String, String> settings =
        new HashMap<>(LocalKafka.environment(bootstrapServers(), registryUrl()));
    settings.put("RECUR_MASTER_KEY", secrets.masterKey());
    settings.put("RECUR_KAFKA_STATE_DIR", directory.of(name).resolve("state").toString());
    settings.put("RECUR_KAFKA_COMMIT_INTERVAL_MS", Integer.toString(COMMIT_INTERVAL_MS));
    // A name of its own: a process that is started anew takes its partitions back at once.
    settings.put("RECUR_KAFKA_INSTANCE_ID", name);
    settings.put("RECUR_KAFKA_STREAM_THREADS", "1");
    settings.put("RECUR_KAFKA_ROCKSDB_MEMORY_MB", "32");
    settings.putAll(more);
    return new ChildSpec(
        name,
        JavaCommand.withHeap(SERVICE_HEAP_MB)
            .with(
                "-XX:MaxDirectMemorySize=64m",
                // For eyes, not for a collector.
                "-Dlogback.configurationFile="
                    + installation.local().resolve("src/main/resources/logback.xml"))
            .main(installation.classPath(name, artifact), mainClass, List.of()),
        settings,
        directory.of(name),
        directory.log(name),
        Readiness.httpOk(URI.create(healthUrl + "/health/readiness")));
  }

  private ChildSpec own(
      Part part, int heapMb, String mainClass, String healthUrl, String... arguments) {
    String name = part.processName();
    return new ChildSpec(
        name,
        JavaCommand.withHeap(heapMb)
            .main(
                installation.classPath("deploy/local", "recur-local"),
                mainClass,
                List.of(arguments)),
        Map.of(),
        directory.of(name),
        directory.log(name),
        Readiness.httpOk(URI.create(healthUrl)));
  }
}
