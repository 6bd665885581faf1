package dev.recur.local.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.local.process.Ports;
import dev.recur.local.process.RestartableProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SandboxChannelKillIT {

  private static final int ROUNDS = 2;
  private static final int CLIENTS = 8;

  @TempDir Path directory;

  @Test
  void killedUnderLoad_shouldKeepEveryChargeItAnsweredAndMoveMoneyOnce() throws Exception {
    int port = Ports.free();
    String url = "http://127.0.0.1:" + port;
    Set<String> answered = ConcurrentHashMap.newKeySet();
    try (HttpClient http = HttpClient.newHttpClient();
        RestartableProcess process =
            RestartableProcess.start(
                SandboxChannelSpec.of(directory, 96, port, url), Duration.ofSeconds(30))) {
      for (int round = 0; round < ROUNDS; round++) {
        int before = answered.size();
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int client = 0; client < CLIENTS; client++) {
            String prefix = "r" + round + "c" + client + "n";
            clients.execute(() -> charge(http, url, prefix, stop, answered));
          }
          Awaitility.await().until(() -> answered.size() >= before + 200);
          process.kill();
          stop.set(true);
          clients.shutdown();
          assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        process.restart();
        // Whoever got no answer asks again with the same key; so does, to be sure, everybody else.
        for (String key : answered) {
          assertThat(present(http, url, key)).isEqualTo(200);
        }
        assertThat(keys(http, url)).as("each key once").containsAll(answered);
      }
    }
  }

  @Test
  void killedAfterATokenWasGiven_shouldKnowTheTokenAndNotTheNumber() throws Exception {
    String number = "4000000000009979";
    int port = Ports.free();
    String url = "http://127.0.0.1:" + port;
    try (HttpClient http = HttpClient.newHttpClient();
        RestartableProcess process =
            RestartableProcess.start(
                SandboxChannelSpec.of(directory, 96, port, url), Duration.ofSeconds(30))) {
      String card = Json.write(TokenisationTest.card(number));
      String token = token(http, url, "card-1", card);
      post(http, url, "/tokens", "card-2", card.substring(1));
      process.kill();
      process.restart();

      assertThat(token(http, url, "card-1", card)).as("under the same key").isEqualTo(token);
      String charge = Json.write(SandboxChannelTest.charge("S1P1/1").put("paymentMethodId", token));
      assertThat(Json.read(post(http, url, "/charges", "S1P1/1", charge)).path("code").asText())
          .isEqualTo("stolen_card");
    }
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> written = files.filter(Files::isRegularFile).toList();
      assertThat(written)
          .extracting(file -> String.valueOf(file.getFileName()))
          .contains("ledger", "channel.log");
      for (Path file : written) {
        assertThat(Files.readString(file)).isNotEmpty().doesNotContain(number);
      }
    }
  }

  private static String token(HttpClient http, String url, String key, String card)
      throws Exception {
    String token = Json.read(post(http, url, "/tokens", key, card)).path("tokenId").asText();
    assertThat(token).startsWith("tok_");
    return token;
  }

  private static String post(HttpClient http, String url, String path, String key, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
  }

  private static void charge(
      HttpClient http, String url, String prefix, AtomicBoolean stop, Set<String> answered) {
    for (int n = 0; !stop.get(); n++) {
      try {
        if (present(http, url, prefix + n) == 200) {
          answered.add(prefix + n);
        }
      } catch (IOException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static Set<String> keys(HttpClient http, String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/ledger")).GET().build();
    JsonNode lines =
        Json.read(http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body());
    Set<String> keys = new HashSet<>();
    for (JsonNode line : lines) {
      assertThat(keys.add(line.path("key").asText())).as("one line per key").isTrue();
    }
    return keys;
  }

  private static int present(HttpClient http, String url, String key)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/charges"))
            .header("Idempotency-Key", key)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Json.write(SandboxChannelTest.charge(key)), UTF_8))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
