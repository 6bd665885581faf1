package dev.recur.systemtests.endpoint;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recur.local.process.Installation;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.Ports;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.Stack;
import dev.recur.systemtests.stack.StackFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another instance of the subscription-service beside the stack's. */
final class SecondService implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  private final Process process;
  private final URI admin;

  private SecondService(Process process, URI admin) {
    this.process = process;
    this.admin = admin;
  }

  /** Starts it and returns when it is ready. */
  static SecondService start(Stack stack) throws IOException {
    StackFile file = stack.file();
    Path directory = Files.createDirectories(stack.runDirectory().resolve("second-service"));
    JsonNode secrets =
        new ObjectMapper().readTree(stack.runDirectory().resolve("secrets.json").toFile());
    List<Integer> ports = Ports.free(2);
    ProcessBuilder builder =
        new ProcessBuilder(
                JavaCommand.withHeap(128)
                    .main(
                        Installation.find()
                            .classPath("subscription-service", "recur-subscription-service"),
                        "dev.recur.service.Main",
                        List.of()))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(stack.runDirectory().resolve("logs/second-service.log").toFile());
    Map<String, String> environment = builder.environment();
    environment.put("RECUR_KAFKA_BOOTSTRAP_SERVERS", file.kafka());
    environment.put("RECUR_KAFKA_REGISTRY_URL", file.registry().toString());
    environment.put("RECUR_KAFKA_STATE_DIR", directory.resolve("state").toString());
    environment.put("RECUR_MASTER_KEY", secrets.required("masterKey").asText());
    environment.put("RECUR_GATEWAY_PORT", ports.get(0).toString());
    environment.put("RECUR_GATEWAY_HOST", "127.0.0.1");
    environment.put(
        "RECUR_GATEWAY_KEYSTORE", stack.runDirectory().resolve("gateway.p12").toString());
    environment.put(
        "RECUR_GATEWAY_KEYSTORE_PASSWORD", secrets.required("keystorePassword").asText());
    environment.put("RECUR_ADMIN_PORT", ports.get(1).toString());
    environment.put("RECUR_ADMIN_TOKEN", file.adminToken());
    URI admin = URI.create("http://127.0.0.1:" + ports.get(1));
    SecondService second = new SecondService(builder.start(), admin);
    try {
      await("a second instance")
          .atMost(READY_WITHIN)
          .pollInterval(Duration.ofMillis(300))
          .failFast("it has ended", () -> !second.process.isAlive())
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () ->
                  Http.send(Http.request(URI.create(admin + "/health/readiness")).build())
                          .statusCode()
                      == 200);
      return second;
    } catch (RuntimeException e) {
      second.close();
      throw e;
    }
  }

  /** Where operators call. */
  URI admin() {
    return admin;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
