package dev.recur.local.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.channel.ledger.Ledger;
import dev.recur.local.http.Json;
import dev.recur.local.http.LoopbackServer;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is asked of the channel: it is answered or refused, the ledger can be shown, and it is
 * the same after the channel has been started again.
 */
class ChannelFuzzTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final List<String> PATHS = List.of("/charges", "/refunds", "/tokens");

  /** Of a call that is there; never 500. */
  private static final Set<Integer> STATUSES = Set.of(200, 400, 409, 413);

  /** So many are asked of one channel, since its whole ledger is shown each time. */
  private static final int TRIED_MAX = 200;

  /** More than is taken; of much more the server does not wait for the end. */
  private static final int SENT_BYTES_MAX = 32 * 1024;

  private static final String CARD =
      """
      {"cardNo":"4242 4242 4242 4242","expiryMonth":"12","expiryYear":"2099","cvv":"123",
       "cardholderName":"Ann Buyer"}""";

  @TempDir Path directory;
  private SandboxChannel channel;
  private int ledgers;
  private int tried;

  @BeforeEach
  void start() throws IOException {
    channel =
        SandboxChannel.start(
            new SandboxChannel.Settings(
                LoopbackServer.LOOPBACK,
                0,
                directory.resolve("ledger-" + ledgers),
                Ledger.NEVER_FORGETS,
                Duration.ofMillis(1)));
  }

  @AfterEach
  void stop() {
    channel.close();
  }

  /** The first byte says which call. */
  @Test
  void anyOrder_shouldBeAnsweredOrRefused_andTheLedgerBeShown() throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    for (String order :
        List.of(charge("K1"), charge("K3").replace("Gold", "\\ud800"), refund("K2"), CARD)) {
      for (int call = 0; call < PATHS.size(); call++) {
        seeds.add((((char) call) + order).getBytes(UTF_8));
      }
    }
    assertThat(
            Fuzz.of(
                    "channel-orders",
                    Mutator.behind(
                        1,
                        Mutator.oneOf(
                            Mutator.json(
                                "REFUND", "PERIOD", "pending:60", "refund_pending:9", "timeout"),
                            Mutator.bytes())))
                .unmeasured() // Its work is done by the server's threads.
                .inputs(200)
                .seeds(seeds)
                .run(this::ordered))
        .containsKeys("/charges 200", "/refunds 200", "/tokens 200", "/charges 400");
    isTheSameAgain();
  }

  @Test
  void anyInquiry_shouldBeAnsweredOrRefused() {
    assertThat(
            Fuzz.of("channel-inquiries", Mutator.text("key=", "&", "at=", "%", "%2F", "K1"))
                .unmeasured()
                .inputs(150)
                .seeds("key=K1&at=2027-01-31T10:00:00Z", "key=K1")
                .run(
                    input -> {
                      // Whoever sends no query of HTTP's is turned away by the server.
                      String query =
                          URLEncoder.encode(new String(input, UTF_8), UTF_8)
                              .replace("%3D", "=")
                              .replace("%26", "&")
                              .replaceAll("%25(?=[0-9A-F]{2})", "%");
                      return answered(
                          "GET /operations", request("/operations?" + query).GET().build());
                    }))
        .containsKeys("GET /operations 200", "GET /operations 400");
  }

  private static String charge(String key) {
    return SandboxChannelTest.charge(key)
        .put("orderAmountMinor", 500)
        .put("orderCurrency", "EUR")
        .put("settlementCurrency", "SGD")
        .put("description", "Gold")
        .toString();
  }

  private static String refund(String key) {
    return SandboxChannelTest.charge(key)
        .put("purpose", "REFUND")
        .put("refundedPaymentId", "S1P1")
        .put("refundedReference", "SBX0")
        .without("period")
        .toString();
  }

  private String ordered(byte[] input) throws Exception {
    if (input.length == 0) {
      return "nothing";
    }
    if (++tried % TRIED_MAX == 0) {
      isTheSameAgain();
      stop();
      ledgers++;
      start();
    }
    String path = PATHS.get(Byte.toUnsignedInt(input[0]) % PATHS.size());
    byte[] body = Arrays.copyOfRange(input, 1, Math.min(input.length, SENT_BYTES_MAX));
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofByteArray(body));
    try {
      request.header("Idempotency-Key", key(body));
    } catch (IllegalArgumentException e) {
      // No header can say it, so that it is refused.
    }
    String outcome = answered(path, request.build());
    shown();
    return outcome;
  }

  private static String key(byte[] body) {
    try {
      return Json.readObject(body).path("key").asText("K");
    } catch (RuntimeException e) {
      return "K";
    }
  }

  private static String answered(String call, HttpRequest request) throws Exception {
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString(UTF_8));
    assertThat(answer.statusCode()).as(answer.body()).isIn(STATUSES);
    assertThat(Json.read(answer.body()).isObject()).isTrue();
    return call + " " + answer.statusCode();
  }

  private List<JsonNode> shown() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    for (String path : List.of("/ledger", "/ledger/details")) {
      HttpResponse<String> answer =
          HTTP.send(request(path).GET().build(), BodyHandlers.ofString(UTF_8));
      assertThat(answer.statusCode()).isEqualTo(200);
      all.add(Json.read(answer.body()));
    }
    return all;
  }

  private void isTheSameAgain() throws Exception {
    List<JsonNode> before = shown();
    stop();
    start();
    assertThat(shown()).isEqualTo(before);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(channel.url() + path)).timeout(Duration.ofSeconds(10));
  }
}
