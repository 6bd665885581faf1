package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.signature.StandardWebhooks;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is told, and which keys sign. */
class MerchantKeysTest {

  private static final byte[] HMAC = StandardWebhooks.generateHmacKey();
  private static final KeyPair ED25519 = StandardWebhooks.generateEd25519();

  private final MerchantKeys keys = new MerchantKeys(TestKeys.BOX);

  @Test
  void highestVersion_shouldSign() {
    keys.onRecord(
        record(
            TestKeys.merchant(
                TestKeys.sealed(2, TestKeys.SECOND), TestKeys.sealed(1, TestKeys.FIRST))));

    AntomSigner signer = (AntomSigner) contractUrl(keys).orElseThrow().signers().getFirst();
    assertThat(signer.keyVersion()).isEqualTo(2);
    assertThat(signer.key()).isEqualTo(TestKeys.SECOND.getPrivate());
  }

  @Test
  void unknownMerchant_shouldNotBeFound() {
    assertThat(keys.find("nobody", Optional.empty())).isEmpty();
    assertThat(keys.find("nobody", Optional.of(TestKeys.ENDPOINT))).isEmpty();
  }

  @Test
  void deletedMerchant_shouldNotBeFound() {
    keys.onRecord(record(TestKeys.merchant(TestKeys.sealed(1, TestKeys.FIRST))));
    keys.onRecord(record(null));

    assertThat(contractUrl(keys)).isEmpty();
  }

  @Test
  void recordUnderAnothersKey_shouldBeUnusable_andTouchNobody() {
    keys.onRecord(record(TestKeys.merchant(TestKeys.sealed(1, TestKeys.FIRST))));

    assertThatThrownBy(() -> keys.onRecord(record("SANDBOX_M2", TestKeys.merchant())))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("clientId");
    assertThat(contractUrl(keys)).isPresent();
    assertThat(keys.find("SANDBOX_M2", Optional.empty())).isEmpty();
  }

  @Test
  void otherMasterKey_shouldLetEverythingWait() {
    MerchantKeys other = new MerchantKeys(new SecretBox(TestKeys.filled(2)));
    other.onRecord(
        record(
            TestKeys.merchant(
                List.of(endpoint(EndpointSignature.STANDARD_V1)),
                TestKeys.sealed(1, TestKeys.FIRST))));

    assertThat(contractUrl(other)).isEmpty();
    assertThat(other.find(TestKeys.MERCHANT, Optional.of(TestKeys.ENDPOINT))).isEmpty();
  }

  @Test
  void contractUrl_shouldBeSignedByAntomsRulesAlone_andHaveToSayS() {
    keys.onRecord(
        record(
            TestKeys.merchant(
                List.of(endpoint(EndpointSignature.STANDARD_V1)),
                TestKeys.sealed(1, TestKeys.FIRST))));

    Recipient recipient = contractUrl(keys).orElseThrow();
    assertThat(recipient.signers()).hasExactlyElementsOfTypes(AntomSigner.class);
    assertThat(recipient.acknowledgement()).isEqualTo(Acknowledgement.RESULT_S);
    assertThat(recipient.url()).isEmpty();
  }

  @Test
  void endpoint_shouldBeSignedAsItWants_andToldWhereItIsNow() {
    know(endpoint(EndpointSignature.STANDARD_V1A));

    Recipient recipient = found().orElseThrow();
    assertThat(recipient.signers()).hasExactlyElementsOfTypes(StandardSigner.class);
    assertThat(recipient.acknowledgement()).isEqualTo(Acknowledgement.ANY_2XX);
    assertThat(recipient.url()).contains("https://shop.example/hooks");
  }

  @Test
  void endpointThatNamesNoSignature_shouldHaveBothKinds() {
    know(endpoint());
    assertThat(found().orElseThrow().signers())
        .hasExactlyElementsOfTypes(AntomSigner.class, StandardSigner.class);

    know(endpoint(EndpointSignature.UNKNOWN));
    assertThat(found().orElseThrow().signers()).hasSize(2);
  }

  @Test
  void endpointThatCannotBeSignedAsItWants_shouldWait() {
    know(TestKeys.endpoint(List.of(), EndpointSignature.STANDARD_V1).build());
    assertThat(found()).isEmpty();

    keys.onRecord(record(TestKeys.merchant(List.of(endpoint(EndpointSignature.ANTOM)))));
    assertThat(found()).isEmpty();
  }

  /** A secret that was sealed for another endpoint must not sign for this one. */
  @Test
  void secretFromAnotherPlace_shouldNotOpen() {
    Endpoint endpoint = endpoint(EndpointSignature.STANDARD_V1);
    know(Endpoint.newBuilder(endpoint).setEndpointId("Eother").build());

    assertThat(keys.find(TestKeys.MERCHANT, Optional.of("Eother"))).isEmpty();
  }

  @Test
  void endpointThatIsNoLongerThere_shouldWait() {
    know(endpoint());
    keys.onRecord(record(TestKeys.merchant(TestKeys.sealed(1, TestKeys.FIRST))));

    assertThat(found()).isEmpty();
    assertThat(contractUrl(keys)).isPresent();
  }

  @Test
  void keys_shouldNotBeInTheLog() {
    know(endpoint(EndpointSignature.STANDARD_V1, EndpointSignature.STANDARD_V1A));

    assertThat(TestKeys.signer().toString()).isEqualTo("AntomSigner[SANDBOX_M1, version 1]");
    assertThat(found().orElseThrow().signers().getFirst().toString())
        .isEqualTo("StandardSigner[1 secrets]");
  }

  private static Endpoint endpoint(EndpointSignature... signatures) {
    return TestKeys.endpoint(List.of(TestKeys.sealed(1, HMAC, ED25519, null)), signatures).build();
  }

  private void know(Endpoint endpoint) {
    keys.onRecord(record(TestKeys.merchant(List.of(endpoint), TestKeys.sealed(1, TestKeys.FIRST))));
  }

  private Optional<Recipient> found() {
    return keys.find(TestKeys.MERCHANT, Optional.of(TestKeys.ENDPOINT));
  }

  private static Optional<Recipient> contractUrl(MerchantKeys keys) {
    return keys.find(TestKeys.MERCHANT, Optional.empty());
  }

  static TopicRecord<Merchant> record(@Nullable Merchant merchant) {
    return record(TestKeys.MERCHANT, merchant);
  }

  static TopicRecord<Merchant> record(String clientId, @Nullable Merchant merchant) {
    return new TopicRecord<>(clientId, merchant, 0, 0, 0, new RecordHeaders());
  }
}
