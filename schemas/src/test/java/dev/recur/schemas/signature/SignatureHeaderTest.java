package dev.recur.schemas.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class SignatureHeaderTest {

  @Property
  void written_shouldBeReadBack(
      @ForAll @IntRange(min = 1) int keyVersion, @ForAll @NotEmpty @Size(max = 600) byte[] bytes) {
    var header =
        new SignatureHeader("RSA256", keyVersion, Base64.getEncoder().encodeToString(bytes));

    assertThat(SignatureHeader.parse(header.value())).contains(header);
  }

  @Property
  void anyText_shouldBeReadOrNot(@ForAll String text) {
    SignatureHeader.parse(text);
    SignatureHeader.parse("signature=" + text);
    SignatureHeader.parse("keyVersion=" + text + ",signature=QUJD");
  }

  @Example
  void signatureAlone_shouldMeanRsa256AndTheLatestKey() {
    assertThat(SignatureHeader.parse("signature=QUI%3D"))
        .contains(new SignatureHeader("RSA256", null, "QUI="));
  }

  @Example
  void blanksAnyOrderAndCase_shouldBeTaken() {
    assertThat(SignatureHeader.parse(" signature = QUI%3D , KeyVersion=2, Algorithm = RSA256 "))
        .contains(new SignatureHeader("RSA256", 2, "QUI="));
  }

  @Example
  void plusThatWasNotEncoded_shouldStay() {
    assertThat(SignatureHeader.parse("signature=a+b%2Fc%3D"))
        .contains(new SignatureHeader("RSA256", null, "a+b/c="));
  }

  @Example
  void partsOfALaterContract_shouldBePassedOver() {
    assertThat(SignatureHeader.parse("algorithm=RSA256,nonce=1,what,signature=QUI%3D")).isPresent();
  }

  @Example
  void withoutSignatureOrBroken_shouldBeEmpty() {
    assertThat(SignatureHeader.parse("")).isEmpty();
    assertThat(SignatureHeader.parse("algorithm=RSA256,keyVersion=1")).isEmpty();
    assertThat(SignatureHeader.parse("signature=")).isEmpty();
    assertThat(SignatureHeader.parse("signature=%zz")).isEmpty();
    assertThat(SignatureHeader.parse("keyVersion=one,signature=QUI%3D")).isEmpty();
    assertThat(SignatureHeader.parse("signature=" + "A".repeat(9000))).isEmpty();
  }

  @Example
  void keyVersionThatIsAbsent_shouldNotBeWritten() {
    assertThat(new SignatureHeader("RSA256", null, "QUI=").value())
        .isEqualTo("algorithm=RSA256,signature=QUI%3D");
  }
}
