package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.command.Command;
import dev.recur.service.command.Command.Cancellation;
import dev.recur.service.command.Reply;
import dev.recur.service.page.BuyerLinks;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import dev.recur.service.testing.Views;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call of the contract, beyond what is the same for all. */
class OperationsHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final HttpCaller HTTP = new HttpCaller(SERVICE);

  private static final Reply NOT_THERE =
      new Reply.Decided(false, "SUBSCRIPTION_NOT_EXIST", "There is none.", 0);

  private final TestMerchant merchant = SERVICE.live();
  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final MemorySubscriptions subscriptions = SERVICE.bean(MemorySubscriptions.class);

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  @AfterEach
  void knowEverything() {
    subscriptions.setCaughtUp(true);
  }

  @Test
  void create_shouldReachTheSubscriptionThatTheRequestIdNames() {
    post("create", CreateBodies.MONTHLY);
    post("create", CreateBodies.MONTHLY);
    assertThat(commands.given())
        .hasSize(2)
        .allSatisfy(
            command -> {
              assertThat(command).isInstanceOf(Command.Create.class);
              assertThat(command.subscriptionId())
                  .isEqualTo(
                      Identity.subscriptionId(Origin.CREATE, merchant.clientId(), "order-4711"));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAP", "APP"})
  void create_whereAppsOpen_shouldTellTheWaysIn(String terminal) {
    String env = "{\"terminalType\": \"" + terminal + "\", \"osType\": \"IOS\"}";
    String answer = post("create", CreateBodies.with("env", env));
    String id = Identity.subscriptionId(Origin.CREATE, merchant.clientId(), "order-4711");
    String url = SERVICE.bean(BuyerLinks.class).normalUrl(id);
    assertThat(answer)
        .contains("\"normalUrl\":\"" + url + "\"")
        .contains("\"schemeUrl\":\"" + url.replace("https://", "recur://") + "\"")
        .contains("\"applinkUrl\":\"" + url + "\"")
        .contains("\"appIdentifier\":\"dev.recur.buyer\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"terminalType\": \"WEB\"}", "{\"terminalType\": \"MINI_APP\"}", "null"})
  void create_elsewhere_shouldTellThePageOnly(String env) {
    assertThat(post("create", CreateBodies.with("env", env)))
        .contains("normalUrl")
        .doesNotContain("schemeUrl", "applinkUrl", "appIdentifier");
  }

  @Test
  void create_onATestClock_shouldBeForTheSandboxOnly() {
    String body = CreateBodies.with("testClockId", "\"clock-1\"");
    assertThat(post("create", body)).contains("PARAM_ILLEGAL", "testClockId");
    assertThat(commands.given()).isEmpty();
    assertThat(postAs(SERVICE.sandbox(), "create", body)).contains("\"resultStatus\":\"S\"");
  }

  @ParameterizedTest
  @CsvSource({"CANCEL, CANCEL", "TERMINATE, TERMINATE"})
  void cancel_shouldTakeEitherId(String type, Cancellation cancellation) {
    String id = Identity.subscriptionId(Origin.CREATE, merchant.clientId(), "order-4711");
    String rest = ", \"cancellationType\": \"" + type + "\"}";
    post("cancel", "{\"subscriptionId\": \"" + id + "\"" + rest);
    post("cancel", "{\"subscriptionRequestId\": \"order-4711\"" + rest);
    post(
        "cancel",
        "{\"subscriptionId\": \"" + id + "\", \"subscriptionRequestId\": \"order-4711\"" + rest);
    assertThat(commands.given())
        .hasSize(3)
        .containsOnly(new Command.Cancel(merchant.clientId(), id, cancellation));
  }

  /** What is ended cannot be begun again. */
  @Test
  void cancel_idsOfTwoSubscriptions_shouldBeRefused() {
    String id = Identity.subscriptionId(Origin.CREATE, merchant.clientId(), "order-4711");
    String body =
        "{\"subscriptionId\": \""
            + id
            + "\", \"subscriptionRequestId\": \"order-4712\", \"cancellationType\": \"TERMINATE\"}";
    assertThat(post("cancel", body))
        .contains("PARAM_ILLEGAL", "subscriptionRequestId is not that of the subscription");
    assertThat(commands.given()).isEmpty();
  }

  /** Webhooks and inquiries name a subscription by its request's id, whatever the request was. */
  @ParameterizedTest
  @EnumSource(Origin.class)
  void cancel_byRequestId_shouldFindTheSubscriptionOfEveryCall(Origin origin) {
    String id = Identity.subscriptionId(origin, merchant.clientId(), "order-4711");
    commands.answering(
        command -> command.subscriptionId().equals(id) ? ScriptedCommands.ACCEPTED : NOT_THERE);
    assertThat(cancelByRequestId()).contains("\"resultStatus\":\"S\"");
    assertThat(commands.given())
        .last()
        .isEqualTo(new Command.Cancel(merchant.clientId(), id, Cancellation.TERMINATE));
  }

  @Test
  void cancel_byRequestIdOfTwoCalls_shouldReachCreatesAlone() {
    assertThat(cancelByRequestId()).contains("\"resultStatus\":\"S\"");
    assertThat(commands.given())
        .extracting(Command::subscriptionId)
        .containsExactly(Identity.subscriptionId(Origin.CREATE, merchant.clientId(), "order-4711"));
  }

  /** Nobody knows whether create's is there, so no other is ended in its place. */
  @Test
  void cancel_byRequestId_undecided_shouldGoNoFurther() {
    commands.answering(command -> new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(cancelByRequestId()).contains("\"resultStatus\":\"U\"");
    assertThat(commands.given()).hasSize(1);
  }

  @Test
  void cancel_byRequestIdOfNone_shouldNotExist() {
    commands.answering(command -> NOT_THERE);
    assertThat(cancelByRequestId()).contains("SUBSCRIPTION_NOT_EXIST", "\"resultStatus\":\"F\"");
    assertThat(commands.given()).hasSize(Origin.values().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"cancellationType\": \"CANCEL\"} | subscriptionId is missing",
        "{\"subscriptionId\": \"S1\"} | cancellationType is missing",
        "{\"subscriptionId\": \"S1\", \"cancellationType\": \"PAUSE\"} | cancellationType is none of"
      })
  void cancel_incomplete_shouldBeRefused(String body, String words) {
    assertThat(post("cancel", body)).contains("PARAM_ILLEGAL", words);
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void cancel_idOfAnotherShape_shouldNotExist() {
    assertThat(post("cancel", "{\"subscriptionId\": \"2026\", \"cancellationType\": \"CANCEL\"}"))
        .contains("SUBSCRIPTION_NOT_EXIST", "\"resultStatus\":\"F\"");
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void inquireSubscription_shouldShowTheContractsFields() {
    SubscriptionView view = Views.in(Views.trial(merchant, id()), Lifecycle.ACTIVE);
    SubscriptionView running =
        Views.view(
            merchant,
            view.subscriptionRequestId(),
            Lifecycle.ACTIVE,
            view.startTime(),
            view.trials());
    subscriptions.put(running, Views.authorisation(Decision.APPROVED), List.of());
    assertThat(inquire(merchant, running))
        .isEqualTo(
            """
            {"result":{"resultCode":"SUCCESS","resultStatus":"S","resultMessage":"success."},\
            "subscription":{"subscriptionId":"%s","subscriptionRequestId":"%s",\
            "description":"Reading Club <& friends>, monthly","status":"ACTIVE",\
            "lifecycleStatus":"active","periodType":"MONTH","periodCount":1,\
            "currentPeriodStart":"2025-02-19T16:15:29+08:00",\
            "currentPeriodEnd":"2025-03-19T16:15:29+08:00","currentPhaseNo":1,\
            "paymentMethod":{"paymentMethodType":"GCASH"},\
            "paymentAmount":{"currency":"USD","value":"999"},\
            "subscriptionStartTime":"2025-02-19T16:15:29+08:00",\
            "lastUpdateTime":"2025-03-12T16:15:29+08:00",\
            "trialPlan":{"trialEndTime":"2025-03-19T16:15:29+08:00","freeTrialDays":7,\
            "phases":[{"phaseNo":1,"trialAmount":{"currency":"USD","value":"0"}}]},\
            "collection":"MANAGED","firstBilling":"SIGN_AND_BILL"}}"""
                .formatted(running.subscriptionId(), running.subscriptionRequestId()));
  }

  @Test
  void inquireSubscription_shouldShowWhatIsKeptAndWhatIsAwaited() {
    SubscriptionView view =
        Views.full(
            Views.plain(merchant, id()),
            new Billing(Billing.CollectionMode.SELF_MANAGED, Billing.FirstBilling.SIGN_ONLY, 12),
            new SubscriptionView.Lineage(Origin.CHANGE, "S-before", "S-after"));
    subscriptions.put(view, Views.authorisation(Decision.APPROVED), List.of());
    assertThat(inquire(merchant, view))
        .contains("\"status\":\"ACTIVE\",\"lifecycleStatus\":\"paused\"")
        .contains(
            """
            "collection":"SELF_MANAGED","firstBilling":"SIGN_ONLY","cycleCount":12,\
            "orderInfo":{"orderAmount":{"currency":"USD","value":"1998"}},\
            "settlementStrategy":{"settlementCurrency":"EUR"},\
            "relatedSubscriptionId":"S-before","replacedBySubscriptionId":"S-after",\
            "resumeTime":"2025-05-01T08:00:00+08:00",\
            "awaitedUpdate":{"phaseNo":3,"effectiveTime":"2025-05-12T16:15:29+08:00",\
            "description":"Premium","paymentAmount":{"currency":"USD","value":"1999"},\
            "periodRule":{"periodType":"YEAR","periodCount":1}},"heldPeriods":[1,2]}}""");
  }

  @ParameterizedTest
  @CsvSource({
    "INCOMPLETE, ACTIVE, incomplete",
    "TRIALING, ACTIVE, trialing",
    "PAYMENTDUE, ACTIVE, paymentdue",
    "PASTDUE, ACTIVE, pastdue",
    "PAUSED, ACTIVE, paused",
    "CANCELED, TERMINATED, canceled",
    "ENDED, TERMINATED, ended"
  })
  void inquireSubscription_shouldShowBothStatuses(
      Lifecycle lifecycle, String status, String lifecycleStatus) {
    SubscriptionView view = Views.in(Views.plain(merchant, id()), lifecycle);
    subscriptions.put(view, Views.authorisation(Decision.APPROVED), List.of());
    assertThat(inquire(merchant, view))
        .contains("\"status\":\"" + status + "\",\"lifecycleStatus\":\"" + lifecycleStatus + "\"");
  }

  @Test
  void inquireSubscription_unknownOrAnothers_shouldNotExist() {
    SubscriptionView view = Views.plain(merchant, id());
    assertThat(inquire(merchant, view)).contains("SUBSCRIPTION_NOT_EXIST");
    subscriptions.put(view, Views.authorisation(Decision.OPEN), List.of());
    assertThat(inquire(SERVICE.sandbox(), view)).contains("SUBSCRIPTION_NOT_EXIST");
    assertThat(inquire(merchant, view)).contains("\"resultStatus\":\"S\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inquireSubscription", "inquireSubscriptionPayment"})
  void inquiries_whileCatchingUp_shouldAnswerU(String call) {
    subscriptions.setCaughtUp(false);
    assertThat(post(call, "{\"subscriptionId\": \"S1\"}"))
        .contains("UNKNOWN_EXCEPTION", "\"resultStatus\":\"U\"");
  }

  @Test
  void inquirePayments_shouldPageAndFilter() {
    SubscriptionView view = Views.plain(merchant, id());
    List<PaymentView> payments =
        IntStream.rangeClosed(1, 12)
            .mapToObj(
                period ->
                    payment(
                        period,
                        period % 4 == 0 ? PaymentView.Status.FAIL : PaymentView.Status.SUCCESS))
            .toList();
    subscriptions.put(view, Views.authorisation(Decision.APPROVED), payments);

    String first = payments(view, "");
    assertThat(first)
        .contains(
            "\"paginator\":{\"currentPage\":1,\"pageSize\":10,\"totalPage\":2,\"totalCount\":12}")
        .contains(
            "{\"paymentId\":\"P1\",\"status\":\"SUCCESS\",\"phaseNo\":1,"
                + "\"paymentMethod\":{\"paymentMethodType\":\"GCASH\"},"
                + "\"paymentAmount\":{\"currency\":\"USD\",\"value\":\"999\"},"
                + "\"paymentTime\":\"2025-03-12T16:15:29+08:00\"}")
        .contains("\"paymentId\":\"P10\"")
        .doesNotContain("\"paymentId\":\"P11\"");
    assertThat(payments(view, ", \"currentPage\": \"2\"")).contains("P11", "P12");
    assertThat(payments(view, ", \"currentPage\": 3"))
        .contains("\"payments\":[]", "\"totalCount\":12");
    assertThat(payments(view, ", \"paymentStatuses\": [\"FAIL\"], \"pageSize\": 2"))
        .contains("P4", "P8", "\"totalPage\":2,\"totalCount\":3")
        .doesNotContain("P12", "SUCCESS\",\"phaseNo\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", \"pageSize\": 101 | pageSize",
        ", \"pageSize\": 0 | pageSize",
        ", \"currentPage\": 0 | currentPage",
        ", \"currentPage\": 2147483648 | currentPage",
        ", \"paymentStatuses\": [\"PENDING\"] | paymentStatuses[0]",
        ", \"paymentStatuses\": \"FAIL\" | paymentStatuses"
      })
  void inquirePayments_wrongField_shouldBeNamed(String more, String field) {
    assertThat(payments(Views.plain(merchant, "x"), more)).contains("PARAM_ILLEGAL", field);
  }

  @Test
  void inquirePayments_unknownOrAnothers_shouldBeEmpty() {
    SubscriptionView view = Views.plain(SERVICE.sandbox(), id());
    subscriptions.put(
        view,
        Views.authorisation(Decision.APPROVED),
        List.of(payment(1, PaymentView.Status.SUCCESS)));
    assertThat(payments(view, "")).contains("\"payments\":[]", "\"totalPage\":0,\"totalCount\":0");
  }

  @Test
  void inquirePayments_shouldListChangeAndManualPaymentsAndNoneThatIsNotFinal() {
    SubscriptionView view = Views.plain(merchant, id());
    subscriptions.put(
        view,
        Views.authorisation(Decision.APPROVED),
        List.of(
            payment(1, PaymentView.Status.SUCCESS),
            payment(2, PaymentView.Status.PROCESSING),
            payment(3, PaymentView.Status.PENDING),
            payment(PaymentView.Purpose.CHANGE, 4),
            payment(PaymentView.Purpose.MANUAL, 5)));
    assertThat(payments(view, ""))
        .contains("\"totalCount\":3")
        .contains("\"paymentId\":\"P4\",\"status\":\"SUCCESS\",\"phaseNo\":4")
        .contains("\"paymentId\":\"P5\",\"status\":\"SUCCESS\",\"phaseNo\":5")
        .doesNotContain("P2", "P3", "PENDING", "PROCESSING");
  }

  private static PaymentView payment(PaymentView.Purpose purpose, int period) {
    return payment(purpose, period, PaymentView.Status.SUCCESS);
  }

  private static PaymentView payment(int period, PaymentView.Status status) {
    return payment(PaymentView.Purpose.PERIOD, period, status);
  }

  private static PaymentView payment(
      PaymentView.Purpose purpose, int period, PaymentView.Status status) {
    return new PaymentView(
        "P" + period,
        period,
        status,
        purpose,
        period,
        null,
        null,
        new Amount(999, "USD"),
        Views.OFFERED.plus(Duration.ofDays(period)),
        Views.OFFERED,
        null,
        List.of());
  }

  private String payments(SubscriptionView view, String more) {
    return post(
        "inquireSubscriptionPayment",
        "{\"subscriptionId\": \"" + view.subscriptionId() + "\"" + more + "}");
  }

  private static String inquire(TestMerchant caller, SubscriptionView view) {
    return postAs(
        caller, "inquireSubscription", "{\"subscriptionId\": \"" + view.subscriptionId() + "\"}");
  }

  private String cancelByRequestId() {
    return post(
        "cancel",
        "{\"subscriptionRequestId\": \"order-4711\", \"cancellationType\": \"TERMINATE\"}");
  }

  private String post(String call, String body) {
    return postAs(merchant, call, body);
  }

  private static String postAs(TestMerchant caller, String call, String body) {
    String target = "/ams/api/v1/subscriptions/" + call;
    return HTTP.send("POST", SERVICE.gatewayUrl() + target, caller.sign(target, body), body).text();
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
