package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.mapping.CommandMapping;
import dev.recur.service.page.BuyerLinks;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.testing.FakeTokenisation;
import dev.recur.service.testing.FakeTokenisation.Answer;
import dev.recur.service.testing.GatewayCaller;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.MemoryMerchants;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import dev.recur.service.testing.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Card data that a merchant sends. After each test everything that could be observed is searched
 * for the number: what was answered, what went to the worker, and what was logged at any level.
 */
class CardHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final GatewayCaller GATEWAY = new GatewayCaller(SERVICE);

  private static final TestMerchant CERTIFIED = TestMerchant.make("LIVE_PCI", false);

  private static final String NUMBER = "4012888888881881";
  private static final String CARD =
      "\"paymentMethodType\": \"CARD\", \"paymentMethodMetaData\": {\"cardNo\": \""
          + NUMBER
          + "\", \"expiryMonth\": \"12\", \"expiryYear\": \"30\", \"cvv\": \"737\","
          + " \"cardholderName\": \"Ada Buyer\"}";

  private final TestMerchant plain = SERVICE.live();
  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final FakeTokenisation channel = SERVICE.tokenisation();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Appender<ILoggingEvent> console = root.getAppender("stdout");
  private final Level level = root.getLevel();
  private final List<String> answers = new ArrayList<>();

  @BeforeEach
  void listen() {
    SERVICE.bean(MemoryMerchants.class).put(CERTIFIED.profile(true, MethodProfile.AMS));
    commands.accepting();
    channel.accepting();
    log.start();
    root.addAppender(log);
    root.detachAppender(console); // Nobody reads that much.
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void searchForTheNumber() {
    root.setLevel(level);
    root.detachAppender(log);
    root.addAppender(console);
    assertThat(answers).isNotEmpty();
    assertThat(answers).noneMatch(CardHttpTest::holdsTheCard);
    assertThat(commands.given())
        .noneMatch(command -> holdsTheCard(command.toString()))
        .noneMatch(command -> holdsTheCard(CommandMapping.of(command, "id").toString()));
    assertThat(log.list).isNotEmpty();
    assertThat(log.list.stream().map(CardHttpTest::text)).noneMatch(CardHttpTest::holdsTheCard);
    assertThat(metrics()).contains("recur_gateway_requests").doesNotContain(NUMBER);
  }

  /** Each call that takes a payment method, with a request whose method is the card. */
  static Stream<Arguments> calls() {
    return Stream.of(
        Arguments.of("subscriptions/create", create()),
        Arguments.of("payments/pay", pay()),
        Arguments.of("payments/createPaymentSession", pay()),
        Arguments.of("subscriptions/replacePaymentMethod", replace("S" + "0".repeat(40))));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void certifiedMerchantsCard_shouldBecomeAToken(String call, String body) {
    assertThat(post(CERTIFIED, call, body)).contains("\"resultStatus\":\"S\"");
    assertThat(channel.received()).hasSize(1).allMatch(sent -> sent.contains(NUMBER));
    assertThat(method(commands.given().getFirst())).isEqualTo(new PaymentMethod("CARD", "tok_1"));
  }

  @Test
  void card_shouldBeTheBuyersAgreementInAPaymentOnly() {
    assertThat(post(CERTIFIED, "payments/pay", pay())).doesNotContain("normalUrl");
    assertThat(post(CERTIFIED, "subscriptions/create", create())).contains("normalUrl");
    assertThat(commands.given())
        .extracting(command -> ((Command.Create) command).terms().offering().authorised())
        .containsExactly(true, false);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void otherMerchantsCard_shouldBeDenied(String call, String body) {
    assertThat(post(plain, call, body))
        .contains("ACCESS_DENIED", "\"resultStatus\":\"F\"", "PCI certified");
    assertThat(post(plain, call, body.replace(NUMBER, NUMBER + "0"))).contains("ACCESS_DENIED");
    nothingWasAsked();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void numberInTheTokensPlace_shouldBeRefused(String call, String body) {
    String method = "\"paymentMethodType\": \"CARD\", \"paymentMethodId\": \"4012 8888 8888 1881\"";
    assertThat(post(CERTIFIED, call, body.replace(compact(CARD), compact(method))))
        .contains("PARAM_ILLEGAL", "paymentMethod.paymentMethodId looks like a card number");
    String type = "\"paymentMethodType\": \"" + NUMBER + "\"";
    assertThat(post(CERTIFIED, call, body.replace(compact(CARD), compact(type))))
        .contains("PARAM_ILLEGAL", "paymentMethod.paymentMethodType looks like a card number");
    nothingWasAsked();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void cardThatCanBeNobodys_shouldBeRefused(String call, String body) {
    assertThat(post(CERTIFIED, call, body.replace(NUMBER, "4012888888881882")))
        .contains("PARAM_ILLEGAL", "paymentMethod.paymentMethodMetaData.cardNo is no card number");
    assertThat(post(CERTIFIED, call, body.replace("\"CARD\"", "\"GCASH\"")))
        .contains("PARAM_ILLEGAL", "paymentMethod.paymentMethodType has no card data: send CARD.");
    assertThat(
            post(CERTIFIED, call, body.replace("\"CARD\"", "\"CARD\",\"paymentMethodId\":\"tok\"")))
        .contains("PARAM_ILLEGAL", "exclude each other");
    nothingWasAsked();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void channelsRefusal_shouldBeToldWithoutItsWords(String call, String body) {
    channel.answering(sent -> new Answer(400, "{\"message\": \"" + NUMBER + " is stolen\"}"));
    assertThat(post(CERTIFIED, call, body))
        .contains("PARAM_ILLEGAL", "the channel does not take this card");
    channel.answering(sent -> new Answer(500, NUMBER));
    assertThat(post(CERTIFIED, call, body))
        .contains("UNKNOWN_EXCEPTION", "\"resultStatus\":\"U\"", "nothing was done");
    assertThat(channel.received()).hasSize(2);
    channel.answering(sent -> Answer.token(NUMBER));
    assertThat(post(CERTIFIED, call, body)).contains("UNKNOWN_EXCEPTION");
    assertThat(commands.given()).isEmpty();
  }

  /** The same key is what makes the channel give the same token. */
  @ParameterizedTest
  @MethodSource("calls")
  void repeat_shouldTokeniseUnderTheSameKey(String call, String body) {
    assertThat(post(CERTIFIED, call, body)).contains("\"resultStatus\":\"S\"");
    assertThat(post(CERTIFIED, call, body)).contains("\"resultStatus\":\"S\"");
    assertThat(channel.keys()).hasSize(2).containsOnly(channel.keys().getFirst());
    assertThat(channel.keys().getFirst()).matches("[A-Za-z0-9_-]{43}");
  }

  @Test
  void otherRequests_shouldTokeniseUnderOtherKeys() {
    TestMerchant another = TestMerchant.make("LIVE_PCI_TOO", false);
    SERVICE.bean(MemoryMerchants.class).put(another.profile(true, MethodProfile.AMS));
    String subscription = "S" + "0".repeat(40);
    String replace = replace(subscription);
    post(CERTIFIED, "subscriptions/create", create());
    post(CERTIFIED, "payments/pay", pay());
    post(CERTIFIED, "payments/pay", PaymentBodies.edited(pay(), "paymentRequestId", "\"next\""));
    post(CERTIFIED, "subscriptions/replacePaymentMethod", replace);
    post(CERTIFIED, "subscriptions/replacePaymentMethod", replace.replace("\"u\"", "\"v\""));
    post(CERTIFIED, "subscriptions/replacePaymentMethod", replace.replace("S000", "S111"));
    post(another, "subscriptions/create", create());
    post(another, "subscriptions/replacePaymentMethod", replace);
    assertThat(channel.keys()).hasSize(8).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void otherCardUnderTheRequestsId_shouldBeInconsistent(String call, String body) {
    channel.answering(sent -> new Answer(409, "{\"message\": \"" + NUMBER + "\"}"));
    assertThat(post(CERTIFIED, call, body))
        .contains("REPEAT_REQ_INCONSISTENT", "\"resultStatus\":\"F\"", "another card before");
    assertThat(commands.given()).isEmpty();
  }

  /** The channel has forgotten the first request's key, and gives another token. */
  @Test
  void repeatWithAnotherToken_shouldBeAskedAgainWithTheOneInForce() {
    String body = PaymentBodies.edited(pay(), "paymentRequestId", "\"pay-twice\"");
    commands.answering(
        command -> {
          if ("tok_won".equals(method(command).id())) {
            return ScriptedCommands.ACCEPTED;
          }
          know(Views.ofPay(Views.plain(CERTIFIED, "pay-twice")), "tok_won");
          return new Reply.Decided(false, "REPEAT_REQ_INCONSISTENT", "Send the same.", 2);
        });
    assertThat(post(CERTIFIED, "payments/pay", body)).contains("\"resultStatus\":\"S\"");
    assertThat(commands.given())
        .extracting(c -> method(c).id())
        .containsExactly("tok_1", "tok_won");
  }

  @Test
  void repeatedReplacement_shouldBeAskedWithTheTokenInForce() {
    SubscriptionView view = Views.plain(CERTIFIED, "order-replaced");
    know(view, "tok_in_force");
    commands.answering(
        command ->
            "tok_in_force".equals(method(command).id())
                ? ScriptedCommands.ACCEPTED
                : new Reply.Decided(false, "REPEAT_REQ_INCONSISTENT", "Send the same.", 2));
    assertThat(
            post(CERTIFIED, "subscriptions/replacePaymentMethod", replace(view.subscriptionId())))
        .contains("\"resultStatus\":\"S\"");
    assertThat(commands.given())
        .extracting(c -> method(c).id())
        .containsExactly("tok_1", "tok_in_force");
  }

  @Test
  void inconsistency_shouldStandWhereNoTokenIsKnown() {
    commands.answering(
        command -> new Reply.Decided(false, "REPEAT_REQ_INCONSISTENT", "Send the same.", 2));
    assertThat(post(CERTIFIED, "payments/pay", pay())).contains("REPEAT_REQ_INCONSISTENT");
    SERVICE.bean(MemorySubscriptions.class).setCaughtUp(false);
    try {
      // The first request may be known elsewhere: this is not final.
      assertThat(post(CERTIFIED, "subscriptions/create", create()))
          .contains("\"resultStatus\":\"U\"");
    } finally {
      SERVICE.bean(MemorySubscriptions.class).setCaughtUp(true);
    }
  }

  @Test
  void numberSentToThePage_shouldGoNowhere() {
    SubscriptionView view =
        Views.paid(
            Views.plain(SERVICE.sandbox(), UUID.randomUUID().toString()),
            new PaymentMethod("CARD", null));
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(view, Views.authorisation(Decision.OPEN), List.of());
    String url = SERVICE.bean(BuyerLinks.class).normalUrl(view.subscriptionId()) + "/approve";
    for (String accept : List.of("text/html", "application/json")) {
      approve(url, accept, "application/json", "{\"paymentMethodId\": \"" + NUMBER + "\"}", 400);
      approve(url, accept, "application/json", "{\"cardNo\": \"" + NUMBER, 400);
      approve(url, accept, "application/x-www-form-urlencoded", "paymentMethodId=" + NUMBER, 400);
      approve(url, accept, "application/x-www-form-urlencoded", "paymentMethodType=" + NUMBER, 400);
      approve(
          url, accept, "application/x-www-form-urlencoded", "paymentMethodId=%zz" + NUMBER, 400);
    }
    assertThat(commands.given()).isEmpty();
    approve(url, "*/*", "application/x-www-form-urlencoded", "cardNo=" + NUMBER, 200);
    approve(url, "*/*", "text/plain", NUMBER, 200);
    // Decided already: the body is not even looked at.
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(Views.in(view, Lifecycle.ACTIVE), Views.authorisation(Decision.APPROVED), List.of());
    approve(url, "*/*", "application/x-www-form-urlencoded", "paymentMethodId=" + NUMBER, 200);
    approve(url, "*/*", "application/json", "{\"paymentMethodType\": \"" + NUMBER + "\"}", 200);
    assertThat(commands.given())
        .containsOnly(new Command.Approve(view.clientId(), view.subscriptionId()));
  }

  private void approve(String url, String accept, String type, String body, int status) {
    HttpCaller.Response response =
        new HttpCaller(SERVICE)
            .send("POST", url, Map.of("Accept", accept, "Content-Type", type), body);
    answers.add(response.headers().map() + response.text());
    assertThat(response.status()).as(body).isEqualTo(status);
  }

  private void nothingWasAsked() {
    assertThat(channel.received()).isEmpty();
    assertThat(commands.given()).isEmpty();
  }

  private void know(SubscriptionView view, String token) {
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(
            Views.paid(view, new PaymentMethod("CARD", token)),
            Views.authorisation(Decision.APPROVED),
            List.of());
  }

  private static PaymentMethod method(Command command) {
    return command instanceof Command.ReplacePaymentMethod replace
        ? replace.paymentMethod()
        : ((Command.Create) command).terms().paymentMethod();
  }

  private static String create() {
    return CreateBodies.with("paymentMethod", "{" + CARD + "}");
  }

  private static String pay() {
    return PaymentBodies.with("paymentMethod", "{" + CARD + "}");
  }

  private static String replace(String subscriptionId) {
    return "{\"subscriptionId\":\"%s\",\"subscriptionUpdateRequestId\":\"u\",\"paymentMethod\":{%s}}"
        .formatted(subscriptionId, compact(CARD));
  }

  /** As the bodies are written that were edited. */
  private static String compact(String json) {
    return json.replace("\": ", "\":").replace(", \"", ",\"");
  }

  private static boolean holdsTheCard(String text) {
    return text.replaceAll("[ -]", "").contains(NUMBER) || text.contains("737\"");
  }

  private static String text(ILoggingEvent event) {
    return event.getFormattedMessage()
        + event.getKeyValuePairs()
        + event.getMDCPropertyMap()
        + (event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }

  private static String metrics() {
    return new HttpCaller(SERVICE)
        .send("GET", SERVICE.adminUrl() + "/prometheus", Map.of(), "")
        .text();
  }

  private String post(TestMerchant caller, String call, String body) {
    String answer = GATEWAY.post(caller, call, body);
    answers.add(answer);
    return answer;
  }
}
