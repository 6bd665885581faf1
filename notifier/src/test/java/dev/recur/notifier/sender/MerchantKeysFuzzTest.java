package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.EndpointSecret;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.serde.Samples;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.signature.StandardWebhooks;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.Headers;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Whatever values of the right schema lie on {@code merchants}: each of a merchant's endpoints is
 * told, signed, or its deliveries wait, or fail for what its URL is; never for a fault of ours. No
 * other merchant's are touched, and the right record mends everything.
 */
class MerchantKeysFuzzTest {

  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(MerchantKeys.class);

  private static final String OTHER = "SANDBOX_M2";
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final byte[] HMAC = StandardWebhooks.generateHmacKey();
  private static final KeyPair ED25519 = StandardWebhooks.generateEd25519();

  private final MerchantKeys keys = new MerchantKeys(TestKeys.BOX);
  private final List<EgressRequest> sent = new ArrayList<>();
  private final WebhookSender sender =
      new WebhookSender(
          (request, _, _) -> {
            sent.add(request);
            return new Exchange(
                new EgressAnswer.Complete(
                    new EgressAnswer.Head(200, Headers.of()),
                    ByteString.encodeUtf8(Receiver.ACKNOWLEDGEMENT)),
                Phases.NONE);
          },
          Duration.ofSeconds(1),
          Clock.fixed(NOW, ZoneOffset.UTC));

  /** It says of each key what is wrong with it. */
  @BeforeEach
  void silence() {
    LOGGER.setLevel(Level.OFF);
  }

  @AfterEach
  void endSilence() {
    LOGGER.setLevel(null);
  }

  @Test
  void anyMerchant_shouldBeToldSigned_orWait() {
    List<Merchant> right =
        List.of(
            right(),
            TestKeys.merchant(
                List.of(
                    endpoint(
                        secrets(),
                        EndpointSignature.ANTOM,
                        EndpointSignature.STANDARD_V1,
                        EndpointSignature.STANDARD_V1A)),
                TestKeys.sealed(2, TestKeys.SECOND),
                TestKeys.sealed(1, TestKeys.FIRST)),
            TestKeys.merchant(
                List.of(
                    TestKeys.endpoint(secrets(), EndpointSignature.STANDARD_V1)
                        .setUrl("nowhere")
                        .build()),
                TestKeys.sealed(1, TestKeys.FIRST)));

    assertThat(Fuzz.ofRecords("merchant-keys", right).inputs(300).run(this::told))
        .containsKeys("[told]", "[waits]", "[told, waits]", "[no URL, told]", "unusable");
  }

  private static Merchant right() {
    return TestKeys.merchant(
        List.of(endpoint(secrets(), EndpointSignature.STANDARD_V1)),
        TestKeys.sealed(1, TestKeys.FIRST));
  }

  private static List<EndpointSecret> secrets() {
    return List.of(
        TestKeys.sealed(2, HMAC, ED25519, null),
        TestKeys.sealed(1, HMAC, ED25519, NOW.plusSeconds(60)));
  }

  private static Endpoint endpoint(List<EndpointSecret> secrets, EndpointSignature... signatures) {
    return TestKeys.endpoint(secrets, signatures).build();
  }

  private String told(byte[] input) {
    Merchant merchant = Samples.read(Merchant.class, input);
    keys.onRecord(MerchantKeysTest.record(right()));
    Optional<Recipient> before = contractUrl(TestKeys.MERCHANT);
    assertThat(takes(OTHER, merchant)).isEqualTo(merchant.getClientId().equals(OTHER));
    assertThat(contractUrl(TestKeys.MERCHANT)).isEqualTo(before);
    assertThat(contractUrl(OTHER)).as("keys sealed for somebody else").isEmpty();

    if (!takes(TestKeys.MERCHANT, merchant)) {
      assertThat(merchant.getClientId()).isNotEqualTo(TestKeys.MERCHANT);
      assertThat(contractUrl(TestKeys.MERCHANT)).isEqualTo(before);
      return "unusable";
    }
    Set<String> outcomes = new TreeSet<>();
    outcomes.add(attempt(Optional.empty()));
    merchant.getEndpoints().stream()
        .map(Endpoint::getEndpointId)
        .distinct()
        .forEach(endpointId -> outcomes.add(attempt(Optional.of(endpointId))));

    keys.onRecord(MerchantKeysTest.record(right()));
    assertThat(attempt(Optional.empty())).isEqualTo("told");
    assertThat(attempt(Optional.of(TestKeys.ENDPOINT))).isEqualTo("told");
    keys.onRecord(MerchantKeysTest.record(null));
    assertThat(contractUrl(TestKeys.MERCHANT)).isEmpty();
    assertThat(contractUrl(merchant.getClientId())).isEmpty();
    return outcomes.toString();
  }

  /** False for one that is put aside. */
  private boolean takes(String key, Merchant merchant) {
    try {
      keys.onRecord(MerchantKeysTest.record(key, merchant));
      return true;
    } catch (UndecodableRecordException e) {
      return false;
    }
  }

  private Optional<Recipient> contractUrl(String clientId) {
    return keys.find(clientId, Optional.empty());
  }

  private String attempt(Optional<String> endpointId) {
    Optional<Recipient> recipient = keys.find(TestKeys.MERCHANT, endpointId);
    if (recipient.isEmpty()) {
      return "waits";
    }
    sent.clear();
    Shipment.Body body = new Shipment.Body("https://shop.example/", "{}".getBytes(UTF_8));
    WebhookAttempt attempt = sender.attempt(shipment(endpointId), body, recipient.get());
    if (sent.isEmpty()) {
      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(attempt.getError()).startsWith("E_URL");
      return "no URL";
    }
    assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
    Headers headers = sent.getFirst().headers();
    assertThat(headers.names()).containsAnyOf("signature", "webhook-signature");
    assertThat(headers.values("webhook-signature"))
        .allSatisfy(value -> assertThat(value).startsWith("v1"));
    return "told";
  }

  private static Shipment shipment(Optional<String> endpointId) {
    return new Shipment(
        "D1",
        TestKeys.MERCHANT + " lane",
        TestKeys.MERCHANT,
        endpointId,
        "S1",
        1,
        1,
        true,
        "notifySubscription.CREATE",
        0,
        7,
        Optional.empty(),
        Optional.empty());
  }
}
