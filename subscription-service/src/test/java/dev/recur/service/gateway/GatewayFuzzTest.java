package dev.recur.service.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import dev.recur.schemas.signature.Keys;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemoryMerchants;
import dev.recur.service.testing.RawSocketCaller;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import java.io.ByteArrayOutputStream;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent under the gateway's prefixes, the answer is HTTP 200 with a signature that
 * verifies over the very target that was sent.
 */
class GatewayFuzzTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final RawSocketCaller RAW = new RawSocketCaller(SERVICE);
  private static final List<String> PREFIXES = List.of("/ams/api/v1/", "/ams/sandbox/api/v1/");

  private static final byte[] BODY = "{}".getBytes(UTF_8);

  private static final Pattern RESULT_CODE = Pattern.compile("\"resultCode\":\"([A-Z_]+)\"");

  private static final Pattern REQUEST_LINE = Pattern.compile("POST ([!-~]+) HTTP/1\\.[01]\r\n");

  private static final List<String> CALLS =
      List.of(
          "subscriptions/create",
          "subscriptions/update",
          "subscriptions/change",
          "subscriptions/pause",
          "subscriptions/resume",
          "subscriptions/replacePaymentMethod",
          "subscriptions/charge",
          "subscriptions/cancel",
          "subscriptions/updateBuyer",
          "subscriptions/inquireEvents",
          "subscriptions/inquireSubscription",
          "subscriptions/inquireSubscriptionList",
          "subscriptions/inquireSubscriptionPayment",
          "payments/pay",
          "payments/createPaymentSession",
          "payments/refund",
          "payments/inquiryPayment",
          "payments/inquiryRefund");

  @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
  record Header(String name, byte[] value) {}

  @Property(tries = 150, seed = "1")
  void anyRequest_shouldGetASignedAnswer(
      @ForAll("methods") String method,
      @ForAll("targets") String target,
      @ForAll("headers") List<Header> headers,
      @ForAll byte[] body) {
    Response response = RAW.send(request(method, target, headers, body));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("signature").split(",", -1)).hasSize(3);
    assertThat(response.isSignedBy(keyFor(response.header("client-id")), method, target))
        .as("signature over %s %s", method, target)
        .isTrue();
    result(response);
  }

  /** The first byte says which call. */
  @Test
  void anySignedJson_shouldGetAResult() {
    List<byte[]> seeds = new ArrayList<>();
    for (int call = 0; call < CALLS.size(); call++) {
      for (String body : AnyBody.ALL) {
        seeds.add((((char) call) + body).getBytes(UTF_8));
      }
    }
    HttpCaller http = new HttpCaller(SERVICE);
    SERVICE.bean(ScriptedCommands.class).accepting();

    assertThat(
            Fuzz.of("calls", Mutator.behind(1, AnyBody.mutator()))
                .unmeasured()
                .inputs(300)
                .seeds(seeds)
                .run(
                    input ->
                        input.length == 0
                            ? "nothing"
                            : called(
                                http,
                                CALLS.get(Byte.toUnsignedInt(input[0]) % CALLS.size()),
                                Arrays.copyOfRange(input, 1, input.length))))
        .containsKeys("SUCCESS", "PARAM_ILLEGAL");
  }

  private static String called(HttpCaller http, String call, byte[] body) {
    TestMerchant merchant = SERVICE.live();
    String target = PREFIXES.getFirst() + call;
    Response response =
        http.send(
            "POST",
            SERVICE.gatewayUrl() + target,
            merchant.sign("POST", target, Long.toString(System.currentTimeMillis()), body),
            body);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.isSignedBy(merchant.platformKeys().getPublic(), "POST", target)).isTrue();
    String result = result(response);
    assertThat(result).isNotEqualTo("INVALID_SIGNATURE");
    return result;
  }

  /** Its code, which is never that of a fault of ours. */
  static String result(Response response) {
    Matcher result = RESULT_CODE.matcher(response.text());
    assertThat(result.find()).as(response.text()).isTrue();
    assertThat(result.group(1)).isNotEqualTo("UNKNOWN_EXCEPTION");
    return result.group(1);
  }

  /** What stands behind the first words of the request, up to the length of its body. */
  @Test
  void anyHead_shouldGetASignedAnswer() {
    String target = PREFIXES.getFirst() + CALLS.getFirst();
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\n".formatted(target)
            + "Client-Id: %s\r\n".formatted(SERVICE.live().clientId())
            + "Content-Type: application/json; charset=UTF-8\r\n"
            + "Request-Time: TIME\r\n"
            + "Signature: algorithm=RSA256,keyVersion=1,signature=SIGNED\r\n";
    String time = Long.toString(System.currentTimeMillis());
    String signed = SERVICE.live().sign("POST", target, time, BODY).getOrDefault("Signature", "");
    String signature = signed.substring(signed.lastIndexOf('=') + 1);

    assertThat(
            Fuzz.of(
                    "request-head",
                    Mutator.behind(
                        "POST /ams/".length(),
                        Mutator.text(
                            "Signature", "Client-Id", "keyVersion", ": ", "?", "%2F", "//", "..")))
                .unmeasured()
                .inputs(300)
                .seeds(head, head.replace("SIGNED", "abc"))
                // The time and the signature are put in here: inputs are the same each time.
                .run(
                    input ->
                        answered(
                            new String(input, ISO_8859_1)
                                .replace("TIME", time)
                                .replace("SIGNED", signature))))
        .containsKeys("PARAM_ILLEGAL", "INVALID_SIGNATURE");
  }

  private static String answered(String head) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    write(request, head + "Content-Length: " + BODY.length + "\r\n\r\n");
    request.writeBytes(BODY);
    Matcher line = REQUEST_LINE.matcher(head);
    if (!line.lookingAt() || !line.group(1).startsWith("/ams/")) {
      return "no request of the gateway's";
    }
    if (!RawSocketCaller.goesOutAtOnce(request.toByteArray())) {
      return "too long";
    }
    Response response = RAW.send(request.toByteArray());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.isSignedBy(keyFor(response.header("client-id")), "POST", line.group(1)))
        .isTrue();
    return result(response);
  }

  @Provide
  Arbitrary<String> methods() {
    return Arbitraries.of("POST", "POST", "POST", "GET", "PUT", "OPTIONS", "TRACE", "X-Y");
  }

  @Provide
  Arbitrary<String> targets() {
    Arbitrary<String> paths =
        Arbitraries.oneOf(
            Arbitraries.of(CALLS), Arbitraries.strings().withCharRange('!', '~').ofMaxLength(60));
    Arbitrary<String> queries =
        Arbitraries.oneOf(
            Arbitraries.just(""),
            Arbitraries.strings()
                .withCharRange('!', '~')
                .ofMaxLength(60)
                .map(query -> "?" + query));
    return Combinators.combine(Arbitraries.of(PREFIXES), paths, queries)
        .as((prefix, path, query) -> prefix + path + query);
  }

  @Provide
  Arbitrary<List<Header>> headers() {
    Arbitrary<String> names =
        Arbitraries.of(
            "Client-Id",
            "Client-Id",
            "Request-Time",
            "Signature",
            "Content-Type",
            "Content-Encoding",
            "Accept",
            "Origin",
            "Expect",
            "Cookie",
            "X-Anything");
    Arbitrary<byte[]> values =
        Arbitraries.oneOf(
            Arbitraries.of(
                    SERVICE.live().clientId(),
                    "algorithm=RSA256,keyVersion=1,signature=abc",
                    "keyVersion=99999999999,signature=%%%",
                    "application/json",
                    "gzip",
                    "0")
                .map(text -> text.getBytes(ISO_8859_1)),
            // Anything but what ends a line.
            Arbitraries.bytes()
                .filter(b -> b != '\r' && b != '\n')
                .array(byte[].class)
                .ofMaxSize(40));
    return Combinators.combine(names, values).as(Header::new).list().ofMaxSize(6);
  }

  private static byte[] request(String method, String target, List<Header> headers, byte[] body) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    write(request, method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    for (Header header : headers) {
      write(request, header.name() + ": ");
      request.writeBytes(header.value());
      write(request, "\r\n");
    }
    write(request, "Content-Length: " + body.length + "\r\n\r\n");
    request.writeBytes(body);
    return request.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(ISO_8859_1));
  }

  /** Whoever signs towards a client. */
  static PublicKey keyFor(String clientId) {
    return clientId.equals(SERVICE.live().clientId())
        ? SERVICE.live().platformKeys().getPublic()
        : Keys.publicKey(SERVICE.bean(MemoryMerchants.class).gatewaySigner().publicKey());
  }
}
