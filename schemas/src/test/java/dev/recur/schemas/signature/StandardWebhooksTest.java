package dev.recur.schemas.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The signatures that the specification's own libraries are tested with, and the keys' texts. */
class StandardWebhooksTest {

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long TIMESTAMP = 1_614_265_330;
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

  /** What comes before the 32 bytes of a private key in PKCS#8 (RFC 8410). */
  private static final String PKCS8_HEAD = "302e020100300506032b657004220420";

  /** The same of a public key in SubjectPublicKeyInfo. */
  private static final String X509_HEAD = "302a300506032b6570032100";

  @Test
  void v1_shouldBeTheSpecificationsVector() {
    byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    assertThat(StandardWebhooks.v1(key, ID, TIMESTAMP, BODY))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void v1_ofAKeyThatSignsOften_shouldBeTheSameEachTime() {
    byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    StandardWebhooks.HmacKey often = new StandardWebhooks.HmacKey(key);

    for (int i = 0; i < 3; i++) {
      assertThat(often.v1(ID, TIMESTAMP, BODY))
          .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
      assertThat(often.v1("other", TIMESTAMP + i, BODY))
          .isEqualTo(StandardWebhooks.v1(key, "other", TIMESTAMP + i, BODY));
    }
  }

  @Test
  void v1a_shouldBeTheSpecificationsVector() {
    assertThat(StandardWebhooks.v1a(published(), ID, TIMESTAMP, BODY))
        .isEqualTo(
            "v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5"
                + "WqyeFiL8Ag==");
  }

  private static PrivateKey published() {
    byte[] seed = Base64.getDecoder().decode("VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=");
    return StandardWebhooks.ed25519PrivateKey(
        HexFormat.of().parseHex(PKCS8_HEAD + HexFormat.of().formatHex(seed)));
  }

  @Test
  void publicKeyText_shouldHoldTheKeyThatVerifies() throws Exception {
    KeyPair pair = StandardWebhooks.generateEd25519();
    String text = StandardWebhooks.publicKeyText(pair.getPublic());
    String signed = StandardWebhooks.v1a(pair.getPrivate(), ID, TIMESTAMP, BODY);

    assertThat(text).startsWith("whpk_");
    byte[] raw = Base64.getDecoder().decode(text.substring("whpk_".length()));
    assertThat(raw).hasSize(32);
    Signature judge = Signature.getInstance("Ed25519");
    judge.initVerify(
        StandardWebhooks.ed25519PublicKey(
            Base64.getEncoder()
                .encodeToString(
                    HexFormat.of().parseHex(X509_HEAD + HexFormat.of().formatHex(raw)))));
    judge.update((ID + "." + TIMESTAMP + ".").getBytes(UTF_8));
    judge.update(BODY);
    assertThat(judge.verify(Base64.getDecoder().decode(signed.substring("v1a,".length()))))
        .isTrue();
  }

  @Test
  void secretText_shouldHoldTheKey() {
    byte[] key = StandardWebhooks.generateHmacKey();

    assertThat(key).hasSize(StandardWebhooks.HMAC_KEY_BYTES);
    assertThat(key).isNotEqualTo(StandardWebhooks.generateHmacKey());
    assertThat(StandardWebhooks.secretText(key))
        .isEqualTo("whsec_" + Base64.getEncoder().encodeToString(key));
  }

  @Test
  void keysThatAreNone_shouldBeRefused() {
    assertThatThrownBy(() -> StandardWebhooks.ed25519PrivateKey(new byte[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PKCS#8");
    assertThatThrownBy(
            () -> StandardWebhooks.ed25519PublicKey(Keys.base64(Keys.generate().getPublic())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Ed25519");
  }
}
