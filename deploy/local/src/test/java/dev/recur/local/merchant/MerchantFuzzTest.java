package dev.recur.local.merchant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.local.http.LoopbackServer;
import dev.recur.local.journal.Journal;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the sample merchant is sent, and whatever lies where it keeps that. */
class MerchantFuzzTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** More than is taken; of much more the server does not wait for the end. */
  private static final int SENT_BYTES_MAX = 300 * 1024;

  @TempDir Path directory;

  @Test
  void anyWebhook_shouldBeAcknowledgedAndShown_orRefused() throws Exception {
    try (SampleMerchant merchant = merchant()) {
      assertThat(
              Fuzz.of("webhooks", Mutator.oneOf(Mutator.json("result", "S"), Mutator.bytes()))
                  .unmeasured() // Its work is done by the server's threads.
                  .inputs(150)
                  .seeds("{\"subscriptionId\":\"S1\",\"sequence\":1}", "\ud83d\ude00")
                  .run(body -> received(merchant, body)))
          .containsKeys("acknowledged", "no UTF-8");
    }
  }

  private SampleMerchant merchant() throws IOException {
    return SampleMerchant.start(
        new SampleMerchant.Settings(
            LoopbackServer.LOOPBACK,
            0,
            directory.resolve("inbox"),
            "SANDBOX_M",
            directory.resolve("platform-key"),
            0));
  }

  /** To another merchant, whose key it does not have. */
  private static String received(SampleMerchant merchant, byte[] input) throws Exception {
    byte[] body = Arrays.copyOf(input, Math.min(input.length, SENT_BYTES_MAX));
    int before = all(merchant).size();
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(merchant.url() + "/webhooks"))
                .timeout(Duration.ofSeconds(10))
                .header("Client-Id", "SANDBOX_OTHER")
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofString(UTF_8));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400);
    JsonNode after = all(merchant);
    if (answer.statusCode() == 400) {
      assertThat(after).hasSize(before);
      return "no UTF-8";
    }
    assertThat(after).hasSize(before + 1);
    assertThat(after.get(before).path("body").asText().getBytes(UTF_8)).isEqualTo(body);
    return "acknowledged";
  }

  private static JsonNode all(SampleMerchant merchant) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(merchant.url() + "/received")).build(),
            BodyHandlers.ofString(UTF_8));
    assertThat(answer.statusCode()).isEqualTo(200);
    return Json.read(answer.body());
  }

  @Test
  void anyLineThatWasKept_shouldBeAWebhookOrNone() {
    Received received =
        new Received(
            Instant.parse("2027-01-31T10:00:00Z"),
            "/webhooks?a=b",
            Map.of("client-id", "SANDBOX_M", "signature", "abc"),
            "{\"x\":\"\u00fc\"}",
            Answering.ACKNOWLEDGED);
    Path file = directory.resolve("kept");

    assertThat(
            Fuzz.of("inbox-line", Mutator.json("ACKNOWLEDGED", "SLOW", "receivedAt", "headers"))
                .unmeasured() // Another thread writes.
                .inputs(300)
                .seeds(Json.write(received))
                .run(
                    line -> {
                      Files.deleteIfExists(file);
                      try (Journal journal = Journal.open(file, _ -> {})) {
                        journal.append(List.of(new String(line, UTF_8).replace('\n', ' '))).join();
                      }
                      try (Inbox inbox = new Inbox(file)) {
                        return inbox.from(0).size() + " webhook";
                      } catch (IllegalStateException e) {
                        return "none";
                      }
                    }))
        .containsOnlyKeys("1 webhook", "none");
  }
}
