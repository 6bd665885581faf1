package dev.recur.systemtests.stack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/** The admin API, as an operator's program uses it. */
public final class Admin {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int RSA_BITS = 2048;

  /** The API's own limit is four minutes; then it wants to be asked again. */
  private static final Duration ADVANCE_ANSWER_MAX = Duration.ofMinutes(5);

  private static final Duration ADVANCE_MAX = Duration.ofMinutes(8);

  private final Stack stack;

  Admin(Stack stack) {
    this.stack = stack;
  }

  /**
   * Registers a sandbox merchant with keys of its own; its webhooks go to the sample merchant's
   * inbox.
   */
  public StackFile.Merchant registerMerchant(String clientId) throws IOException {
    return registerMerchant(clientId, MAPPER.createObjectNode());
  }

  /** The same, of a merchant under Onerway's catalogue of payment methods. */
  public StackFile.Merchant registerOnerwayMerchant(String clientId) throws IOException {
    return registerMerchant(clientId, MAPPER.createObjectNode().put("methodProfile", "ONERWAY"));
  }

  /** The same, of a merchant that is certified to handle card data. */
  public StackFile.Merchant registerCertifiedMerchant(String clientId) throws IOException {
    return registerMerchant(clientId, MAPPER.createObjectNode().put("pciCertified", true));
  }

  private StackFile.Merchant registerMerchant(String clientId, ObjectNode body) throws IOException {
    KeyPair keys = newKeys();
    Base64.Encoder base64 = Base64.getEncoder();
    body.put("clientId", clientId)
        .put("name", "Shop " + clientId)
        .put("publicKey", base64.encodeToString(keys.getPublic().getEncoded()))
        .put("sandbox", true);
    JsonNode answer = ok(post("/admin/merchants", body, Duration.ofMinutes(1)));
    StackFile.Merchant sample = stack.file().merchant();
    return new StackFile.Merchant(
        answer.required("clientId").asText(),
        base64.encodeToString(keys.getPrivate().getEncoded()),
        answer.required("platformPublicKey").asText(),
        sample.webhookUrl(),
        sample.receivedUrl());
  }

  /** A key pair nobody knows. */
  public static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a test clock that shows {@code now}. */
  public String createClock(OffsetDateTime now) throws IOException {
    ObjectNode body = MAPPER.createObjectNode().put("now", now.toString());
    return ok(post("/admin/test-clocks", body, ADVANCE_ANSWER_MAX))
        .required("testClockId")
        .asText();
  }

  /**
   * Sends a clock on and returns when everything due until then is decided, charged and settled.
   * Where the answer is 503, or nobody answers, it asks again, as the contract says.
   */
  public void advance(String testClockId, OffsetDateTime to) {
    advance(testClockId, to, false);
  }

  /**
   * Sends a clock on in one leap, as if nothing had run meanwhile; returns like {@link #advance}.
   */
  public void outage(String testClockId, OffsetDateTime to) {
    advance(testClockId, to, true);
  }

  private void advance(String testClockId, OffsetDateTime to, boolean outage) {
    AtomicReference<String> last = new AtomicReference<>("nothing");
    try {
      await("advance of " + testClockId + " to " + to)
          .atMost(ADVANCE_MAX)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> advanceOnce(testClockId, to, outage, last));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("The last answer was " + last.get(), e);
    }
  }

  private boolean advanceOnce(
      String testClockId, OffsetDateTime to, boolean outage, AtomicReference<String> last) {
    HttpResponse<String> response;
    try {
      response = askToAdvance(testClockId, to, outage);
    } catch (IOException e) {
      last.set(String.valueOf(e.getMessage()));
      return false;
    }
    last.set(response.statusCode() + " " + response.body());
    if (response.statusCode() == 503) {
      return false;
    }
    JsonNode answer = ok(response);
    Instant now = OffsetDateTime.parse(answer.required("now").asText()).toInstant();
    if (!now.equals(to.toInstant())) {
      throw new AssertionError("Sent to " + to + ", the clock shows " + now);
    }
    return true;
  }

  /** Sends a clock on, once; the raw answer. */
  public HttpResponse<String> askToAdvance(String testClockId, OffsetDateTime to)
      throws IOException {
    return askToAdvance(testClockId, to, false);
  }

  private HttpResponse<String> askToAdvance(String testClockId, OffsetDateTime to, boolean outage)
      throws IOException {
    ObjectNode body = MAPPER.createObjectNode().put("to", to.toString());
    if (outage) {
      body.put("outage", true);
    }
    return post("/admin/test-clocks/" + testClockId + "/advance", body, ADVANCE_ANSWER_MAX);
  }

  /** Decides the periods that are held after an outage; the raw answer. */
  public HttpResponse<String> decideHeldCycles(String subscriptionId, boolean approve)
      throws IOException {
    ObjectNode body = MAPPER.createObjectNode().put("approve", approve);
    return post(
        "/admin/subscriptions/" + subscriptionId + "/held-cycles", body, Duration.ofMinutes(1));
  }

  /** Lets a parked subscription go on; the raw answer. */
  public HttpResponse<String> release(String subscriptionId, String note) throws IOException {
    ObjectNode body = MAPPER.createObjectNode().put("note", note);
    return post("/admin/subscriptions/" + subscriptionId + "/release", body, Duration.ofMinutes(1));
  }

  /** Any call, with the operators' token; the raw answer. */
  public HttpResponse<String> send(String method, String path, String body) throws IOException {
    return sendTo(stack.file().admin(), method, path, body);
  }

  /** The same at the admin port of another instance. */
  public HttpResponse<String> sendTo(URI admin, String method, String path, String body)
      throws IOException {
    return Http.send(
        Http.request(URI.create(admin + path))
            .header("Authorization", "Bearer " + stack.file().adminToken())
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> post(String path, ObjectNode body, Duration answerMax)
      throws IOException {
    StackFile file = stack.file();
    HttpRequest request =
        Http.request(URI.create(file.admin() + path))
            .timeout(answerMax)
            .header("Authorization", "Bearer " + file.adminToken())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    return Http.send(request);
  }

  private static JsonNode ok(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new UncheckedIOException(
          new IOException(
              response.uri() + " answered " + response.statusCode() + ": " + response.body()));
    }
    return Http.json(response.body());
  }
}
