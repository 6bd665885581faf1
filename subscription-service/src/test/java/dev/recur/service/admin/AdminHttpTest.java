package dev.recur.service.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.signature.Keys;
import dev.recur.service.admin.ClockTicks.Target;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.Policies;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemoryMerchants;
import dev.recur.service.testing.RawSocketCaller;
import dev.recur.service.testing.RunningService;
import io.micronaut.web.router.Router;
import java.security.KeyPair;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final HttpCaller HTTP = new HttpCaller(SERVICE);
  private static final Map<String, String> OPERATOR =
      Map.of("Authorization", "Bearer " + RunningService.ADMIN_TOKEN);
  private static final KeyPair KEYS = Keys.generate();

  private final MemoryClockTicks ticks = SERVICE.bean(MemoryClockTicks.class);

  @AfterEach
  void letEveryPartitionArrive() {
    ticks.setArriving(MemoryClockTicks.PARTITIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer wrong", "Basic b3BlcmF0b3JzLW9ubHk=", "operators-only"})
  void withoutTheToken_shouldBeTurnedAway(String authorization) {
    Map<String, String> headers =
        authorization.isEmpty() ? Map.of() : Map.of("Authorization", authorization);
    for (String path :
        List.of(
            "/admin/merchants",
            "/admin/test-clocks",
            "/admin/test-clocks/x/advance",
            "/admin/subscriptions/S/held-cycles",
            "/admin/subscriptions/S/release",
            "/admin/")) {
      Response response = HTTP.send("POST", SERVICE.adminUrl() + path, headers, "{}");
      assertThat(response.status()).isEqualTo(401);
      assertThat(response.header("www-authenticate")).isEqualTo("Bearer");
    }
  }

  @Test
  void gatewayPort_shouldNotBeTheOperatorsDoor() {
    for (String path :
        List.of("/admin/merchants", "/admin/subscriptions/S/release", "/health", "/prometheus")) {
      assertThat(HTTP.send("POST", SERVICE.gatewayUrl() + path, OPERATOR, "{}").status())
          .isIn(404, 405);
      assertThat(HTTP.send("GET", SERVICE.gatewayUrl() + path, OPERATOR, "").status())
          .isIn(404, 405);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/readiness", "/health/liveness", "/prometheus"})
  void healthAndMetrics_shouldNeedNoToken(String path) {
    assertThat(HTTP.send("GET", SERVICE.adminUrl() + path, Map.of(), "").status()).isEqualTo(200);
  }

  @Test
  void merchant_shouldBeRegisteredOnce() {
    String clientId = newId();
    Response first = post("/admin/merchants", merchant(clientId, "Club", true));
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text())
        .contains("\"clientId\":\"" + clientId + "\"", "\"keyVersion\":1")
        .contains(
            "\"platformPublicKey\":\""
                + Objects.requireNonNull(SERVICE.bean(MemoryMerchants.class).find(clientId))
                    .signer()
                    .publicKey());
    Response again = post("/admin/merchants", merchant(clientId, "Club", true));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(first.text());
    for (String other :
        List.of(
            merchant(clientId, "Other", true),
            merchant(clientId, "Club", false),
            merchant(clientId, "Club", true).replace("}", ",\"pciCertified\":true}"),
            merchant(clientId, "Club", true).replace("}", ",\"methodProfile\":\"ONERWAY\"}"),
            merchant(clientId, "Club", true)
                .replace("}", ",\"policies\":{\"chargeLeadMinutes\":0}}"))) {
      Response conflict = post("/admin/merchants", other);
      assertThat(conflict.status()).isEqualTo(409);
      assertThat(conflict.text()).contains("registered otherwise");
    }
  }

  @Test
  void merchant_shouldHaveItsPolicies() {
    String clientId = newId();
    post(
        "/admin/merchants",
        merchant(clientId, "Club", false)
            .replace(
                "}",
                ",\"policies\":{\"retryDays\":[2],\"chargesPerDayMax\":9,"
                    + "\"finalAct\":\"CANCEL\",\"graceDays\":\"14\","
                    + "\"catchUp\":\"EACH\",\"catchUpPeriodsMax\":3,"
                    + "\"trialNoticeDays\":2,\"renewalNoticeDays\":\"30\"}}"));
    assertThat(
            Objects.requireNonNull(SERVICE.bean(MemoryMerchants.class).find(clientId)).policies())
        .isEqualTo(
            new Policies(
                1435,
                List.of(2),
                9,
                Policies.FinalAct.CANCEL,
                14,
                Policies.CatchUp.EACH,
                3,
                2,
                30));
  }

  @Test
  void merchant_shouldBeUnderACatalogueOfMethods() {
    String plain = newId();
    post("/admin/merchants", merchant(plain, "Club", false));
    assertThat(profileOf(plain)).isEqualTo(MethodProfile.AMS);
    String other = newId();
    post(
        "/admin/merchants",
        merchant(other, "Club", false).replace("}", ",\"methodProfile\":\"ONERWAY\"}"));
    assertThat(profileOf(other)).isEqualTo(MethodProfile.ONERWAY);
    assertThat(
            post(
                    "/admin/merchants",
                    merchant(newId(), "Club", false).replace("}", ",\"methodProfile\":\"STRIPE\"}"))
                .text())
        .contains("methodProfile is none of [AMS, ONERWAY]");
  }

  private static MethodProfile profileOf(String clientId) {
    return Objects.requireNonNull(SERVICE.bean(MemoryMerchants.class).find(clientId))
        .methodProfile();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clientId | \"a b\" | clientId",
        "clientId | \"recur-gateway\" | clientId",
        "clientId | \"SANDBOX_1\" | begins with SANDBOX_",
        "clientId | null | clientId is missing",
        "name | \"\" | name is missing",
        "publicKey | \"bm90IGEga2V5\" | publicKey cannot be taken",
        "publicKey | \"***\" | publicKey cannot be taken",
        "sandbox | null | sandbox is missing",
        "sandbox | \"perhaps\" | neither true nor false"
      })
  void merchant_wrongField_shouldBeNamed(String field, String value, String words) {
    String body = merchant("LIVE_1", "Club", false);
    String changed =
        body.replaceFirst(
            "\"" + field + "\":(\"[^\"]*\"|true|false)", "\"" + field + "\":" + value);
    assertThat(changed).isNotEqualTo(body);
    Response response = post("/admin/merchants", changed);
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.text()).contains(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]"})
  void malformedBody_shouldBeA400(String body) {
    for (String path : List.of("/admin/merchants", "/admin/test-clocks")) {
      Response response = post(path, body);
      assertThat(response.status()).isEqualTo(400);
      assertThat(response.text()).contains("JSON");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/merchants",
        "/admin/merchants/m/buyers/forget",
        "/admin/merchants/m/keys/rotate",
        "/admin/test-clocks",
        "/admin/test-clocks/x/advance",
        "/admin/subscriptions/S/held-cycles",
        "/admin/subscriptions/S/release"
      })
  void unknownField_shouldBeNamed(String path) {
    Response response = post(path, "{\"clientID\":\"m\"}");
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.text()).contains("clientID is not known here: send only what is named ");
    assertThat(post(path, "{\"a b\":1}").text()).contains("A field of the request is not known");
  }

  @Test
  void merchant_unknownPolicy_shouldBeNamed() {
    String body = merchant(newId(), "Club", true).replace("}", ",\"policies\":{\"graceDay\":3}}");
    assertThat(post("/admin/merchants", body).text())
        .contains("policies.graceDay is not known here", "graceDays");
  }

  @Test
  void testClock_shouldOnlyGoOn() {
    String advance = "/admin/test-clocks/" + newClock() + "/advance";
    for (int i = 0; i < 2; i++) {
      Response response = post(advance, "{\"to\": \"2026-02-01T08:00:00+08:00\"}");
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).isEqualTo("{\"now\":\"2026-02-01T00:00:00Z\"}");
    }
    Response earlier = post(advance, "{\"to\": \"2026-01-31T23:59:59Z\"}");
    assertThat(earlier.status()).isEqualTo(409);
    assertThat(earlier.text()).contains("2026-02-01T00:00:00Z");
  }

  @Test
  void testClock_notThereEverywhere_shouldAskToAskAgain() {
    String advance = "/admin/test-clocks/" + newClock() + "/advance";
    ticks.setArriving(MemoryClockTicks.PARTITIONS - 1);
    Response response = post(advance, "{\"to\": \"2026-02-01T00:00:00Z\"}");
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.header("retry-after")).isEqualTo("1");
    assertThat(response.text()).contains("Ask again", "1 partitions");

    ticks.setArriving(MemoryClockTicks.PARTITIONS);
    assertThat(post(advance, "{\"to\": \"2026-02-01T00:00:00Z\"}").status()).isEqualTo(200);
  }

  @Test
  void testClock_unknown_shouldBeA404() {
    Response response =
        post("/admin/test-clocks/nobody/advance", "{\"to\": \"2026-02-01T00:00:00Z\"}");
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.text()).contains("no such test clock");
  }

  @Test
  void testClock_outage_shouldJump() {
    String advance = "/admin/test-clocks/" + newClock() + "/advance";
    Instant first = Instant.parse("2026-02-01T00:00:00Z");
    Instant second = Instant.parse("2026-03-01T00:00:00Z");
    int before = ticks.sent().size();
    // Asked again, the way that was gone first stays the way.
    for (String outage : List.of("true", "false", "\"true\"")) {
      Response response = post(advance, "{\"to\": \"" + first + "\", \"outage\": " + outage + "}");
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).isEqualTo("{\"now\":\"2026-02-01T00:00:00Z\"}");
    }
    assertThat(post(advance, "{\"to\": \"" + second + "\"}").status()).isEqualTo(200);
    assertThat(post(advance, "{\"to\": \"" + second + "\", \"outage\": true}").status())
        .isEqualTo(200);
    assertThat(ticks.sent().subList(before, before + 5))
        .containsExactly(
            new Target(first, true),
            new Target(first, true),
            new Target(first, true),
            new Target(second, false),
            new Target(second, false));
    Response earlier = post(advance, "{\"to\": \"" + first + "\", \"outage\": true}");
    assertThat(earlier.status()).isEqualTo(409);
    assertThat(post(advance, "{\"to\": \"" + second + "\", \"outage\": 1}").text())
        .contains("outage is neither true nor false");
  }

  @Test
  void testClock_beyondWhatTheWorkerTakes_shouldBeRefusedAndStayUsable() {
    String beyond = "3000-01-01T00:00:00.001Z";
    assertThat(post("/admin/test-clocks", "{\"now\": \"" + beyond + "\"}").status()).isEqualTo(400);
    String before = "1970-01-01T07:00:00+08:00";
    assertThat(post("/admin/test-clocks", "{\"now\": \"" + before + "\"}").status()).isEqualTo(400);
    String advance = "/admin/test-clocks/" + newClock() + "/advance";
    Response refused = post(advance, "{\"to\": \"" + beyond + "\"}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text())
        .contains("to is not from 1970-01-01T00:00:00Z to 3000-01-01T00:00:00Z: check the year");
    assertThat(post(advance, "{\"to\": \"2026-02-01T00:00:00Z\"}").status()).isEqualTo(200);
  }

  /** What no call answers is refused as calls refuse, and says what to do. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /admin/nothing | 404 | There is no call at /admin/nothing: check the path",
        "GET | /admin/merchants/M/nothing | 404 | There is no call at",
        "GET | /nothing | 404 | There is no call at /nothing",
        "PUT | /admin/merchants | 405 | /admin/merchants is not made with PUT: send POST.",
        "POST | /events | 405 | /events is not made with POST: send GET or HEAD."
      })
  void whatIsNoCall_shouldBeRefusedAsCallsRefuse(
      String method, String path, int status, String words) {
    Response response = HTTP.send(method, SERVICE.adminUrl() + path, OPERATOR, "");
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.header("content-type")).startsWith("application/json");
    assertThat(response.text()).startsWith("{\"message\":\"" + words).endsWith("\"}");
    assertThat(response.text()).doesNotContain("_links", "_embedded");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Type | text/xml | 400 | not well-formed JSON",
        "Accept | text/csv | 406 | The answer is JSON: send Accept: application/json"
      })
  void otherContent_shouldBeRefusedAsCallsRefuse(
      String header, String value, int status, String words) {
    Map<String, String> headers = new HashMap<>(OPERATOR);
    headers.put(header, value);
    Response response =
        HTTP.send("POST", SERVICE.adminUrl() + "/admin/merchants", headers, "<merchant/>");
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.text()).startsWith("{\"message\":\"").contains(words);
  }

  /** Of every call there is, also of those to come. */
  @Test
  void parameterThatNoCallKnows_shouldBeRefused() {
    List<String> calls =
        SERVICE
            .bean(Router.class)
            .uriRoutes()
            .filter(route -> route.getUriMatchTemplate().toString().matches("/(admin|events).*"))
            .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
            .toList();
    assertThat(calls).hasSizeGreaterThan(30);
    assertThat(calls).allMatch(AdminHttpTest::isRefused);
  }

  private static boolean isRefused(String call) {
    String[] parts = call.split(" ", -1);
    Response response =
        HTTP.send(
            parts[0],
            SERVICE.adminUrl() + parts[1].replaceAll("\\{[^}]*}", "none") + "?bogus=1",
            OPERATOR,
            "");
    return response.status() == 400
        && (parts[0].equals("HEAD")
            || response.text().contains("bogus is not known here: send only")
            || response.text().contains("This call takes no query: leave it out"));
  }

  /** What the server cuts off or cannot read says which part, and what to do. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /events?clientId=%zz | 0 | 400 | The path or query is not well-formed: send %25 for",
        "GET /events?clientId={5000} | 0 | 400 | clientId has 5000 characters: send at most 64.",
        "GET /events?clientId={65536} | 0 | 413 | The path and query are too long: send less",
        "POST /admin/merchants | 20000000 | 413 | The body is too long: send the named fields only."
      })
  void unreadable_shouldSayWhichPartAndWhatToDo(
      String line, int bodyBytes, int status, String words) {
    Response response =
        RawSocketCaller.ofOperator(SERVICE)
            .send(
                """
                %s HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                Content-Length: %d

                %s"""
                    .formatted(
                        line.replace("{5000}", "E".repeat(5000))
                            .replace("{65536}", "E".repeat(65536)),
                        RunningService.ADMIN_TOKEN,
                        bodyBytes,
                        " ".repeat(Math.min(bodyBytes, 1)))
                    .replace("\n", "\r\n")
                    .getBytes(ISO_8859_1));
    assertThat(response.text()).startsWith("{\"message\":\"" + words);
    assertThat(response.status()).isEqualTo(status);
  }

  @Test
  void testClock_withoutTime_shouldBeA400() {
    assertThat(post("/admin/test-clocks", "{}").text()).contains("now is missing");
    assertThat(post("/admin/test-clocks", "{\"now\": \"noon\"}").status()).isEqualTo(400);
  }

  private static String newClock() {
    String created = post("/admin/test-clocks", "{\"now\": \"2026-01-01T00:00:00Z\"}").text();
    assertThat(created).contains("testClockId");
    return created.replaceAll(".*\"testClockId\":\"([^\"]+)\".*", "$1");
  }

  private static String merchant(String clientId, String name, boolean sandbox) {
    return "{\"clientId\":\"%s\",\"name\":\"%s\",\"publicKey\":\"%s\",\"sandbox\":%s}"
        .formatted(clientId, name, Keys.base64(KEYS.getPublic()), sandbox);
  }

  private static String newId() {
    return "M_" + UUID.randomUUID();
  }

  private static Response post(String path, String body) {
    return HTTP.send("POST", SERVICE.adminUrl() + path, OPERATOR, body);
  }
}
