package dev.recur.schemas.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SecretBoxTest {

  private static final byte[] KEY =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

  private final SecretBox box = new SecretBox(KEY);

  @Property
  void sealed_shouldOpenForItsContext(@ForAll byte[] plain, @ForAll String context) {
    assertThat(box.open(box.seal(plain, context), context)).isEqualTo(plain);
  }

  @Property(tries = 200)
  void anyBitChanged_shouldNotOpen(@ForAll byte[] plain, @ForAll int position) {
    byte[] sealed = box.seal(plain, "merchant/1");
    int bit = Math.floorMod(position, sealed.length * 8);
    sealed[bit / 8] ^= (byte) (1 << bit % 8);

    assertThatExceptionOfType(BrokenSealException.class)
        .isThrownBy(() -> box.open(sealed, "merchant/1"));
  }

  @Property(tries = 200)
  void anyBytes_shouldNotOpen(@ForAll byte[] bytes) {
    assertThatExceptionOfType(BrokenSealException.class).isThrownBy(() -> box.open(bytes, "any"));
  }

  @Example
  void otherContextOrKey_shouldNotOpen() {
    byte[] sealed = box.seal("secret".getBytes(UTF_8), "merchant/1");
    byte[] otherKey = KEY.clone();
    otherKey[31]++;

    assertThatExceptionOfType(BrokenSealException.class)
        .isThrownBy(() -> box.open(sealed, "merchant/2"));
    assertThatExceptionOfType(BrokenSealException.class)
        .isThrownBy(() -> new SecretBox(otherKey).open(sealed, "merchant/1"));
  }

  @Example
  void theSameTwice_shouldNotLookTheSame() {
    byte[] plain = "secret".getBytes(UTF_8);

    assertThat(box.seal(plain, "c")).isNotEqualTo(box.seal(plain, "c"));
    assertThat(box.seal(plain, "c")).startsWith(1).hasSize(1 + 12 + plain.length + 16);
  }

  @Example
  void derived_shouldBeHkdfOverSha256() throws Exception {
    // RFC 5869, written out: extract without salt, then one block of expand.
    byte[] extracted = hmac(new byte[32], KEY);
    byte[] label = "recur\npurpose\napproval-token".getBytes(UTF_8);
    byte[] block = Arrays.copyOf(label, label.length + 1);
    block[label.length] = 1;

    assertThat(box.derive("approval-token")).isEqualTo(hmac(extracted, block));
    assertThat(box.derive("another")).isNotEqualTo(box.derive("approval-token"));
  }

  @Example
  void keyOfAnotherLength_shouldBeRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SecretBox(new byte[16]));
  }

  private static byte[] hmac(byte[] key, byte[] message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }
}
