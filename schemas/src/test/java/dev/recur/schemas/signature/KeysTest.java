package dev.recur.schemas.signature;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "%%%", "QUJD", "MIIB"})
  void nonsense_shouldBeRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Keys.publicKey(text));
    assertThatIllegalArgumentException().isThrownBy(() -> Keys.privateKey(text));
  }

  @Test
  void shortKey_shouldBeRefused() throws Exception {
    KeyPair pair = pair("RSA", 1024);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.publicKey(base64(pair.getPublic())))
        .withMessageContaining("1024 bits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.privateKey(pair.getPrivate().getEncoded()));
  }

  @Test
  void otherKind_shouldBeRefused() throws Exception {
    KeyPair pair = pair("EC", 256);

    assertThatIllegalArgumentException().isThrownBy(() -> Keys.publicKey(base64(pair.getPublic())));
  }

  @Test
  void privateForPublic_shouldBeRefused() {
    KeyPair pair = Keys.generate();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.publicKey(base64(pair.getPrivate())));
  }

  private static KeyPair pair(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static String base64(Key key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }
}
