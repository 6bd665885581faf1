package dev.recur.service.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.WireSignature;
import dev.recur.service.mapping.MerchantMapping;
import dev.recur.service.read.MerchantProfile.Registration;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.Policies;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MerchantsListenerTest {

  private static final KeyPair MERCHANT_KEYS = Keys.generate();
  private static final KeyPair PLATFORM_KEYS = Keys.generate();

  /** None of them the default. */
  private static final Policies POLICIES =
      new Policies(60, List.of(2), 4, Policies.FinalAct.PAUSE, 7, Policies.CatchUp.HOLD, 3, 5, 6);

  private final SecretBox secrets = new SecretBox(new byte[32]);
  private final MerchantsListener merchants = new MerchantsListener(secrets);

  @Test
  void merchant_shouldVerifyAndBeSignedTo() {
    take("M1", merchant("M1"));
    MerchantProfile profile = Objects.requireNonNull(merchants.find("M1"));
    assertThat(profile.key(null)).isEqualTo(MERCHANT_KEYS.getPublic());
    assertThat(profile.key(1)).isEqualTo(MERCHANT_KEYS.getPublic());
    assertThat(profile.key(2)).isNull();
    assertThat(profile.policies()).isEqualTo(POLICIES);
    assertThat(profile.methodProfile()).isEqualTo(MethodProfile.ONERWAY);

    byte[] body = {1, 2, 3};
    String header = profile.signer().sign("POST", "/x", "M1", "0", body);
    assertThat(
            WireSignature.verify(
                PLATFORM_KEYS.getPublic(),
                SignatureHeader.parse(header).orElseThrow(),
                "POST",
                "/x",
                "M1",
                "0",
                body))
        .isTrue();
    assertThat(profile.signer().toString()).doesNotContain("RSA");
  }

  @Test
  void gatewaysOwnRecord_shouldBeNoMerchant() {
    assertThat(merchants.hasGatewaySigner()).isFalse();
    take(Merchants.GATEWAY_ID, merchant(Merchants.GATEWAY_ID));
    assertThat(merchants.hasGatewaySigner()).isTrue();
    assertThat(merchants.find(Merchants.GATEWAY_ID)).isNull();
    assertThat(merchants.gatewaySigner().publicKey())
        .isEqualTo(Keys.base64(PLATFORM_KEYS.getPublic()));
  }

  @Test
  void tombstone_shouldForget() {
    take("M1", merchant("M1"));
    take("M1", null);
    assertThat(merchants.find("M1")).isNull();
  }

  @Test
  void recordUnderAnothersKey_shouldBeUnusable_andTakeNobodysPlace() {
    take("M1", merchant("M1"));
    assertThatThrownBy(() -> take("M1", merchant("M2")))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("clientId");
    assertThat(Objects.requireNonNull(merchants.find("M1")).clientId()).isEqualTo("M1");
  }

  @Test
  void keySealedForAnotherMerchant_shouldStopTheProcess() {
    Merchant stolen = Merchant.newBuilder(merchant("M1")).setClientId("M2").build();
    assertThatThrownBy(() -> take("M2", stolen))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("recur.master-key");
  }

  @Test
  void awaitTaken_shouldSayWhetherItCame() throws InterruptedException {
    Merchant merchant = merchant("M1");
    take("M1", merchant);
    assertThat(merchants.awaitTaken(Map.of(0, 1L), Duration.ofMillis(10))).isFalse();
    merchants.onBatch(Map.of(0, 1L));
    assertThat(merchants.awaitTaken(Map.of(0, 1L), Duration.ofMillis(10))).isTrue();
    assertThat(merchants.record("M1")).isSameAs(merchant);
  }

  private Merchant merchant(String clientId) {
    return MerchantMapping.newMerchant(
        new Registration(
            clientId,
            "Club",
            clientId.equals(Merchants.GATEWAY_ID) ? null : MERCHANT_KEYS.getPublic(),
            true,
            POLICIES,
            false,
            MethodProfile.ONERWAY),
        PLATFORM_KEYS,
        secrets,
        Instant.EPOCH);
  }

  private void take(String key, @Nullable Merchant value) {
    merchants.onRecord(new TopicRecord<>(key, value, 0, 0, 0, new RecordHeaders()));
  }
}
