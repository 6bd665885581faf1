package dev.recur.benchmark.startup;

import dev.recur.benchmark.rig.NotifierRig;
import dev.recur.benchmark.rig.ServiceRig;
import dev.recur.benchmark.rig.WorkerRig;
import dev.recur.local.process.BrokerProcess;
import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.Installation;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.LocalKafka;
import dev.recur.local.process.Ports;
import dev.recur.local.process.Readiness;
import dev.recur.local.process.RegistryProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is started.
 *
 * @param hasGoal one of the services; the others are only told, since they are not this project's
 *     or are for trying it out
 */
record Program(ChildSpec spec, boolean hasGoal) {

  /** Heaps of the sandbox's programs, in MiB: the local stack's. */
  private static final int CHANNEL_HEAP_MB = 48;

  private static final int MERCHANT_HEAP_MB = 80;

  String name() {
    return spec.name();
  }

  /** The processes of the local stack, the services first. */
  static List<Program> all(LocalKafka kafka, Path directory) {
    return List.of(
        new Program(ServiceRig.spec(kafka, directory), true),
        new Program(WorkerRig.spec(kafka, directory, WorkerRig.WITHOUT_CHANNEL), true),
        new Program(NotifierRig.spec(kafka, directory, Map.of()), true),
        new Program(broker(directory.resolve("broker")), false),
        new Program(registry(kafka, directory.resolve("registry")), false),
        new Program(channel(directory.resolve("channel")), false),
        new Program(merchant(directory.resolve("merchant")), false));
  }

  private static ChildSpec broker(Path directory) {
    return BrokerProcess.prepare(BrokerProcess.Settings.onFreePorts(directory));
  }

  /** One more, beside that which keeps the same schemas. */
  private static ChildSpec registry(LocalKafka kafka, Path directory) {
    return RegistryProcess.spec(
        RegistryProcess.Settings.onFreePort(directory, kafka.bootstrapServers()));
  }

  private static ChildSpec channel(Path directory) {
    return sandbox(
        "sandbox-channel",
        CHANNEL_HEAP_MB,
        "dev.recur.local.channel.Main",
        directory,
        List.of("--ledger", directory.resolve("ledger.journal").toString()));
  }

  private static ChildSpec merchant(Path directory) {
    return sandbox(
        "merchant",
        MERCHANT_HEAP_MB,
        "dev.recur.local.merchant.Main",
        directory,
        List.of(
            "--inbox",
            directory.resolve("inbox.journal").toString(),
            "--client-id",
            ServiceRig.CLIENT_ID,
            "--platform-key",
            directory.resolve("platform-key").toString(),
            "--smtp-port",
            Integer.toString(Ports.free())));
  }

  private static ChildSpec sandbox(
      String name, int heapMb, String main, Path directory, List<String> more) {
    String port = Integer.toString(Ports.free());
    List<String> arguments = new ArrayList<>(List.of("--port", port));
    arguments.addAll(more);
    return new ChildSpec(
        name,
        JavaCommand.withHeap(heapMb)
            .main(Installation.find().classPath("deploy/local", "recur-local"), main, arguments),
        Map.of(),
        directory,
        directory.resolve(name + ".log"),
        Readiness.httpOk(URI.create("http://127.0.0.1:" + port + "/health")));
  }
}
