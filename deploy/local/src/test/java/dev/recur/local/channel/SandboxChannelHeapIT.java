package dev.recur.local.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recur.local.channel.ledger.LedgerEvent;
import dev.recur.local.channel.ledger.Operation;
import dev.recur.local.channel.ledger.Outcome;
import dev.recur.local.channel.ledger.Presentation;
import dev.recur.local.http.Json;
import dev.recur.local.journal.Journal;
import dev.recur.local.process.Ports;
import dev.recur.local.process.RestartableProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the channel promises to keep fits into the heap that the local stack gives it. */
class SandboxChannelHeapIT {

  /** As the local stack has it. */
  private static final int HEAP_MB = 48;

  private static final long LINES = DurableLedger.entriesMax(HEAP_MB * 1024L * 1024L);

  /** A JVM says that it has a little less than it was given, so these fit for certain. */
  private static final int WRITTEN = (int) (LINES * 0.96);

  private static final Instant AT = Instant.parse("2027-01-31T10:00:00Z");

  @TempDir Path directory;

  @Test
  void fullLedger_shouldBeShown_andAnswerKnownKeys_andRefuseNewOnes() throws Exception {
    write();
    int port = Ports.free();
    String url = "http://127.0.0.1:" + port;
    try (HttpClient http = HttpClient.newHttpClient();
        RestartableProcess _ =
            RestartableProcess.start(
                SandboxChannelSpec.of(directory, HEAP_MB, port, url), Duration.ofSeconds(60))) {
      int next = WRITTEN;
      while (present(http, url, next) == 200) {
        next++;
      }

      assertThat(next).isBetween(WRITTEN, (int) LINES);
      assertThat(present(http, url, next)).isEqualTo(507);
      assertThat(present(http, url, 0)).isEqualTo(200);
      for (String path : List.of("/ledger", "/ledger/details")) {
        HttpResponse<String> all = send(http, HttpRequest.newBuilder(URI.create(url + path)));
        assertThat(all.statusCode()).as("%s", all.body()).isEqualTo(200);
        assertThat(Json.read(all.body())).hasSize(next);
      }
    }
  }

  private void write() {
    List<String> lines = new ArrayList<>();
    for (int line = 0; line < WRITTEN; line++) {
      lines.add(
          LedgerCodec.encode(
              new LedgerEvent.Opened(line, AT, presentation(line), Outcome.SUCCEEDED, null, null)));
    }
    try (Journal journal = Journal.open(directory.resolve("ledger"), _ -> {})) {
      journal.append(lines).join();
    }
  }

  /** With identities as long as they are. */
  private static Presentation presentation(int line) {
    String subscriptionId = "S%040x".formatted(line);
    String paymentId = subscriptionId + "P%016x".formatted(line);
    return new Presentation(
        Operation.CHARGE,
        paymentId + "/1",
        subscriptionId,
        "SANDBOX_5YBV1K08A6A601E000",
        paymentId,
        "PERIOD",
        1,
        1_999,
        "PHP",
        "GCASH",
        "28100402000123456789",
        AT,
        true,
        null,
        null,
        null);
  }

  private static int present(HttpClient http, String url, int line)
      throws IOException, InterruptedException {
    Presentation order = presentation(line);
    ObjectNode body = Json.mapper().valueToTree(order);
    body.put("presentUntil", AT.plusSeconds(86_400).toString());
    return send(
            http,
            HttpRequest.newBuilder(URI.create(url + "/charges"))
                .header("Idempotency-Key", order.key())
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body), UTF_8)))
        .statusCode();
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }
}
