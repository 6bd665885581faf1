package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.global.api.tools.WebhookTool;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.recur.notifier.sender.Receiver.Received;
import dev.recur.schemas.avro.EndpointSecret;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.StandardWebhooks;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The signatures, judged by those whose receivers check them: Antom's SDK, Standard Webhooks' own
 * library for v1, and the JDK's Ed25519 for v1a, which that library has not.
 */
@Timeout(20)
class SignatureTest {

  /** The judge reads the machine's clock. */
  private final Instant now = Instant.now();

  private static final byte[] OLD_HMAC = StandardWebhooks.generateHmacKey();
  private static final byte[] NEW_HMAC = StandardWebhooks.generateHmacKey();
  private static final KeyPair OLD_PAIR = StandardWebhooks.generateEd25519();
  private static final KeyPair NEW_PAIR = StandardWebhooks.generateEd25519();

  private static final OkHttpEgress EGRESS = Loopback.egress();

  private final MerchantKeys keys = new MerchantKeys(TestKeys.BOX);

  @AfterAll
  static void stop() {
    EGRESS.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/hooks/payment", "/hooks?shop=7&x=%20y", "/h%C3%B6ks/a+b?q=a|b"})
  void contractUrl_shouldSatisfyAntomsSdk(String target) throws Exception {
    keys.onRecord(MerchantKeysTest.record(TestKeys.merchant(TestKeys.sealed(1, TestKeys.FIRST))));
    Received request = sent(Optional.empty(), target, now);

    assertThat(antomVerifies(request, request.body())).isTrue();
    // The negative controls: another body, and another path, must not satisfy it.
    assertThat(antomVerifies(request, request.body().replace("S1", "S2"))).isFalse();
    assertThat(
            antomVerifies(
                new Received("/elsewhere", request.headers(), request.body()), request.body()))
        .isFalse();
    assertThat(request.body()).isEqualTo(WebhookSenderTest.BODY);
    assertThat(request.headers())
        .containsEntry("content-type", "application/json; charset=UTF-8")
        .containsEntry("client-id", TestKeys.MERCHANT)
        .containsEntry("request-time", Long.toString(now.toEpochMilli()))
        .containsEntry("accept-encoding", "identity")
        .containsEntry("webhook-id", "D1")
        .containsEntry("webhook-attempt", "3")
        .doesNotContainKey("webhook-signature");
  }

  @Test
  void endpoint_shouldSatisfyEveryJudgeAtOnce() throws Exception {
    Received request = sentBy(List.of(secret(1, OLD_HMAC, OLD_PAIR, null)), now, all());

    assertThat(antomVerifies(request, request.body())).isTrue();
    assertThat(v1Verifies(request, OLD_HMAC)).isTrue();
    assertThat(v1aVerifies(request, OLD_PAIR.getPublic(), request.body())).isTrue();
    assertThat(request.headers())
        .containsEntry("webhook-id", "D1")
        .containsEntry("webhook-timestamp", Long.toString(now.getEpochSecond()));

    // The negative controls.
    assertThat(v1Verifies(request, NEW_HMAC)).isFalse();
    assertThat(v1aVerifies(request, NEW_PAIR.getPublic(), request.body())).isFalse();
    assertThat(v1aVerifies(request, OLD_PAIR.getPublic(), request.body() + " ")).isFalse();
  }

  @Test
  void endpoint_shouldHaveTheSignaturesItWants_andNoOthers() throws Exception {
    List<EndpointSecret> secrets = List.of(secret(1, OLD_HMAC, OLD_PAIR, null));

    Received v1 = sentBy(secrets, now, EndpointSignature.STANDARD_V1);
    assertThat(signatures(v1)).singleElement().asString().startsWith("v1,");
    assertThat(v1.headers()).doesNotContainKey("signature");

    Received v1a = sentBy(secrets, now, EndpointSignature.STANDARD_V1A);
    assertThat(signatures(v1a)).singleElement().asString().startsWith("v1a,");

    Received antom = sentBy(secrets, now, EndpointSignature.ANTOM);
    assertThat(antom.headers()).doesNotContainKey("webhook-signature").containsKey("signature");
  }

  /** A receiver that has the old secret only, the new only, or both, must be content throughout. */
  @Test
  void rotation_shouldSatisfyOldAndNew_whileTheyOverlap() throws Exception {
    Instant overlapEnd = now.plusSeconds(3600);
    List<EndpointSecret> secrets =
        List.of(secret(1, OLD_HMAC, OLD_PAIR, overlapEnd), secret(2, NEW_HMAC, NEW_PAIR, null));

    Received during = sentBy(secrets, now, all());
    assertThat(signatures(during)).hasSize(4);
    assertThat(v1Verifies(during, OLD_HMAC)).isTrue();
    assertThat(v1Verifies(during, NEW_HMAC)).isTrue();
    assertThat(v1aVerifies(during, OLD_PAIR.getPublic(), during.body())).isTrue();
    assertThat(v1aVerifies(during, NEW_PAIR.getPublic(), during.body())).isTrue();
    // The latest comes first: a receiver that looks at one alone looks at that.
    assertThat(signatures(during).getFirst())
        .isEqualTo(
            StandardWebhooks.v1(
                NEW_HMAC, "D1", now.getEpochSecond(), during.body().getBytes(UTF_8)));
  }

  @Test
  void rotation_shouldLeaveTheOldOut_fromItsEndOn() throws Exception {
    List<EndpointSecret> secrets =
        List.of(secret(1, OLD_HMAC, OLD_PAIR, now), secret(2, NEW_HMAC, NEW_PAIR, null));

    Received before = sentBy(secrets, now.minusMillis(1), all());
    assertThat(v1Verifies(before, OLD_HMAC)).isTrue();

    Received after = sentBy(secrets, now, all());
    assertThat(v1Verifies(after, OLD_HMAC)).isFalse();
    assertThat(v1Verifies(after, NEW_HMAC)).isTrue();
    assertThat(v1aVerifies(after, OLD_PAIR.getPublic(), after.body())).isFalse();
    assertThat(v1aVerifies(after, NEW_PAIR.getPublic(), after.body())).isTrue();
  }

  @Test
  void latestSecret_shouldSign_evenIfItIsSaidToHaveExpired() throws Exception {
    Received request =
        sentBy(List.of(secret(1, OLD_HMAC, OLD_PAIR, now.minusSeconds(1))), now, all());

    assertThat(v1Verifies(request, OLD_HMAC)).isTrue();
  }

  private static EndpointSignature[] all() {
    return new EndpointSignature[] {
      EndpointSignature.ANTOM, EndpointSignature.STANDARD_V1, EndpointSignature.STANDARD_V1A
    };
  }

  private static EndpointSecret secret(
      int version, byte[] hmacKey, KeyPair pair, @org.jspecify.annotations.Nullable Instant end) {
    return TestKeys.sealed(version, hmacKey, pair, end);
  }

  private Received sentBy(
      List<EndpointSecret> secrets, Instant at, EndpointSignature... signatures) {
    keys.onRecord(
        MerchantKeysTest.record(
            TestKeys.merchant(
                List.of(TestKeys.endpoint(secrets, signatures).build()),
                TestKeys.sealed(1, TestKeys.FIRST))));
    return sent(Optional.of(TestKeys.ENDPOINT), "/hooks", at);
  }

  /** What a receiver was sent. It is told where the receiver is, whatever its record says. */
  private Received sent(Optional<String> endpointId, String target, Instant at) {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT))) {
      Recipient known = keys.find(TestKeys.MERCHANT, endpointId).orElseThrow();
      Recipient here = new Recipient(Optional.empty(), known.signers(), known.acknowledgement());
      var attempt =
          new WebhookSender(EGRESS, Duration.ofSeconds(5), Clock.fixed(at, ZoneOffset.UTC))
              .attempt(
                  WebhookSenderTest.shipment(), WebhookSenderTest.body(receiver.url(target)), here);
      assertThat(attempt.getError()).isNull();
      return receiver.received().getFirst();
    }
  }

  private static boolean antomVerifies(Received request, String body) throws Exception {
    return WebhookTool.checkSignature(
        request.target(),
        "POST",
        request.headers().get("client-id"),
        request.headers().get("request-time"),
        request.headers().get("signature"),
        body,
        Keys.base64(TestKeys.FIRST.getPublic()));
  }

  private static boolean v1Verifies(Received request, byte[] key) throws Exception {
    Map<String, List<String>> headers =
        request.headers().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
    try {
      new Webhook(StandardWebhooks.secretText(key)).verify(request.body(), headers);
      return true;
    } catch (WebhookVerificationException e) {
      return false;
    }
  }

  private static boolean v1aVerifies(Received request, PublicKey key, String body)
      throws Exception {
    byte[] signed =
        "%s.%s.%s"
            .formatted(
                request.headers().get("webhook-id"),
                request.headers().get("webhook-timestamp"),
                body)
            .getBytes(UTF_8);
    for (String signature : signatures(request)) {
      if (signature.startsWith("v1a,")) {
        Signature judge = Signature.getInstance("Ed25519");
        judge.initVerify(key);
        judge.update(signed);
        if (judge.verify(Base64.getDecoder().decode(signature.substring("v1a,".length())))) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<String> signatures(Received request) {
    return Arrays.asList(request.headers().getOrDefault("webhook-signature", "").split(" "));
  }
}
