package dev.recur.schemas.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Java's own RSA is the judge. */
class RsaTest {

  private static final String JAVAS_OWN = "SunRsaSign";
  private static final KeyPair JAVAS = javas();
  private static final byte[] BODY = {1, 2, 3};

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void whereThereIsMachineCode_shouldBeThat() {
    assertThat(Rsa.isNative()).isTrue();
  }

  @Property(tries = 50)
  void whatIsSigned_shouldBeWhatJavaSigns(@ForAll byte[] body) throws Exception {
    PrivateKey ours = Keys.privateKey(JAVAS.getPrivate().getEncoded());

    byte[] signed = signed(Rsa.signature(), ours, body);

    assertThat(signed).isEqualTo(signed(javasSignature(), JAVAS.getPrivate(), body));
    assertThat(isOf(JAVAS.getPublic(), body, signed)).isTrue();
  }

  @Test
  void privateKey_shouldBeWrittenAsJavaWritesIt() {
    PrivateKey ours = Keys.privateKey(JAVAS.getPrivate().getEncoded());

    assertThat(Keys.base64(ours)).isEqualTo(Keys.base64(JAVAS.getPrivate()));
  }

  @Test
  void newKey_shouldFitItsPublicOne() throws Exception {
    KeyPair pair = Keys.generate();

    assertThat(isOf(pair.getPublic(), BODY, signed(Rsa.signature(), pair.getPrivate(), BODY)))
        .isTrue();
  }

  private static byte[] signed(Signature signature, PrivateKey key, byte[] body)
      throws GeneralSecurityException {
    signature.initSign(key);
    signature.update(body);
    return signature.sign();
  }

  private static boolean isOf(PublicKey key, byte[] body, byte[] signed)
      throws GeneralSecurityException {
    Signature signature = javasSignature();
    signature.initVerify(key);
    signature.update(body);
    return signature.verify(signed);
  }

  private static Signature javasSignature() throws GeneralSecurityException {
    return Signature.getInstance("SHA256withRSA", JAVAS_OWN);
  }

  private static KeyPair javas() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", JAVAS_OWN);
      generator.initialize(Keys.KEY_BITS_MIN);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
