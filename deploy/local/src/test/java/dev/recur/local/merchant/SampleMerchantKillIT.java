package dev.recur.local.merchant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.Ports;
import dev.recur.local.process.Readiness;
import dev.recur.local.process.RestartableProcess;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.WireSignature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SampleMerchantKillIT {

  private static final KeyPair PLATFORM = Keys.generate();
  private static final int SENDERS = 4;

  @TempDir Path directory;

  @Test
  void killedUnderLoad_shouldShowEveryWebhookItAcknowledged() throws Exception {
    int port = Ports.free();
    String url = "http://127.0.0.1:" + port;
    Files.writeString(directory.resolve("platform-key"), Keys.base64(PLATFORM.getPublic()));
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    try (HttpClient http = HttpClient.newHttpClient();
        RestartableProcess process =
            RestartableProcess.start(spec(port, url), Duration.ofSeconds(30))) {
      AtomicBoolean stop = new AtomicBoolean();
      try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int sender = 0; sender < SENDERS; sender++) {
          String prefix = "s" + sender + "n";
          senders.execute(() -> send(http, url, prefix, stop, acknowledged));
        }
        Awaitility.await().until(() -> acknowledged.size() >= 200);
        process.kill();
        stop.set(true);
        senders.shutdown();
        assertThat(senders.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      }
      process.restart();
      assertThat(bodies(http, url)).containsAll(acknowledged);
    }
  }

  private static void send(
      HttpClient http, String url, String prefix, AtomicBoolean stop, Set<String> acknowledged) {
    for (int n = 0; !stop.get(); n++) {
      String body = "{\"n\":\"" + prefix + n + "\"}";
      try {
        if (webhook(http, url, body) == 200) {
          acknowledged.add(body);
        }
      } catch (IOException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static int webhook(HttpClient http, String url, String body)
      throws IOException, InterruptedException {
    String signature =
        WireSignature.sign(
                PLATFORM.getPrivate(), 1, "POST", "/w", "SANDBOX_M", "1", body.getBytes(UTF_8))
            .value();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/w"))
            .header("Client-Id", "SANDBOX_M")
            .header("Request-Time", "1")
            .header("Signature", signature)
            .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static Set<String> bodies(HttpClient http, String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/received")).GET().build();
    Set<String> bodies = new HashSet<>();
    for (JsonNode one :
        Json.read(http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body())) {
      bodies.add(one.path("body").asText());
    }
    return bodies;
  }

  private ChildSpec spec(int port, String url) {
    return new ChildSpec(
        "merchant",
        JavaCommand.withHeap(96)
            .main(
                System.getProperty("java.class.path"),
                Main.class.getName(),
                List.of(
                    "--port",
                    Integer.toString(port),
                    "--inbox",
                    directory.resolve("inbox").toString(),
                    "--client-id",
                    "SANDBOX_M",
                    "--platform-key",
                    directory.resolve("platform-key").toString(),
                    "--smtp-port",
                    "0")),
        Map.of(),
        directory,
        directory.resolve("merchant.log"),
        Readiness.httpOk(URI.create(url + "/health")));
  }
}
