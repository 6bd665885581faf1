package dev.recur.benchmark.rig;

import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.Living;
import dev.recur.local.process.LocalKafka;
import dev.recur.local.process.Ports;
import dev.recur.local.process.RestartableProcess;
import dev.recur.local.stack.AdminClient;
import dev.recur.schemas.signature.Keys;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The subscription-service's process beside a broker and a registry, and a merchant it knows. */
public final class ServiceRig implements Living {

  /** The merchant's client id: one of the sandbox. */
  public static final String CLIENT_ID = "SANDBOX_BENCHMARK";

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final String ADMIN_TOKEN = "benchmark-token-of-an-operator-01";

  private final RestartableProcess process;
  private final Doors doors;
  private final KeyPair merchant;

  /** Where the service listens. */
  private record Doors(int gateway, int admin) {
    static Doors onFreePorts() {
      List<Integer> ports = Ports.free(2);
      return new Doors(ports.getFirst(), ports.getLast());
    }

    String adminUrl() {
      return "http://127.0.0.1:" + admin;
    }
  }

  private ServiceRig(RestartableProcess process, Doors doors, KeyPair merchant) {
    this.process = process;
    this.doors = doors;
    this.merchant = merchant;
  }

  /** Starts the service, and makes a merchant known to it. */
  public static ServiceRig start(LocalKafka kafka, Path directory) {
    Doors doors = Doors.onFreePorts();
    RestartableProcess process =
        RestartableProcess.start(spec(kafka, directory, doors), READY_WITHIN);
    try {
      KeyPair merchant = Keys.generate();
      String _ =
          new AdminClient(doors.adminUrl(), ADMIN_TOKEN)
              .createMerchant(CLIENT_ID, "Shop", Keys.base64(merchant.getPublic()));
      return new ServiceRig(process, doors, merchant);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** How it is started, on free ports. */
  public static ChildSpec spec(LocalKafka kafka, Path directory) {
    return spec(kafka, directory, Doors.onFreePorts());
  }

  private static ChildSpec spec(LocalKafka kafka, Path directory, Doors doors) {
    Keystore keystore = keystore(directory);
    Map<String, String> environment = new HashMap<>(kafka.environment());
    environment.put("RECUR_MASTER_KEY", Endpoints.masterKey());
    environment.put("RECUR_KAFKA_STATE_DIR", directory.resolve("service-state").toString());
    environment.put("RECUR_KAFKA_INSTANCE_ID", "service-0");
    environment.put("RECUR_GATEWAY_HOST", "127.0.0.1");
    environment.put("RECUR_GATEWAY_PORT", Integer.toString(doors.gateway()));
    environment.put("RECUR_GATEWAY_KEYSTORE", keystore.file().toString());
    environment.put("RECUR_GATEWAY_KEYSTORE_PASSWORD", keystore.password());
    environment.put("RECUR_ADMIN_PORT", Integer.toString(doors.admin()));
    environment.put("RECUR_ADMIN_TOKEN", ADMIN_TOKEN);
    return Jvm.service(
        "subscription-service",
        "dev.recur.service.Main",
        environment,
        directory.resolve("service.log"),
        doors.admin());
  }

  /** The keystore of whatever listens for merchants in a directory; made when there is none. */
  public static Keystore keystore(Path directory) {
    return Keystore.of(directory.resolve("gateway.p12"), List.of("127.0.0.1"));
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Where merchants call, by HTTPS on the loopback address. */
  public int gatewayPort() {
    return doors.gateway();
  }

  /** What the merchant signs with. */
  public KeyPair merchant() {
    return merchant;
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
