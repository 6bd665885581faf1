package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.buyer.KeptBuyers;
import dev.recur.service.buyer.MemoryBuyers;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.mapping.CommandMapping;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.testing.GatewayCaller;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import dev.recur.service.testing.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * Buyers that come with requests. After each test everything that could be observed is searched for
 * the buyer: what was answered, what went to the worker, and what was logged at any level.
 */
class BuyerHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final GatewayCaller GATEWAY = new GatewayCaller(SERVICE);

  private static final String EMAIL = "ann.of.the.hill@mail.example";
  private static final String NAME = "Ann O'Hill";
  private static final String BUYER =
      "{\"email\": \"%s\", \"name\": \"%s\", \"locale\": \"de-AT\"}".formatted(EMAIL, NAME);
  private static final String METADATA = "{\"table\": \"by the window\"}";
  private static final BuyerData ANN =
      new BuyerData(
          Optional.of(EMAIL),
          Optional.of(NAME),
          Optional.of("de-AT"),
          Map.of("table", "by the window"),
          Set.of());

  private final TestMerchant merchant = SERVICE.live();
  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final MemorySubscriptions subscriptions = SERVICE.bean(MemorySubscriptions.class);
  private final MemoryBuyers memory = SERVICE.bean(MemoryBuyers.class);
  private final KeptBuyers buyers = SERVICE.bean(KeptBuyers.class);
  private final String requestId = UUID.randomUUID().toString();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Appender<ILoggingEvent> console = root.getAppender("stdout");
  private final Level level = root.getLevel();
  private final List<String> answers = new ArrayList<>();

  @BeforeEach
  void listen() {
    commands.accepting();
    log.start();
    root.addAppender(log);
    root.detachAppender(console); // Nobody reads that much.
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void searchForTheBuyer() {
    root.setLevel(level);
    root.detachAppender(log);
    root.addAppender(console);
    memory.setCaughtUp(true);
    memory.setFailing(false);
    assertThat(answers).isNotEmpty().noneMatch(BuyerHttpTest::showsTheBuyer);
    assertThat(commands.given())
        .noneMatch(command -> showsTheBuyer(command + "" + CommandMapping.of(command, "id")));
    assertThat(log.list).isNotEmpty();
    assertThat(log.list.stream().map(BuyerHttpTest::text)).noneMatch(BuyerHttpTest::showsTheBuyer);
    assertThat(log.list.stream().map(BuyerHttpTest::text))
        .noneMatch(text -> text.contains("by the window"));
  }

  /** Each call that makes a subscription. */
  static Stream<Arguments> calls() {
    return Stream.of(
        Arguments.of("subscriptions/create", Origin.CREATE),
        Arguments.of("payments/pay", Origin.PAY),
        Arguments.of("payments/createPaymentSession", Origin.PAY));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void buyer_shouldBeKeptBeforeTheWorkerIsAsked(String call, Origin origin) {
    String id = id(origin);
    commands.answering(
        command -> {
          assertThat(buyers.find(id)).contains(ANN);
          return ScriptedCommands.ACCEPTED;
        });
    assertThat(post(call, body(origin, BUYER, METADATA))).contains("\"resultStatus\":\"S\"");
    assertThat(notifiesBuyer()).containsExactly(true);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void withoutBuyer_shouldKeepNothingOrMetadataOnly(String call, Origin origin) {
    int writes = memory.writes();
    assertThat(post(call, body(origin, "", ""))).contains("\"resultStatus\":\"S\"");
    assertThat(memory.writes()).isEqualTo(writes);
    assertThat(post(call, body(origin, "", METADATA))).contains("\"resultStatus\":\"S\"");
    assertThat(buyers.find(id(origin)).orElseThrow())
        .isEqualTo(BuyerData.NOTHING.withMetadata(ANN.metadata()));
    assertThat(notifiesBuyer()).containsExactly(false, false);
  }

  /** The buyer decides nothing that is charged, so another one is no inconsistency. */
  @ParameterizedTest
  @MethodSource("calls")
  void repeatWithAnotherBuyer_shouldLeaveTheFirst(String call, Origin origin) {
    post(call, body(origin, BUYER, METADATA));
    assertThat(post(call, body(origin, BUYER.replace("ann", "ben"), "")))
        .contains("\"resultStatus\":\"S\"");
    assertThat(buyers.find(id(origin))).contains(ANN);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void repeatAfterForgetting_shouldNotBringTheBuyerBack(String call, Origin origin) {
    post(call, body(origin, BUYER, METADATA));
    assertThat(forget("{\"subscriptionId\": \"" + id(origin) + "\"}")).contains("\"forgotten\":1");
    post(call, body(origin, BUYER, METADATA));
    assertThat(buyers.find(id(origin))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void refusedSubscription_shouldLeaveNothingOfItsBuyer(String call, Origin origin) {
    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", "Not so.", 0));
    assertThat(post(call, body(origin, BUYER, METADATA))).contains("\"resultStatus\":\"F\"");
    assertThat(memory.find(id(origin))).isNull();
  }

  @Test
  void inconsistentRepeat_shouldLeaveTheBuyerOfTheFirst() {
    post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA));
    commands.answering(
        command -> new Reply.Decided(false, "REPEAT_REQ_INCONSISTENT", "Send the same.", 2));
    post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA));
    assertThat(buyers.find(id(Origin.CREATE))).contains(ANN);
    // Refused otherwise, but there is one: a late word on a subscription that lives.
    SubscriptionView view = Views.plain(merchant, requestId);
    know(view);
    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", "Not so.", 2));
    post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA));
    assertThat(buyers.find(view.subscriptionId())).contains(ANN);
  }

  /** Whether the reading side knows of it already or not. */
  @ParameterizedTest
  @MethodSource("calls")
  void inconsistentRepeat_shouldBringNoBuyerToTheFirst(String call, Origin origin) {
    commands.answering(
        command -> new Reply.Decided(false, "REPEAT_REQ_INCONSISTENT", "Send the same.", 2));
    post(call, body(origin, BUYER, METADATA));
    assertThat(memory.find(id(origin))).isNull();
  }

  @Test
  void refusedRepeat_shouldWriteNothingOfABuyerOnceTheFirstIsKnown() {
    SubscriptionView view = Views.plain(merchant, requestId);
    know(view);
    commands.answering(
        command -> {
          assertThat(memory.find(view.subscriptionId())).isNull();
          return new Reply.Decided(false, "REPEAT_REQ_INCONSISTENT", "Send the same.", 2);
        });
    int writes = memory.writes();
    post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA));
    assertThat(memory.writes()).isEqualTo(writes);
    assertThat(commands.given()).hasSize(1);
  }

  /** The reading side lags: it does not know yet what was just accepted. */
  @Test
  void quickRepeatThatFails_shouldLeaveTheBuyerOfTheFirst() {
    post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA));
    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", "Not so.", 2));
    post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA));
    commands.answering(
        command -> {
          throw new Refusal(ResultCode.UNKNOWN_EXCEPTION, "No token.");
        });
    post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA));
    assertThat(buyers.find(id(Origin.CREATE))).contains(ANN);
  }

  /** The first was never answered; its buyer was kept for this. */
  @Test
  void repeatThatIsRefusedAtLast_shouldLeaveNothing() {
    commands.answering(command -> new Reply.Undecided(Reply.Why.NO_ANSWER));
    post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA));
    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", "Not so.", 0));
    post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA));
    assertThat(memory.find(id(Origin.CREATE))).isNull();
  }

  @Test
  void undecided_shouldKeepTheBuyerForTheRepeat() {
    commands.answering(command -> new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA)))
        .contains("\"resultStatus\":\"U\"");
    assertThat(buyers.find(id(Origin.CREATE))).contains(ANN);
  }

  @Test
  void buyerThatCannotBeKept_shouldBeAskedForAgainAndNothingDone() {
    memory.setFailing(true);
    assertThat(post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA)))
        .contains("UNKNOWN_EXCEPTION", "\"resultStatus\":\"U\"", "Repeat the same request later.");
    memory.setFailing(false);
    memory.setCaughtUp(false);
    assertThat(post("subscriptions/create", body(Origin.CREATE, BUYER, METADATA)))
        .contains("UNKNOWN_EXCEPTION", "still reading");
    assertThat(commands.given()).isEmpty();
    assertThat(post("subscriptions/create", body(Origin.CREATE, "", "")))
        .as("needs none")
        .contains("\"resultStatus\":\"S\"");
  }

  @ParameterizedTest
  @MethodSource("calls")
  void buyerThatIsNone_shouldBeRefusedByItsField(String call, Origin origin) {
    String broken = BUYER.replace("@", " at ");
    String field = origin == Origin.PAY ? "subscriptionInfo.buyer.email" : "buyer.email";
    assertThat(post(call, body(origin, broken, "")))
        .contains("PARAM_ILLEGAL", field + " is no e-mail address");
    for (String nobody : List.of("{}", "{\"name\": \"Ann\"}")) {
      assertThat(post(call, body(origin, nobody, "")))
          .contains("PARAM_ILLEGAL", field + " is missing: send it.");
    }
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void change_shouldGiveTheNewSubscriptionTheBuyerOfTheOld() {
    SubscriptionView old = Views.in(Views.plain(merchant, requestId), Lifecycle.ACTIVE);
    memory.put(merchant.clientId(), old.subscriptionId(), ANN);
    String changeId = UUID.randomUUID().toString();
    String newId = Identity.subscriptionId(Origin.CHANGE, merchant.clientId(), changeId);
    String body =
        "{\"subscriptionId\": \"%s\", \"subscriptionChangeRequestId\": \"%s\"}"
            .formatted(old.subscriptionId(), changeId);
    commands.answering(
        command -> {
          assertThat(buyers.find(newId)).contains(ANN);
          return new Reply.Decided(false, "PROCESS_FAIL", "Not so.", 2);
        });
    assertThat(post("subscriptions/change", body)).contains("PROCESS_FAIL");
    assertThat(memory.find(newId)).isNull();
    commands.answering(
        command -> new Reply.Decided(false, "REPEAT_REQ_INCONSISTENT", "Send the same.", 2));
    post("subscriptions/change", body);
    assertThat(memory.find(newId)).isNull();
    commands.accepting();
    assertThat(post("subscriptions/change", body)).contains(newId);
    assertThat(buyers.find(newId)).contains(ANN);
    assertThat(buyers.find(old.subscriptionId())).contains(ANN);
  }

  @Test
  void inquiry_shouldGiveBackTheMetadataAndNothingElse() {
    SubscriptionView view = Views.plain(merchant, requestId);
    know(view);
    String body = "{\"subscriptionId\": \"" + view.subscriptionId() + "\"}";
    assertThat(post("subscriptions/inquireSubscription", body)).doesNotContain("metadata");
    memory.put(merchant.clientId(), view.subscriptionId(), ANN);
    assertThat(post("subscriptions/inquireSubscription", body))
        .contains("\"metadata\":{\"table\":\"by the window\"}");
    memory.setCaughtUp(false);
    assertThat(post("subscriptions/inquireSubscription", body)).contains("\"resultStatus\":\"U\"");
  }

  @Test
  void updateBuyer_shouldReplaceWhatItNamesAndBeRepeatable() {
    SubscriptionView view = Views.in(Views.plain(merchant, requestId), Lifecycle.ACTIVE);
    know(view);
    memory.put(
        merchant.clientId(),
        view.subscriptionId(),
        ANN.without(Set.of(BuyerNotice.TRIAL_ENDING)).withMetadata(Map.of("old", "1")));
    String body = update(view.subscriptionId(), BUYER, METADATA);
    for (int i = 0; i < 2; i++) {
      assertThat(post("subscriptions/updateBuyer", body)).contains("\"resultStatus\":\"S\"");
      assertThat(buyers.find(view.subscriptionId()))
          .contains(ANN.without(Set.of(BuyerNotice.TRIAL_ENDING)));
    }
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void updateBuyer_shouldBringAForgottenOneBack() {
    SubscriptionView view = Views.in(Views.plain(merchant, requestId), Lifecycle.ACTIVE);
    know(view);
    memory.put(merchant.clientId(), view.subscriptionId(), ANN);
    forget("{\"email\": \"" + EMAIL + "\"}");
    assertThat(buyers.find(view.subscriptionId())).isEmpty();
    post("subscriptions/updateBuyer", update(view.subscriptionId(), BUYER, METADATA));
    assertThat(buyers.find(view.subscriptionId())).contains(ANN);
  }

  @Test
  void updateBuyer_shouldKnowOnlyTheCallersSubscriptions() {
    SubscriptionView other = Views.plain(SERVICE.sandbox(), requestId);
    know(other);
    for (String id : List.of(other.subscriptionId(), "S" + "0".repeat(40), "nonsense")) {
      assertThat(post("subscriptions/updateBuyer", update(id, BUYER, METADATA)))
          .contains("SUBSCRIPTION_NOT_EXIST");
    }
    assertThat(memory.find(other.subscriptionId())).isNull();
  }

  @Test
  void forget_shouldSayHowManyAndBeRepeatable() {
    String email = "cy." + requestId + "@example.com";
    BuyerData cy =
        new BuyerData(Optional.of(email), Optional.empty(), Optional.empty(), Map.of(), Set.of());
    List<String> ids = Stream.of("1", "2").map(n -> id(Origin.CREATE) + n).toList();
    ids.forEach(id -> memory.put(merchant.clientId(), id, cy));
    memory.put(SERVICE.sandbox().clientId(), "Sother" + requestId, cy);
    assertThat(forget("{\"email\": \"" + email + "\"}")).isEqualTo("{\"forgotten\":2}");
    assertThat(forget("{\"email\": \"" + email + "\"}")).isEqualTo("{\"forgotten\":0}");
    assertThat(buyers.find(ids.getFirst())).isEmpty();
    assertThat(buyers.find("Sother" + requestId)).contains(cy);
    assertThat(forget("{\"subscriptionId\": \"S" + "1".repeat(40) + "\"}"))
        .isEqualTo("{\"forgotten\":0}");
  }

  @Test
  void forgetting_shouldSayWhatItNeeds() {
    for (String body :
        List.of("{}", "{\"subscriptionId\": \"S1\", \"email\": \"" + EMAIL + "\"}")) {
      Response refused = admin(merchant.clientId(), body);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text())
          .contains("subscriptionId or email names who is forgotten: send one of them.");
    }
    assertThat(admin("nobody", "{\"email\": \"" + EMAIL + "\"}").status()).isEqualTo(404);
    memory.setCaughtUp(false);
    Response busy = admin(merchant.clientId(), "{\"email\": \"" + EMAIL + "\"}");
    assertThat(busy.status()).isEqualTo(503);
    assertThat(busy.header("retry-after")).isEqualTo("1");
    assertThat(
            new HttpCaller(SERVICE)
                .send(
                    "POST", SERVICE.adminUrl() + "/admin/merchants/x/buyers/forget", Map.of(), "{}")
                .status())
        .isEqualTo(401);
  }

  private String id(Origin origin) {
    return Identity.subscriptionId(origin, merchant.clientId(), requestId);
  }

  private String body(Origin origin, String buyer, String metadata) {
    String id = "\"" + requestId + "\"";
    if (origin == Origin.CREATE) {
      String body = CreateBodies.with("subscriptionRequestId", id);
      body = CreateBodies.edited(body, "buyer", buyer);
      return CreateBodies.edited(body, "metadata", metadata);
    }
    // One beside subscriptionInfo, one in it: both will do.
    String body = PaymentBodies.with("paymentRequestId", id);
    body = PaymentBodies.edited(body, "subscriptionInfo.buyer", buyer);
    return PaymentBodies.edited(body, "metadata", metadata);
  }

  private static String update(String subscriptionId, String buyer, String metadata) {
    return "{\"subscriptionId\": \"%s\", \"buyer\": %s, \"metadata\": %s}"
        .formatted(subscriptionId, buyer, metadata);
  }

  private void know(SubscriptionView view) {
    subscriptions.put(view, Views.authorisation(Decision.APPROVED), List.of());
  }

  private List<Boolean> notifiesBuyer() {
    return commands.given().stream()
        .map(command -> ((Command.Create) command).terms().offering().notifiesBuyer())
        .toList();
  }

  private String post(String call, String body) {
    String answer = GATEWAY.post(merchant, call, body);
    answers.add(answer);
    return answer;
  }

  private String forget(String body) {
    return admin(merchant.clientId(), body).text();
  }

  private Response admin(String clientId, String body) {
    Response answer =
        new HttpCaller(SERVICE)
            .send(
                "POST",
                SERVICE.adminUrl() + "/admin/merchants/" + clientId + "/buyers/forget",
                Map.of("Authorization", "Bearer " + RunningService.ADMIN_TOKEN),
                body);
    answers.add(answer.text());
    return answer;
  }

  private static boolean showsTheBuyer(String text) {
    return text.contains("of.the.hill") || text.contains("O'Hill") || text.contains("O&#39;Hill");
  }

  private static String text(ILoggingEvent event) {
    return event.getFormattedMessage()
        + event.getKeyValuePairs()
        + event.getMDCPropertyMap()
        + (event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }
}
