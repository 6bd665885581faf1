package dev.recur.schemas.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.global.api.tools.SignatureTool;
import com.alipay.global.api.tools.WebhookTool;
import java.security.KeyPair;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The official SDK is the judge: what it signs we accept, what we sign it accepts. */
class WireSignatureTest {

  private static final KeyPair PAIR = Keys.generate();
  private static final KeyPair OTHER = Keys.generate();

  private static final String METHOD = "POST";
  private static final String PATH = "/ams/api/v1/subscriptions/create";
  private static final String CLIENT = "SANDBOX_5YEX7P2ZK3L901234";
  private static final String TIME = "1801267200123";
  private static final String BODY = "{\"name\":\"Zürich 订阅 🧾\",\"a\":\"x=y&z+1\"}";

  @ParameterizedTest
  @ValueSource(strings = {PATH, PATH + "?a=b&c=%20", "/", "/hook?é"})
  void whatTheSdkSigns_shouldBeAccepted(String path) throws Exception {
    String header = "algorithm=RSA256,keyVersion=1,signature=" + signedBySdk(path);

    assertThat(verify(header, path, BODY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {PATH, PATH + "?a=b&c=%20", "/", "/hook?é"})
  void whatWeSign_shouldBeAcceptedByTheSdk(String path) throws Exception {
    SignatureHeader header = sign(path, BODY);

    String sent = header.value().substring(header.value().indexOf("signature=") + 10);
    assertThat(
            SignatureTool.verify(
                METHOD, path, CLIENT, TIME, BODY, sent, Keys.base64(PAIR.getPublic())))
        .isTrue();
    assertThat(judgedByWebhookTool(header.value(), path, BODY)).isTrue();
  }

  @Test
  void whatWeSign_shouldBeRefusedByTheSdkWhenChanged() throws Exception {
    String header = sign(PATH + "?a=b", BODY).value();

    assertThat(judgedByWebhookTool(header, PATH, BODY)).isFalse();
    assertThat(judgedByWebhookTool(header, PATH + "?a=b", BODY + " ")).isFalse();
    assertThat(judgedByWebhookTool(header, PATH + "?a=b", BODY)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /p, c, 1, body",
    "POST, /q, c, 1, body",
    "POST, /p, d, 1, body",
    "POST, /p, c, 2, body",
    "POST, /p, c, 1, other"
  })
  void anyPartChanged_shouldBeRefused(
      String method, String path, String client, String time, String body) {
    SignatureHeader header =
        WireSignature.sign(PAIR.getPrivate(), 1, "POST", "/p", "c", "1", "body".getBytes(UTF_8));

    assertThat(
            WireSignature.verify(
                PAIR.getPublic(), header, method, path, client, time, body.getBytes(UTF_8)))
        .isFalse();
  }

  @Test
  void otherKey_shouldBeRefused() {
    SignatureHeader header = sign(PATH, BODY);

    assertThat(
            WireSignature.verify(
                OTHER.getPublic(), header, METHOD, PATH, CLIENT, TIME, BODY.getBytes(UTF_8)))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not base64 !", "QUJD", "AAAA"})
  void nonsense_shouldBeRefused(String signature) {
    assertThat(verify(new SignatureHeader("RSA256", 1, signature), PATH, BODY)).isFalse();
  }

  @Test
  void otherAlgorithm_shouldBeRefused() {
    SignatureHeader header = sign(PATH, BODY);

    assertThat(verify(new SignatureHeader("none", 1, header.signature()), PATH, BODY)).isFalse();
    assertThat(verify(new SignatureHeader("rsa256", 1, header.signature()), PATH, BODY)).isTrue();
  }

  @Test
  void bodyThatIsNoUtf8_shouldBeSignedAsItIs() {
    byte[] body = {(byte) 0xff, 0, (byte) 0xfe};
    byte[] replaced = new String(body, UTF_8).getBytes(UTF_8);
    SignatureHeader header =
        WireSignature.sign(PAIR.getPrivate(), 1, METHOD, PATH, CLIENT, TIME, body);

    assertThat(WireSignature.verify(PAIR.getPublic(), header, METHOD, PATH, CLIENT, TIME, body))
        .isTrue();
    assertThat(WireSignature.verify(PAIR.getPublic(), header, METHOD, PATH, CLIENT, TIME, replaced))
        .isFalse();
  }

  @Test
  void rawBase64_shouldBeAcceptedToo() {
    SignatureHeader header = sign(PATH, BODY);

    assertThat(verify("algorithm=RSA256,signature=" + header.signature(), PATH, BODY)).isTrue();
  }

  private static String signedBySdk(String path) throws Exception {
    return SignatureTool.sign(METHOD, path, CLIENT, TIME, BODY, Keys.base64(PAIR.getPrivate()));
  }

  private static SignatureHeader sign(String path, String body) {
    return WireSignature.sign(
        PAIR.getPrivate(), 1, METHOD, path, CLIENT, TIME, body.getBytes(UTF_8));
  }

  private static boolean verify(String header, String path, String body) {
    return verify(SignatureHeader.parse(header).orElseThrow(), path, body);
  }

  private static boolean verify(SignatureHeader header, String path, String body) {
    return WireSignature.verify(
        PAIR.getPublic(), header, METHOD, path, CLIENT, TIME, body.getBytes(UTF_8));
  }

  private static boolean judgedByWebhookTool(String header, String path, String body)
      throws Exception {
    return WebhookTool.checkSignature(
        path, METHOD, CLIENT, TIME, header, body, Keys.base64(PAIR.getPublic()));
  }

  @Test
  void keysInTheFormsOfTheContract_shouldBeRead() {
    String publicKey = Keys.base64(PAIR.getPublic());
    String privateKey = Keys.base64(PAIR.getPrivate());
    String lines =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(PAIR.getPublic().getEncoded());

    assertThat(Keys.publicKey(publicKey)).isEqualTo(PAIR.getPublic());
    assertThat(Keys.privateKey(privateKey)).isEqualTo(PAIR.getPrivate());
    assertThat(
            Keys.publicKey("-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n"))
        .isEqualTo(PAIR.getPublic());
  }
}
