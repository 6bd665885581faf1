package dev.recur.service.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.signature.Keys;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemoryMerchants;
import dev.recur.service.testing.RawSocketCaller;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.TestMerchant;
import java.io.ByteArrayOutputStream;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever is sent under the gateway's prefixes, the answer is HTTP 200 with a signature that
 * verifies over the very target that was sent.
 */
class GatewayFuzzTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final RawSocketCaller RAW = new RawSocketCaller(SERVICE);
  private static final List<String> PREFIXES = List.of("/ams/api/v1/", "/ams/sandbox/api/v1/");

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
          "subscriptions/inquireSubscription",
          "subscriptions/inquireSubscriptionList",
          "subscriptions/inquireSubscriptionPayment",
          "payments/pay",
          "payments/createPaymentSession",
          "payments/refund",
          "payments/inquiryPayment",
          "payments/inquiryRefund");

  /** Something for every call. */
  private static final String ANYTHING =
      """
      {"subscriptionId": "S0123456789abcdef0123456789abcdef01234567",
       "subscriptionUpdateRequestId": "u", "subscriptionChangeRequestId": "c",
       "paymentRequestId": "p", "refundRequestId": "r", "cancellationType": "CANCEL",
       "paymentId": "S0123456789abcdef0123456789abcdef01234567P0123456789abcdef",
       "refundId": "S0123456789abcdef0123456789abcdef01234567P0123456789abcdef",
       "refundAmount": {"currency": "USD", "value": "1"},
       "paymentAmount": {"currency": "USD", "value": "1"},
       "prorationSettings": {"prorationMode": "IMMEDIATE_PAY_CUSTOM_AMOUNT",
         "customAmount": {"currency": "USD", "value": "1"}},
       "periodRule": {"periodType": "DAY", "periodCount": 3}, "changeMode": "IMMEDIATE",
       "nextSubscriptionDate": "2026-04-10T00:00:02+08:00",
       "resumeTime": "2026-04-10T00:00:02+08:00",
       "startTimeFrom": "1970-01-01T00:00:00Z", "startTimeTo": "9999-12-31T23:59:59Z",
       "statuses": ["ACTIVE"], "paymentStatuses": ["FAIL"], "currentPage": 1, "pageSize": "5",
       "paymentMethod": {"paymentMethodType": "CARD", "paymentMethodId": "tok"}}
      """;

  @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
  record Header(String name, byte[] value) {}

  @Property(tries = 150)
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
  }

  @Property(tries = 200)
  void anySignedBody_shouldGetAResult(@ForAll("calls") String call, @ForAll("bodies") byte[] body) {
    TestMerchant merchant = SERVICE.live();
    String target = PREFIXES.getFirst() + call;
    Map<String, String> signed =
        merchant.sign("POST", target, Long.toString(System.currentTimeMillis()), body);
    List<Header> headers =
        signed.entrySet().stream()
            .map(header -> new Header(header.getKey(), header.getValue().getBytes(ISO_8859_1)))
            .toList();

    Response response = RAW.send(request("POST", target, headers, body));

    assertThat(response.isSignedBy(merchant.platformKeys().getPublic(), "POST", target)).isTrue();
    assertThat(response.text())
        .contains("\"resultCode\"")
        .doesNotContain("INVALID_SIGNATURE", "UNKNOWN_EXCEPTION");
  }

  @Provide
  Arbitrary<String> calls() {
    return Arbitraries.of(CALLS);
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

  @Provide
  Arbitrary<byte[]> bodies() {
    return Arbitraries.oneOf(
        mangled(CreateBodies.MONTHLY),
        mangled(PaymentBodies.MONTHLY),
        mangled(ANYTHING),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(200));
  }

  private static Arbitrary<byte[]> mangled(String body) {
    return Combinators.combine(
            Arbitraries.integers().between(0, body.length() - 1),
            Arbitraries.integers().between(0, 30),
            Arbitraries.strings().ascii().ofMaxLength(8))
        .as(
            (start, length, put) ->
                new StringBuilder(body)
                    .replace(start, Math.min(start + length, body.length()), put)
                    .toString()
                    .getBytes(ISO_8859_1));
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

  private static PublicKey keyFor(String clientId) {
    return clientId.equals(SERVICE.live().clientId())
        ? SERVICE.live().platformKeys().getPublic()
        : Keys.publicKey(SERVICE.bean(MemoryMerchants.class).gatewaySigner().publicKey());
  }
}
