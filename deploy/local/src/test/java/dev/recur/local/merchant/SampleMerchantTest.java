package dev.recur.local.merchant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.local.http.LoopbackServer;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.WireSignature;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleMerchantTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final KeyPair PLATFORM = Keys.generate();
  private static final String ACKNOWLEDGED = "\"resultStatus\":\"S\"";

  @TempDir Path directory;
  private Path keyFile;
  private SampleMerchant merchant;

  @BeforeEach
  void start() throws Exception {
    keyFile = directory.resolve("platform-key");
    Files.writeString(keyFile, Keys.base64(PLATFORM.getPublic()));
    restart();
  }

  @AfterEach
  void stop() {
    merchant.close();
  }

  private void restart() throws Exception {
    if (merchant != null) {
      merchant.close();
    }
    merchant =
        SampleMerchant.start(
            new SampleMerchant.Settings(
                LoopbackServer.LOOPBACK, 0, directory.resolve("inbox"), "SANDBOX_M", keyFile, 0));
  }

  @Test
  void whatIsNotThere_shouldSayWhatIs() throws Exception {
    assertThat(get("/webhooks")).contains("GET /webhooks").contains("/received").contains("POST");
  }

  @Test
  void webhook_shouldBeAcknowledgedAndShown_alsoAfterRestart() throws Exception {
    HttpResponse<String> answer = webhook("/webhooks?a=b%20c", "{\"x\":\"ü\"}", PLATFORM);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Json.read(answer.body()))
        .isEqualTo(
            Json.read(
                """
                {"result": {"resultCode": "SUCCESS", "resultStatus": "S",
                            "resultMessage": "success"}}"""));
    webhook("/webhooks", "{}", PLATFORM);
    String before = get("/received");
    restart();
    assertThat(get("/received")).isEqualTo(before);

    JsonNode received = Json.read(before);
    assertThat(received).hasSize(2);
    JsonNode first = received.get(0);
    assertThat(first.path("path").asText()).isEqualTo("/webhooks?a=b%20c");
    assertThat(first.path("body").asText()).isEqualTo("{\"x\":\"ü\"}");
    assertThat(first.path("headers").path("client-id").asText()).isEqualTo("SANDBOX_M");
    assertThat(first.path("headers").path("signature").asText()).startsWith("algorithm=RSA256");
    assertThat(first.path("receivedAt").asText()).matches("20..-..-..T.*Z");
    assertThat(Json.read(get("/received?from=1")).get(0)).isEqualTo(received.get(1));
    assertThat(get("/received?from=7")).isEqualTo("[]");
  }

  @Test
  void webhook_signedByAnother_shouldBeRefusedAndNotShown() throws Exception {
    assertThat(webhook("/w", "{}", Keys.generate()).statusCode()).isEqualTo(401);
    HttpRequest unsigned =
        HttpRequest.newBuilder(URI.create(merchant.url() + "/w"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(HTTP.send(unsigned, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(401);
    assertThat(get("/received")).isEqualTo("[]");
  }

  @Test
  void webhook_beforeTheKeyIsKnown_shouldBeTakenLater() throws Exception {
    Files.delete(keyFile);
    assertThat(webhook("/w", "{}", PLATFORM).statusCode()).isEqualTo(503);
    Files.writeString(keyFile, Keys.base64(PLATFORM.getPublic()));
    assertThat(webhook("/w", "{}", PLATFORM).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"500,500", "refused,200", "nonsense,200"})
  void webhook_urlThatAsksForFailures_shouldFailFirst(String how, int status) throws Exception {
    String path = "/w?fail=2&how=" + how;
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> failed = webhook(path, "{}", PLATFORM);
      assertThat(failed.statusCode()).isEqualTo(status);
      assertThat(failed.body()).doesNotContain(ACKNOWLEDGED);
      restart();
    }
    assertThat(webhook(path, "{}", PLATFORM).body()).contains(ACKNOWLEDGED);
    assertThat(webhook(path, "{\"other\":1}", PLATFORM).body()).doesNotContain(ACKNOWLEDGED);
    assertThat(Json.read(get("/received"))).hasSize(4);
  }

  private HttpResponse<String> webhook(String path, String body, KeyPair signer) throws Exception {
    String time = "1800000000000";
    String signature =
        WireSignature.sign(
                signer.getPrivate(), 1, "POST", path, "SANDBOX_M", time, body.getBytes(UTF_8))
            .value();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(merchant.url() + path))
            .header("Client-Id", "SANDBOX_M")
            .header("Request-Time", time)
            .header("Signature", signature)
            .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private String get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(merchant.url() + path)).GET().build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
  }
}
