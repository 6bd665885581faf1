package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.signature.SecretBox;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which key signs. */
class PlatformKeysTest {

  private final PlatformKeys keys = new PlatformKeys(TestKeys.BOX);

  @Test
  void highestVersion_shouldSign() {
    keys.onRecord(
        record(
            TestKeys.merchant(
                TestKeys.sealed(2, TestKeys.SECOND), TestKeys.sealed(1, TestKeys.FIRST))));

    Signer signer = keys.signer(TestKeys.MERCHANT).orElseThrow();
    assertThat(signer.keyVersion()).isEqualTo(2);
    assertThat(signer.key()).isEqualTo(TestKeys.SECOND.getPrivate());
  }

  @Test
  void unknownMerchant_shouldHaveNoSigner() {
    assertThat(keys.signer("nobody")).isEmpty();
  }

  @Test
  void deletedMerchant_shouldHaveNoSigner() {
    keys.onRecord(record(TestKeys.merchant(TestKeys.sealed(1, TestKeys.FIRST))));
    keys.onRecord(record(null));

    assertThat(keys.signer(TestKeys.MERCHANT)).isEmpty();
  }

  @Test
  void otherMasterKey_shouldLeaveTheMerchantWithoutSigner() {
    PlatformKeys other = new PlatformKeys(new SecretBox(TestKeys.filled(2)));
    other.onRecord(record(TestKeys.merchant(TestKeys.sealed(1, TestKeys.FIRST))));

    assertThat(other.signer(TestKeys.MERCHANT)).isEmpty();
  }

  @Test
  void privateKey_shouldNotBeInTheLog() {
    assertThat(TestKeys.signer().toString()).isEqualTo("Signer[SANDBOX_M1, version 1]");
  }

  static TopicRecord<Merchant> record(@Nullable Merchant merchant) {
    return new TopicRecord<>(TestKeys.MERCHANT, merchant, 0, 0, 0, new RecordHeaders());
  }
}
