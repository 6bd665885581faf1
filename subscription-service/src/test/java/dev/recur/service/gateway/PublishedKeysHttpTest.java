package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.signature.Keys;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.Json;
import dev.recur.service.testing.MemoryMerchants;
import dev.recur.service.testing.Operator;
import dev.recur.service.testing.RunningService;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PublishedKeysHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final Operator OPERATOR = new Operator(SERVICE);
  private static final HttpCaller HTTP = new HttpCaller(SERVICE);

  private final String clientId = OPERATOR.newMerchant();

  @Test
  void keys_shouldBeThoseThatVerify() throws Exception {
    String endpoint = endpoint();
    Response response = get(clientId);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("cache-control")).isEqualTo("public, max-age=300");
    assertThat(kids(response)).containsExactly("1", endpoint + "/1");

    Json rsa = key(response, 0);
    RSAPublicKeySpec spec = new RSAPublicKeySpec(number(text(rsa, "n")), number(text(rsa, "e")));
    assertThat(Keys.base64(KeyFactory.getInstance("RSA").generatePublic(spec)))
        .isEqualTo(
            Objects.requireNonNull(SERVICE.bean(MemoryMerchants.class).find(clientId))
                .signer()
                .publicKey());
    assertThat(text(rsa, "alg")).isEqualTo("RS256");

    Json okp = key(response, 1);
    assertThat(text(okp, "crv")).isEqualTo("Ed25519");
    assertThat(Base64.getUrlDecoder().decode(text(okp, "x"))).hasSize(32);
    String whpk =
        text(
            OPERATOR.json(
                OPERATOR.send(
                    "GET", "/admin/merchants/" + clientId + "/endpoints/" + endpoint, "")),
            "publicKey");
    assertThat(Base64.getUrlDecoder().decode(text(okp, "x")))
        .isEqualTo(Base64.getDecoder().decode(whpk.substring("whpk_".length())));
    assertThat(response.text()).doesNotContain("\"d\"", "whsec_");
  }

  @Test
  void rotatedKeys_shouldStayForTheirOverlap() {
    String endpoint = endpoint();
    String keys = "/admin/merchants/" + clientId + "/keys/rotate";
    Response rotated = OPERATOR.send("POST", keys, "{\"fromVersion\":1}");
    assertThat(rotated.text()).contains("\"keyVersion\":2");
    assertThat(OPERATOR.send("POST", keys, "{\"fromVersion\":1}").text()).isEqualTo(rotated.text());
    OPERATOR.send(
        "POST", "/admin/merchants/" + clientId + "/endpoints/" + endpoint + "/keys/rotate", "");
    assertThat(kids(get(clientId))).containsExactly("1", "2", endpoint + "/1", endpoint + "/2");
    assertThat(
            Objects.requireNonNull(SERVICE.bean(MemoryMerchants.class).find(clientId))
                .signer()
                .keyVersion())
        .isEqualTo(2);

    OPERATOR.send("POST", keys, "{\"overlapHours\":0}");
    OPERATOR.send(
        "POST",
        "/admin/merchants/" + clientId + "/endpoints/" + endpoint + "/keys/rotate",
        "{\"overlapHours\":0}");
    assertThat(kids(get(clientId))).containsExactly("3", endpoint + "/3");
  }

  @Test
  void platformKeys_shouldBeFewAndOnlyOfMerchants() {
    String keys = "/admin/merchants/" + clientId + "/keys/rotate";
    for (int i = 0; i < 4; i++) {
      assertThat(OPERATOR.send("POST", keys, "").status()).isEqualTo(200);
    }
    assertThat(OPERATOR.send("POST", keys, "").status()).isEqualTo(409);
    assertThat(OPERATOR.send("POST", keys, "{\"overlapHours\":0}").status()).isEqualTo(200);
    assertThat(OPERATOR.send("POST", keys, "{\"fromVersion\":99}").status()).isEqualTo(409);
    assertThat(OPERATOR.send("POST", "/admin/merchants/nobody/keys/rotate", "").status())
        .isEqualTo(404);
  }

  @Test
  void unknownClient_shouldBeA404() {
    Response response = get("nobody");
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.text()).contains("no such client");
  }

  private String endpoint() {
    return text(
        OPERATOR.json(
            OPERATOR.send(
                "POST",
                "/admin/merchants/" + clientId + "/endpoints",
                "{\"url\":\"https://shop.example/\"}")),
        "endpointId");
  }

  private static Response get(String clientId) {
    return HTTP.send("GET", SERVICE.gatewayUrl() + "/webhooks/keys/" + clientId, Map.of(), "");
  }

  private static List<String> kids(Response response) {
    List<String> kids = new ArrayList<>();
    OPERATOR.json(response).at("keys").all().forEach(key -> kids.add(key.text("kid")));
    return kids;
  }

  private static Json key(Response response, int index) {
    return OPERATOR.json(response).at("keys").at(index);
  }

  private static BigInteger number(String base64Url) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64Url));
  }

  private static String text(Json object, String name) {
    return object.text(name);
  }
}
