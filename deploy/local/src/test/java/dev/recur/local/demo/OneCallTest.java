package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.local.http.Json;
import dev.recur.schemas.signature.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OneCallTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void operator_shouldBearTheToken_andPrintTheAnswer() throws IOException {
    List<String> asked = new ArrayList<>();
    try (OnLoopback admin =
        new OnLoopback(
            exchange -> {
              asked.add(
                  String.join(
                      " ",
                      exchange.getRequestMethod(),
                      exchange.getRequestURI().toString(),
                      exchange.getRequestHeaders().getFirst("Authorization"),
                      OnLoopback.body(exchange)));
              OnLoopback.answer(exchange, 201, "{\"testClockId\":\"c1\"}");
            })) {
      describe(admin.url("/").toString());
      assertThat(run("{\"now\":1}", "POST", "/admin/test-clocks", "-")).isZero();
      assertThat(run("", "GET", "/events?subscriptionId=S1")).isZero();
    }
    assertThat(asked)
        .containsExactly(
            "POST /admin/test-clocks Bearer token {\"now\":1}",
            "GET /events?subscriptionId=S1 Bearer token ");
    assertThat(out.toString()).contains("\"testClockId\" : \"c1\"");
  }

  @Test
  void refused_shouldBeSeenByTheExitCode() throws IOException {
    try (OnLoopback admin =
        new OnLoopback(
            exchange -> OnLoopback.answer(exchange, 400, "{\"message\":\"now is missing\"}"))) {
      describe(admin.url("/").toString());
      assertThat(run("", "POST", "/admin/test-clocks", "{}")).isEqualTo(1);
    }
    assertThat(out.toString()).contains("now is missing");
  }

  @Test
  void noStack_shouldSayHowToStartOne() {
    assertThat(run("", "GET", "/events")).isEqualTo(1);
    assertThat(err.toString()).contains("start it with ./deploy/local/up").hasLineCount(1);
  }

  @Test
  void nobodyThere_shouldSayWhoDidNotAnswer() throws IOException {
    describe("http://127.0.0.1:1/");
    assertThat(run("", "subscriptions/create", "{}")).isEqualTo(1);
    assertThat(err.toString()).contains("No answer from http://127.0.0.1:1/ams/").hasLineCount(1);
  }

  @Test
  void whatCannotBeAsked_shouldBeRefusedBeforeItIs() throws IOException {
    describe("http://127.0.0.1:1/");
    assertThat(run("", "subscriptions/create", "{\"a\":")).isEqualTo(2);
    assertThat(err.toString()).contains("The body is no JSON");
    assertThat(run("", "subscriptions/create", "{", "}")).isEqualTo(2);
    assertThat(run("", "GET", "events")).isEqualTo(2);
    assertThat(run("", "GET", "/a b")).isEqualTo(2);
    assertThat(run("")).isEqualTo(2);
  }

  private int run(String input, String... words) {
    return new CommandLine(
            new OneCall(
                directory.resolve("stack.json"), new ByteArrayInputStream(input.getBytes(UTF_8))))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  private void describe(String url) throws IOException {
    KeyPair keys = Keys.generate();
    Base64.Encoder base64 = Base64.getEncoder();
    Files.writeString(
        directory.resolve("stack.json"),
        Json.write(
            Map.ofEntries(
                Map.entry("gateway", url),
                Map.entry("admin", url),
                Map.entry("adminToken", "token"),
                Map.entry(
                    "merchant",
                    Map.of(
                        "clientId",
                        "SANDBOX_1",
                        "privateKey",
                        base64.encodeToString(keys.getPrivate().getEncoded()),
                        "platformPublicKey",
                        base64.encodeToString(keys.getPublic().getEncoded()),
                        "webhookUrl",
                        url,
                        "receivedUrl",
                        url)),
                Map.entry("mailUrl", url),
                Map.entry("ledger", url),
                Map.entry("kafka", "127.0.0.1:1"),
                Map.entry("registry", url),
                Map.entry("audit", url))));
  }
}
