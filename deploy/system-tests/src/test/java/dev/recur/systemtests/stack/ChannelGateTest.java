package dev.recur.systemtests.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recur.local.channel.SandboxChannel;
import dev.recur.local.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gate, open, holding back and with fresh keys, before a sandbox channel. */
@Timeout(30)
class ChannelGateTest {

  private static final String SUBSCRIPTION = "S1";
  private static final Duration WITHIN = Duration.ofSeconds(10);

  @TempDir Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private SandboxChannel channel;

  @SuppressWarnings("NullAway.Init")
  private ChannelGate gate;

  @BeforeEach
  void start() throws IOException {
    channel = SandboxChannel.start(SandboxChannel.Settings.onFreePort(directory.resolve("ledger")));
    gate = ChannelGate.open();
    gate.leadTo(URI.create(channel.url()));
  }

  @AfterEach
  void stop() {
    gate.close();
    channel.close();
  }

  @Test
  void open_shouldPassOnAndChangeNothing() throws IOException {
    HttpResponse<String> first = charge("P1/1");
    HttpResponse<String> again = charge("P1/1");

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(Http.json(first.body()).get("outcome").asText()).isEqualTo("SUCCEEDED");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(ledger()).hasSize(1);
    assertThat(ledger().get(0).get("key").asText()).isEqualTo("P1/1");
    assertThat(ledger().get(0).get("calls").asInt()).isEqualTo(2);
    assertThat(
            Http.getJson(URI.create(gate.url() + "/operations?key=P1%2F1&at=2027-01-01T00:00:00Z"))
                .get("outcome")
                .asText())
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void holding_shouldLetTheBankChargeAndKeepTheAnswerBack() throws IOException {
    gate.holdAnswers();
    var first = CompletableFuture.supplyAsync(() -> chargeUnchecked("P1/1"));
    assertThat(gate.awaitHeld(1, WITHIN)).containsExactly("P1/1");
    assertThat(first).isNotDone();
    assertThat(ledger()).hasSize(1);

    gate.holdAnswers();
    assertThat(first.join().statusCode()).isEqualTo(200);

    var second = CompletableFuture.supplyAsync(() -> chargeUnchecked("P2/1"));
    assertThat(gate.awaitHeld(1, WITHIN)).containsExactly("P2/1");
    assertThat(second).isNotDone();

    assertThat(gate.release()).containsExactly("P2/1");
    assertThat(second.join().statusCode()).isEqualTo(200);
    assertThat(charge("P3/1").statusCode()).isEqualTo(200);
  }

  @Test
  void holdingSome_shouldLetTheOthersThrough() throws IOException {
    gate.holdAnswers("P1/1"::equals);
    var first = CompletableFuture.supplyAsync(() -> chargeUnchecked("P1/1"));
    assertThat(gate.awaitHeld(1, WITHIN)).containsExactly("P1/1");

    assertThat(charge("P2/1").statusCode()).isEqualTo(200);
    assertThat(first).isNotDone();
    assertThat(gate.held()).containsExactly("P1/1");

    assertThat(gate.release()).containsExactly("P1/1");
    assertThat(first.join().statusCode()).isEqualTo(200);
  }

  @Test
  void losing_shouldHaveCharged_andNotSaySo() throws IOException {
    gate.holdAnswers();
    var first = CompletableFuture.supplyAsync(() -> chargeUnchecked("P1/1"));
    gate.awaitHeld(1, WITHIN);

    assertThat(gate.lose()).containsExactly("P1/1");
    assertThat(first.join().statusCode()).isEqualTo(502);
    assertThat(ledger()).hasSize(1);
    assertThat(charge("P1/1").statusCode()).isEqualTo(200);
    assertThat(ledger()).hasSize(1);
  }

  @Test
  void freshKeys_shouldMakeTheBankChargeTwice() throws IOException {
    gate.freshKeys(true);
    charge("P1/1");
    charge("P1/1");

    assertThat(ledger()).hasSize(2);
    assertThat(ledger().get(0).get("key")).isNotEqualTo(ledger().get(1).get("key"));
  }

  @Test
  void bankThatIsNotThere_shouldBeABadGateway() throws IOException {
    gate.leadTo(URI.create("http://127.0.0.1:" + Ports.free()));

    assertThat(charge("P1/1").statusCode()).isEqualTo(502);
  }

  private JsonNode ledger() throws IOException {
    return Http.getJson(URI.create(channel.url() + "/ledger"));
  }

  private HttpResponse<String> chargeUnchecked(String key) {
    try {
      return charge(key);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> charge(String key) throws IOException {
    String body =
        new ObjectMapper()
            .createObjectNode()
            .put("key", key)
            .put("subscriptionId", SUBSCRIPTION)
            .put("clientId", "C")
            .put("paymentId", key.substring(0, 2))
            .put("purpose", "PERIOD")
            .put("period", 1)
            .put("amountMinor", 100)
            .put("currency", "EUR")
            .put("paymentMethodType", "CARD")
            .put("at", "2027-01-01T00:00:00Z")
            .put("presentUntil", "2999-01-01T00:00:00Z")
            .put("sandbox", true)
            .toString();
    return Http.send(
        Http.request(URI.create(gate.url() + "/charges"))
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }
}
