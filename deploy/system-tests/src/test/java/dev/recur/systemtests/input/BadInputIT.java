package dev.recur.systemtests.input;

import static dev.recur.systemtests.input.CreateBody.leaf;
import static dev.recur.systemtests.input.CreateBody.padded;
import static dev.recur.systemtests.input.CreateBody.parent;
import static dev.recur.systemtests.input.CreateBody.text;
import static dev.recur.systemtests.input.CreateBody.time;
import static dev.recur.systemtests.input.CreateBody.trial;
import static dev.recur.systemtests.input.CreateBody.trials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.merchant.Buyer;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Admin;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Stack;
import dev.recur.systemtests.stack.StackFile;
import dev.recur.systemtests.stack.StackKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad requests. Each is refused with its code, by a signed answer, and leaves the state as it was.
 */
@OnStack
@Order(OnStack.FIRST + 2)
class BadInputIT {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final OffsetDateTime NOW = OffsetDateTime.parse("2027-03-01T10:00:00+08:00");

  /** What the clock shows while the tests ask. */
  private static final OffsetDateTime AT = NOW.plusMinutes(1);

  private static final Offer RESIDENT = Offer.monthly("bad-resident", NOW, 1000, "PHP");
  private static final String PARAM = "F PARAM_ILLEGAL";
  private static final int BODY_BYTES_MAX = 65_536;

  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private OfficialSdk merchant;

  @SuppressWarnings("NullAway.Init")
  private RawGateway raw;

  @SuppressWarnings("NullAway.Init")
  private StackKafka kafka;

  @SuppressWarnings("NullAway.Init")
  private String clock;

  @BeforeAll
  void start(Stack stack) throws IOException {
    StackFile.Merchant keys = stack.admin().registerMerchant("BAD_INPUT_SHOP");
    merchant = new OfficialSdk(stack.file().gateway(), keys);
    raw = new RawGateway(stack.file().gateway(), keys);
    kafka = stack.kafka();
    clock = stack.admin().createClock(NOW);
    Buyer.approve(merchant.create(RESIDENT, clock).getNormalUrl());
    stack.admin().advance(clock, AT);
    // Until it is told as well: nothing moves of itself while the tests look.
    await("the resident's webhooks")
        .atMost(Duration.ofSeconds(30))
        .until(() -> stack.inbox().webhooks(List.of(resident())).size() == 2);
    settle();
  }

  @AfterAll
  void stop() {
    kafka.close();
    Report.heading("BadInputIT: requests");
    Report.count("bad requests refused, state untouched", refused.get());
  }

  @Test
  void correctRequest_shouldBeAccepted_orTheOthersSayNothing() throws IOException {
    RawGateway.Answer answer = accepted(body());

    assertThat(answer.json().get("normalUrl").asText()).startsWith("https://localhost:");
  }

  @Test
  void wrongSignature_shouldBeRefused() throws IOException {
    String body = body().toString();
    String strangersKey =
        Base64.getEncoder().encodeToString(Admin.newKeys().getPrivate().getEncoded());

    refused(raw.shot(RawGateway.CREATE, body).signedWith(strangersKey), "F INVALID_SIGNATURE");
    refused(raw.shot(RawGateway.CREATE, body).signedForBody(body + " "), "F INVALID_SIGNATURE");
    refused(
        raw.shot(RawGateway.CREATE, body).signedForPath(RawGateway.INQUIRE), "F INVALID_SIGNATURE");
    refused(raw.shot(RawGateway.CREATE, body).withSignatureHeader(""), "F INVALID_SIGNATURE");
    refused(
        raw.shot(RawGateway.CREATE, body)
            .withSignatureHeader("algorithm=RSA256,keyVersion=1,signature=AAAA"),
        "F INVALID_SIGNATURE");
    refused(
        raw.shot(RawGateway.CREATE, body).withSignatureHeader("nonsense"), "F INVALID_SIGNATURE");
    refused(
        raw.shot(RawGateway.CREATE, body)
            .withSignatureHeader("algorithm=RSA256,keyVersion=7,signature=AAAA"),
        "F KEY_NOT_FOUND");
  }

  @Test
  void unknownClient_shouldBeRefused_withASignedAnswer() throws IOException {
    Untouched before = state(both());

    RawGateway.Answer answer = raw.shot(RawGateway.CREATE, body().toString()).from("NOBODY").send();

    assertThat(answer.httpStatus()).isEqualTo(200);
    assertThat(answer.result()).isEqualTo("F UNKNOWN_CLIENT");
    assertThat(answer.isSigned()).isTrue();
    state(both()).assertSameAs(before);
    refused.incrementAndGet();
  }

  @Test
  void staleRequestTime_shouldBeRefused() throws IOException {
    String body = body().toString();
    Instant now = Instant.now();
    for (String time :
        List.of(
            Long.toString(now.minusSeconds(310).toEpochMilli()),
            Long.toString(now.plusSeconds(310).toEpochMilli()),
            now.minusSeconds(310).toString(),
            "yesterday",
            "0",
            "99999999999999999999")) {
      refused(raw.shot(RawGateway.CREATE, body).at(time), "F INVALID_SIGNATURE");
    }
    refused(raw.shot(RawGateway.CREATE, body).at(""), "F INVALID_SIGNATURE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"subscriptionRequestId\":\"x\"",
        "[]",
        "null",
        "\"text\"",
        "{}{}",
        "{\"a\":1,\"a\":2}",
        "<xml/>",
        "{'a':1}"
      })
  void malformedJson_shouldBeRefused(String body) throws IOException {
    refused(raw.shot(RawGateway.CREATE, body), PARAM);
  }

  @Test
  void bytesThatAreNoText_shouldBeRefused() throws IOException {
    byte[] body = body().toString().getBytes(StandardCharsets.UTF_8);
    body[body.length / 2] = (byte) 0xff;

    refused(raw.shot(RawGateway.CREATE, body), PARAM);
  }

  @Test
  void bodyOverTheLimit_shouldBeRefused_andOneAtTheLimitRead() throws IOException {
    for (int bytes : List.of(BODY_BYTES_MAX + 1, 10 * BODY_BYTES_MAX)) {
      refused(raw.shot(RawGateway.CREATE, padded(body(), bytes).toString()), PARAM);
    }
    accepted(padded(body(), BODY_BYTES_MAX));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subscriptionRequestId",
        "subscriptionDescription",
        "subscriptionRedirectUrl",
        "subscriptionStartTime",
        "periodRule",
        "periodRule.periodType",
        "periodRule.periodCount",
        "paymentMethod",
        "paymentMethod.paymentMethodType",
        "subscriptionNotificationUrl",
        "paymentAmount",
        "paymentAmount.currency",
        "paymentAmount.value"
      })
  void missingField_shouldBeRefused_andNamed(String field) throws IOException {
    ObjectNode body = body();
    parent(body, field).remove(leaf(field));

    RawGateway.Answer answer = refused(raw.shot(RawGateway.CREATE, body.toString()), PARAM);

    assertThat(answer.message()).contains(field);
  }

  static Stream<WrongCreates.Wrong> wrongFields() {
    return WrongCreates.all(NOW, AT);
  }

  @ParameterizedTest
  @MethodSource
  void wrongFields(WrongCreates.Wrong wrong) throws IOException {
    ObjectNode body = body();
    String id = body.get("subscriptionRequestId").asText();
    wrong.change().accept(body);

    // What only the worker can know reaches it, and is answered; but no state comes of it.
    RawGateway.Answer answer =
        refused(raw.shot(RawGateway.CREATE, body.toString()), PARAM, Untouched.STATE);

    assertThat(answer.message()).isNotBlank();
    RawGateway.Answer inquiry =
        raw.shot(
                RawGateway.INQUIRE,
                MAPPER
                    .createObjectNode()
                    .put("subscriptionId", PublishedIds.subscription(merchant.clientId(), id))
                    .toString())
            .send();
    assertThat(inquiry.result()).isEqualTo("F SUBSCRIPTION_NOT_EXIST");
  }

  @Test
  void repeatedRequestIdWithOtherContent_shouldBeRefused_andTheFirstStay() throws IOException {
    ObjectNode body = body();
    RawGateway.Answer first = accepted(body);
    assertThat(accepted(body).json()).isEqualTo(first.json());
    String id = first.json().get("subscriptionId").asText();
    var before = merchant.inquire(id);

    for (Consumer<ObjectNode> change :
        List.of(
            text("paymentAmount.value", "1001"),
            text("paymentAmount.currency", "EUR"),
            text("periodRule.periodType", "YEAR"),
            time("subscriptionStartTime", NOW.plusDays(1)),
            trials(trial(1, 1, "PHP")),
            text("paymentMethod.paymentMethodId", "decline_stolen"))) {
      ObjectNode other = body.deepCopy();
      change.accept(other);
      RawGateway.Answer refusal = raw.shot(RawGateway.CREATE, other.toString()).send();
      assertThat(refusal.result()).isEqualTo("F REPEAT_REQ_INCONSISTENT");
      assertThat(refusal.isGenuine()).isTrue();
      refused.incrementAndGet();
    }

    // That it was refused is told in the ledger, once; what the subscription is has not changed.
    var after = merchant.inquire(id);
    assertThat(after).isEqualTo(before);
    assertThat(accepted(body).json()).isEqualTo(first.json());
  }

  @Test
  void numbersAsStringsOrAsNumbers_shouldBeTheSame() throws IOException {
    ObjectNode strings = body();
    trials(trial(2, 3, "PHP")).accept(strings);
    ((ObjectNode) strings.get("paymentAmount")).put("value", "1000");
    ((ObjectNode) strings.get("periodRule")).put("periodCount", "1");
    ObjectNode numbers = strings.deepCopy();
    ((ObjectNode) numbers.get("paymentAmount")).put("value", 1000);
    ((ObjectNode) numbers.get("periodRule")).put("periodCount", 1);
    ObjectNode trial = (ObjectNode) numbers.get("trials").get(0);
    trial.put("trialStartPeriod", "2").put("trialEndPeriod", "3");
    ((ObjectNode) trial.get("trialAmount")).put("value", 0);

    // The same request in another spelling: had one of them been read otherwise, the second would
    // be REPEAT_REQ_INCONSISTENT.
    assertThat(accepted(strings).json()).isEqualTo(accepted(numbers).json());
  }

  private RawGateway.Answer refused(RawGateway.Shot shot, String result) throws IOException {
    return refused(shot, result, both());
  }

  private RawGateway.Answer refused(RawGateway.Shot shot, String result, List<String> topics)
      throws IOException {
    Untouched before = state(topics);
    RawGateway.Answer answer = shot.send();
    assertThat(answer.httpStatus()).isEqualTo(200);
    assertThat(answer.result()).as(answer.message()).isEqualTo(result);
    assertThat(answer.isGenuine()).isTrue();
    state(topics).assertSameAs(before);
    refused.incrementAndGet();
    return answer;
  }

  private static List<String> both() {
    return Stream.concat(Untouched.STATE.stream(), Untouched.COMMANDS.stream()).toList();
  }

  private Untouched state(List<String> topics) {
    return Untouched.state(topics, kafka, merchant, resident());
  }

  private ObjectNode body() {
    return CreateBody.of("bad-" + number.incrementAndGet(), NOW, clock);
  }

  private String resident() {
    return PublishedIds.subscription(merchant.clientId(), RESIDENT.requestId());
  }

  /** An accepted request. */
  private RawGateway.Answer accepted(ObjectNode body) throws IOException {
    RawGateway.Answer answer = raw.shot(RawGateway.CREATE, body.toString()).send();
    assertThat(answer.result()).as(answer.message()).isEqualTo("S SUCCESS");
    assertThat(answer.isGenuine()).isTrue();
    settle();
    return answer;
  }

  /** An answer may be there a moment before the marks of its transaction are on every topic. */
  private void settle() {
    AtomicReference<Map<String, Long>> last = new AtomicReference<>(Map.of());
    await("the topics to stand still")
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              Map<String, Long> now = kafka.ends(both());
              return last.getAndSet(now).equals(now);
            });
  }
}
