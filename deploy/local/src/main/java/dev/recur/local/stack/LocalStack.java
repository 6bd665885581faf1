package dev.recur.local.stack;

import dev.recur.local.http.Json;
import dev.recur.local.process.AotCache;
import dev.recur.local.process.ChildFailedException;
import dev.recur.local.process.ChildProcess;
import dev.recur.local.process.LocalKafka;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The running stack. */
final class LocalStack implements AutoCloseable {
  private final Console console;
  private final RunDirectory directory;
  private final Specs specs;
  private final Secrets secrets;
  private final boolean train;
  private final Supervisor supervisor;

  private @Nullable String platformPublicKey;
  private boolean ending;

  /**
   * Nothing runs yet.
   *
   * @param train whether AOT caches that are missing are laid before their processes start
   */
  LocalStack(Console console, RunDirectory directory, Specs specs, Secrets secrets, boolean train) {
    this.console = console;
    this.directory = directory;
    this.specs = specs;
    this.secrets = secrets;
    this.train = train;
    this.supervisor = new Supervisor(console, this::writeStackFile);
  }

  /**
   * Starts everything, as much at a time as can be, and returns when all is ready.
   *
   * @throws StackException when something does not start
   */
  void start() {
    Certificate.ensure(directory.of("gateway.p12"), secrets.keystorePassword());
    try (ExecutorService steps = Executors.newVirtualThreadPerTaskExecutor()) {
      if (specs.ownKafka().isPresent()) {
        console.step("using Kafka at " + specs.bootstrapServers());
      } else {
        console.step("starting broker");
        startBroker();
      }
      makeTopics();
      // Side by side, because a start is waiting and computing by turns; only the service writes a
      // record of its own when it starts, and needs the schemas for it.
      var registry =
          CompletableFuture.runAsync(
              () -> {
                await(Part.REGISTRY, start(Part.REGISTRY));
                LocalKafka.registerSchemas(specs.registryUrl());
                console.step("schemas are registered");
                await(Part.SUBSCRIPTION_SERVICE, start(Part.SUBSCRIPTION_SERVICE));
              },
              steps);
      List<CompletableFuture<Void>> others =
          Stream.of(Part.BILLING_WORKER, Part.NOTIFIER, Part.SANDBOX_CHANNEL, Part.MERCHANT)
              .map(
                  part -> {
                    ChildProcess process = start(part);
                    return CompletableFuture.runAsync(() -> await(part, process), steps);
                  })
              .toList();
      registry.join();
      others.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
    String key =
        new AdminClient(specs.adminUrl(), secrets.adminToken())
            .createMerchant(Specs.CLIENT_ID, "Sample merchant", secrets.merchantPublicKey());
    directory.writeWhole(specs.platformKeyFile(), key);
    synchronized (this) {
      platformPublicKey = key;
    }
    writeStackFile();
    console.step("ready: " + directory.stackFile() + " (" + memory() + ")");
  }

  /** How much memory the stack holds, in words. */
  String memory() {
    return ResidentMemory.inWords(supervisor.pids().values());
  }

  private void startBroker() {
    try {
      await(Part.BROKER, start(Part.BROKER));
    } catch (ChildFailedException e) {
      throw new StackException(
          e.getMessage()
              + "\nWhere it cannot read its data (those of a later Kafka, for one): up --fresh",
          e);
    }
  }

  private void makeTopics() {
    try {
      LocalKafka.makeTopics(specs.bootstrapServers());
    } catch (KafkaException e) {
      throw new StackException(
          "The topics could not be made at %s (%s): %s"
              .formatted(
                  specs.bootstrapServers(),
                  e.getMessage(),
                  specs.ownKafka().isPresent()
                      ? "see that RECUR_KAFKA_BOOTSTRAP_SERVERS names a Kafka that answers"
                      : "see why in " + directory.log(Part.BROKER.processName())),
          e);
    }
  }

  /** True once it was told to end, or has failed: what ends from then on is no news. */
  synchronized boolean isEnding() {
    return ending;
  }

  private ChildProcess start(Part part) {
    AotCache cache = specs.cache(part);
    if (train && !cache.exists()) {
      train(part, cache);
    }
    return supervisor.start(part, cache.use());
  }

  private void train(Part part, AotCache cache) {
    try {
      boolean laid = cache.train(part.readyWithin());
      console.step(part.processName() + (laid ? " is trained" : " is being trained elsewhere"));
    } catch (ChildFailedException e) {
      // It is slower without, and nothing else: the stack is what was asked for first.
      console.step(part.processName() + " starts without an AOT cache. " + e.getMessage());
    }
  }

  private void await(Part part, ChildProcess process) {
    process.awaitReady(part.readyWithin());
    console.step(part.processName() + " is ready");
  }

  /** Says how to reach the stack; nothing before all is ready. */
  private synchronized void writeStackFile() {
    if (platformPublicKey == null) {
      return;
    }
    Map<String, Object> merchant = new LinkedHashMap<>();
    merchant.put("clientId", Specs.CLIENT_ID);
    merchant.put("privateKey", secrets.merchantPrivateKey());
    merchant.put("platformPublicKey", platformPublicKey);
    merchant.put("webhookUrl", specs.merchantUrl() + "/webhooks");
    merchant.put("receivedUrl", specs.merchantUrl() + "/received");
    Map<String, Object> stack = new LinkedHashMap<>();
    stack.put("gateway", specs.gatewayUrl());
    stack.put("admin", specs.adminUrl());
    stack.put("adminToken", secrets.adminToken());
    stack.put("kafka", specs.bootstrapServers());
    stack.put("registry", specs.registryUrl());
    stack.put("merchant", merchant);
    stack.put("ledger", specs.ledgerUrl());
    stack.put("tokens", specs.tokensUrl());
    stack.put("mailUrl", specs.mailUrl());
    stack.put("audit", specs.auditUrl());
    stack.put("processes", supervisor.pids());
    directory.writeWhole(directory.stackFile(), Json.write(stack));
  }

  @Override
  public void close() {
    synchronized (this) {
      platformPublicKey = null;
      if (!ending) {
        ending = true;
        console.step("ending everything");
      }
    }
    directory.removeStackFile();
    supervisor.close();
  }
}
