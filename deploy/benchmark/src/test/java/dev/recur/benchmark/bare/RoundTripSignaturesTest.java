package dev.recur.benchmark.bare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.benchmark.bare.RoundTripSignatures.Head;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.WireSignature;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundTripSignaturesTest {

  private static final String PATH = "/ams/sandbox/api/v1/subscriptions/create";
  private static final KeyPair MERCHANT = Keys.generate();
  private static final KeyPair PLATFORM = Keys.generate();
  private static final byte[] BODY = "{\"subscriptionRequestId\":\"order-1\"}".getBytes(UTF_8);

  private final RoundTripSignatures signatures =
      new RoundTripSignatures(
          Keys.base64(MERCHANT.getPublic()), Keys.base64(PLATFORM.getPrivate()));

  @Test
  void aRequestOfTheMerchant_passes_andNoOther() {
    Head head = signed(MERCHANT, PATH);
    signatures.verify(head, BODY);

    assertThatThrownBy(() -> signatures.verify(head, "{}".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> signatures.verify(signed(PLATFORM, PATH), BODY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> signatures.verify(new Head("POST", PATH, "CLIENT", "1700000000000", ""), BODY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CLIENT");
  }

  @Test
  void anAnswer_hasASignatureOfItsOwn_whichThePlatformsKeyVerifies() {
    byte[] answer = "{\"result\":{\"resultStatus\":\"S\"}}".getBytes(UTF_8);
    Map<String, String> sample =
        Map.of("client-id", "CLIENT", "response-time", "1", "signature", "of another answer");

    Map<String, String> headers = signatures.sign(signed(MERCHANT, PATH), sample, answer);

    assertThat(headers).containsOnlyKeys(sample.keySet()).containsEntry("client-id", "CLIENT");
    assertThat(SignatureHeader.parse(headers.getOrDefault("signature", "")))
        .hasValueSatisfying(
            signature ->
                assertThat(
                        WireSignature.verify(
                            PLATFORM.getPublic(),
                            signature,
                            "POST",
                            PATH,
                            "CLIENT",
                            headers.getOrDefault("response-time", ""),
                            answer))
                    .isTrue());
  }

  private static Head signed(KeyPair by, String path) {
    String time = "1700000000000";
    String signature =
        WireSignature.sign(by.getPrivate(), 1, "POST", path, "CLIENT", time, BODY).value();
    return new Head("POST", path, "CLIENT", time, signature);
  }
}
