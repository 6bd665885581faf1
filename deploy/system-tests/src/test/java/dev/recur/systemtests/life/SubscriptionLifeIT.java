package dev.recur.systemtests.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.alipay.global.api.exception.AlipayApiException;
import com.alipay.global.api.model.Result;
import com.alipay.global.api.model.ResultStatusType;
import dev.recur.systemtests.expect.Calendar;
import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.Due;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.LedgerCheck;
import dev.recur.systemtests.expect.Notice;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.Told;
import dev.recur.systemtests.expect.WebhookCheck;
import dev.recur.systemtests.merchant.Buyer;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Admin;
import dev.recur.systemtests.stack.Inbox.Webhook;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The subscription of seed 003's example and two plain ones travel a year on a test clock, then end
 * in three ways: renewal off while the next period is paid already, termination, renewal off in the
 * middle of a period.
 */
@OnStack
@Order(OnStack.FIRST)
class SubscriptionLifeIT {

  /** Seed 003: "if the current time is 2025-03-12, and a 7-day free trial is configured". */
  private static final OffsetDateTime NOW = at("2025-03-12T16:15:29+08:00");

  /** A year and six days on: period 14 of the trial's subscription is paid and has not begun. */
  private static final OffsetDateTime YEAR = at("2026-03-18T20:00:00+08:00");

  private static final OffsetDateTime END = at("2026-05-20T12:00:00+08:00");

  private static final Duration WEBHOOKS_WITHIN = Duration.ofSeconds(60);

  /** Who lives here. */
  enum Who {
    /** Seed 003: start is the trial's end minus one period. */
    TRIAL,
    /** Plain, and begins two hours after the buyer agreed. */
    PLAIN,
    /** Plain, of a day that not every month has, from a merchant of its own. */
    MONTH_END;

    Offer offer() {
      return switch (this) {
        case TRIAL ->
            Offer.monthly("life-trial", at("2025-02-19T16:15:29+08:00"), 800, "HKD")
                .withTrial(1, 1, 0);
        case PLAIN -> Offer.monthly("life-plain", at("2025-03-12T18:15:29+08:00"), 19900, "PHP");
        case MONTH_END -> Offer.monthly("life-31st", at("2025-03-31T10:00:00+08:00"), 1250, "EUR");
      };
    }
  }

  @SuppressWarnings("NullAway.Init")
  private Stack stack;

  @SuppressWarnings("NullAway.Init")
  private OfficialSdk sample;

  @SuppressWarnings("NullAway.Init")
  private OfficialSdk other;

  @SuppressWarnings("NullAway.Init")
  private String clock;

  private List<Charge> ledgerAfterAYear = List.of();
  private List<Charge> ledgerAtTheEnd = List.of();
  private List<Webhook> webhooks = List.of();
  private Map<Who, Map<String, Object>> inquiredAtFirst = Map.of();
  private Map<Who, Map<String, Object>> inquiredAfterAYear = Map.of();
  private Map<Who, Map<String, Object>> inquiredCancelled = Map.of();
  private Map<Who, Map<String, Object>> inquiredAtTheEnd = Map.of();

  @BeforeAll
  void live(Stack running) throws IOException {
    stack = running;
    sample = new OfficialSdk(stack.file().gateway(), stack.file().merchant());
    // Its id does not begin with SANDBOX_, so the SDK calls the other of the two paths.
    other = new OfficialSdk(stack.file().gateway(), stack.admin().registerMerchant("LIFE_SHOP"));
    clock = stack.admin().createClock(NOW);
    for (Who who : Who.values()) {
      var created = sdk(who).create(who.offer(), clock);
      assertThat(created.getResult().getResultStatus())
          .as(OfficialSdk.words(created.getResult()))
          .isEqualTo(ResultStatusType.S);
      Buyer.approve(created.getNormalUrl());
      Buyer.approve(created.getNormalUrl()); // Again, as programs do; it is 2xx again.
    }
    inquiredAtFirst = inquireAll();

    stack.admin().advance(clock, YEAR);
    ledgerAfterAYear = stack.bank().charges(ids());
    inquiredAfterAYear = inquireAll();

    accepted(sdk(Who.TRIAL).cancel(id(Who.TRIAL), "CANCEL"));
    accepted(sdk(Who.PLAIN).cancel(id(Who.PLAIN), "TERMINATE"));
    accepted(sdk(Who.MONTH_END).cancel(id(Who.MONTH_END), "CANCEL"));
    inquiredCancelled = inquireAll();

    stack.admin().advance(clock, END);
    accepted(sdk(Who.PLAIN).cancel(id(Who.PLAIN), "CANCEL")); // Over long since; accepted again.
    ledgerAtTheEnd = stack.bank().charges(ids());
    inquiredAtTheEnd = inquireAll();

    int expected =
        List.of(Who.values()).stream().mapToInt(who -> expectedNotices(who).size()).sum();
    webhooks =
        await("all webhooks")
            .atMost(WEBHOOKS_WITHIN)
            .pollInterval(Duration.ofMillis(500))
            .until(() -> stack.inbox().webhooks(ids()), found -> found.size() >= expected);
  }

  @AfterAll
  void report() {
    LedgerCheck check = check(YEAR, ledgerAfterAYear);
    Report.heading("SubscriptionLifeIT: three subscriptions, one year and its end");
    Report.count("charges expected", check.expected());
    Report.count("charges found at the channel", check.found());
    Report.count("missed", check.missed().size());
    Report.count("doubled", check.doubled().size());
    Report.count("webhooks received and verified by the SDK", webhooks.size());
    Report.count("answers verified by the SDK", sample.verifiedAnswers() + other.verifiedAnswers());
  }

  @Test
  void ledger_afterAYear_shouldBeExactlyAsTheCalendarSays() {
    LedgerCheck check = check(YEAR, ledgerAfterAYear);

    assertThat(check.isExact()).as("%s", check).isTrue();
    // 13 of the trial's 14 periods cost something; the plain one is in its 13th; the 31st's 12th
    // month is February and the 13th is not yet due.
    assertThat(check.found()).isEqualTo(13 + 13 + 12);
  }

  @Test
  void firstCharge_shouldBeAtTheStart_andLaterOnesAtTheLead() {
    List<Charge> plain = of(Who.PLAIN, ledgerAfterAYear);

    // In figures, so that it can be read beside the seed.
    assertThat(plain.get(0).at()).isEqualTo(at("2025-03-12T18:15:29+08:00").toInstant());
    assertThat(plain.get(1).at()).isEqualTo(at("2025-04-11T18:20:29+08:00").toInstant());
    assertThat(plain.get(2).at()).isEqualTo(at("2025-05-11T18:20:29+08:00").toInstant());
    assertThat(of(Who.TRIAL, ledgerAfterAYear).getFirst().at())
        .isEqualTo(at("2025-03-18T16:20:29+08:00").toInstant());
  }

  @Test
  void freePeriod_shouldHaveNoLedgerLine_andBeToldAsPaidWithNothing() {
    assertThat(of(Who.TRIAL, ledgerAtTheEnd)).noneMatch(line -> line.what().period() == 1);

    assertThat(told(Who.TRIAL).get(1).notice().fields())
        .containsEntry(Notice.KIND, Notice.OF_PAYMENT)
        .containsEntry("phaseNo", "1")
        .containsEntry("result.resultStatus", "S")
        .containsEntry("paymentAmount.value", "0")
        .containsEntry("paymentAmount.currency", "HKD")
        .containsEntry("periodEndTime", "2025-03-19T16:15:29+08:00");
  }

  @Test
  void ledger_afterTheEnd_shouldHaveNothingMore() {
    assertThat(ledgerAtTheEnd).containsExactlyInAnyOrderElementsOf(ledgerAfterAYear);
  }

  @ParameterizedTest
  @EnumSource
  void webhooks_shouldBeExactlyTheExpected_inSequence(Who who) {
    WebhookCheck check = WebhookCheck.of(expectedNotices(who), told(who));

    assertThat(check.isCompleteAndInSequence()).as("%s", check).isTrue();
    assertThat(check.repeats()).isZero();
  }

  @Test
  void everyWebhook_shouldVerifyWithTheSdk_andNoTamperedOne() {
    assertThat(webhooks).isNotEmpty();
    for (Webhook webhook : webhooks) {
      OfficialSdk sdk = webhook.header("client-id").equals(sample.clientId()) ? sample : other;
      OfficialSdk stranger = sdk == sample ? other : sample;
      assertThat(webhook.path()).contains("?about=");
      assertThat(sdk.verifies(webhook)).as("%s", webhook).isTrue();
      assertThat(sdk.verifies(webhook, webhook.body().replaceFirst("\\d", "x"))).isFalse();
      assertThat(sdk.verifies(withoutQuery(webhook))).isFalse();
      assertThat(stranger.verifies(webhook)).isFalse();
    }
  }

  @Test
  void webhooks_shouldGoToTheUrlOfTheirKind() {
    for (Webhook webhook : webhooks) {
      String kind = webhook.told().notice().fields().getOrDefault(Notice.KIND, "");
      assertThat(webhook.path())
          .endsWith(kind.equals(Notice.OF_PAYMENT) ? "?about=payment" : "?about=subscription");
    }
  }

  @ParameterizedTest
  @EnumSource
  void inquiry_afterAYear_shouldShowTheRunningPeriod(Who who) {
    Calendar calendar = expectation(who).calendar();
    int running = calendar.periodAt(YEAR);

    assertThat(inquiredAfterAYear.get(who))
        .containsEntry("subscriptionId", id(who))
        .containsEntry("subscriptionRequestId", who.offer().requestId())
        .containsEntry("status", "ACTIVE")
        .containsEntry("lifecycleStatus", "active")
        .containsEntry("periodType", "MONTH")
        .containsEntry("periodCount", 1)
        .containsEntry("currentPhaseNo", running)
        .containsEntry("currentPeriodStart", Expectation.wire(calendar.startOf(running)))
        .containsEntry("currentPeriodEnd", Expectation.wire(calendar.startOf(running + 1)));
  }

  @Test
  void inquiry_atFirst_shouldTellTrialAndPlainApart() {
    assertThat(inquiredAtFirst.get(Who.TRIAL))
        .containsEntry("status", "ACTIVE")
        .containsEntry("lifecycleStatus", "trialing")
        .containsEntry("currentPhaseNo", 1)
        .extractingByKey("trialPlan")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("freeTrialDays", 7)
        .containsEntry("trialEndTime", "2025-03-19T16:15:29+08:00");
    assertThat(inquiredAtFirst.get(Who.PLAIN)).doesNotContainKey("currentPhaseNo");
  }

  @Test
  void inquiry_afterCancel_shouldShowHowItEnds() {
    assertThat(inquiredCancelled.get(Who.TRIAL))
        .containsEntry("status", "CANCELLED")
        .containsEntry("lifecycleStatus", "active")
        .containsEntry("subscriptionEndTime", "2026-04-19T16:15:29+08:00");
    assertThat(inquiredCancelled.get(Who.MONTH_END))
        .containsEntry("status", "CANCELLED")
        .containsEntry("subscriptionEndTime", "2026-03-31T10:00:00+08:00");
    assertThat(inquiredCancelled.get(Who.PLAIN))
        .containsEntry("status", "TERMINATED")
        .containsEntry("lifecycleStatus", "canceled");
  }

  @ParameterizedTest
  @EnumSource
  void inquiry_atTheEnd_shouldShowAllOver(Who who) {
    assertThat(inquiredAtTheEnd.get(who))
        .containsEntry("status", "TERMINATED")
        .containsEntry("lifecycleStatus", "canceled")
        .doesNotContainKey("nextChargeTime");
  }

  @ParameterizedTest
  @EnumSource
  void inquiryOfPayments_shouldListEveryPeriodOnce(Who who) {
    List<Map<String, Object>> payments = new ArrayList<>();
    for (int page = 1; page <= 3; page++) {
      payments.addAll(sdk(who).payments(id(who), page, 5).getPayments());
    }
    List<Due> due = expectation(who).calendar().dueBy(YEAR);

    assertThat(payments)
        .extracting(payment -> payment.get("phaseNo"))
        .containsExactlyInAnyOrderElementsOf(due.stream().map(Due::period).toList());
    assertThat(payments)
        .allSatisfy(
            payment -> {
              Due of = due.get((Integer) payment.getOrDefault("phaseNo", 0) - 1);
              assertThat(payment)
                  .containsEntry("status", "SUCCESS")
                  .containsEntry("paymentTime", Expectation.wire(of.dueAt()))
                  .containsEntry(
                      "paymentAmount",
                      Map.of(
                          "currency",
                          who.offer().currency(),
                          "value",
                          Long.toString(of.amountMinor())));
            });
  }

  @Test
  void answer_underAnotherPlatformKey_shouldFailInTheSdk() {
    String stranger = Base64.getEncoder().encodeToString(Admin.newKeys().getPublic().getEncoded());
    OfficialSdk mistaken =
        new OfficialSdk(stack.file().gateway(), stack.file().merchant(), stranger);

    assertThatThrownBy(() -> mistaken.execute(mistaken.createRequest(Who.PLAIN.offer(), clock)))
        .isInstanceOf(AlipayApiException.class)
        .hasMessageContaining("Response signature verify fail");
  }

  @Test
  void everyAnswer_shouldHaveBeenVerified() {
    // Three creates, three cancels and one more, and the inquiries; each is only counted when its
    // signature was there and the SDK found it right.
    assertThat(sample.verifiedAnswers() + other.verifiedAnswers()).isGreaterThanOrEqualTo(19);
  }

  private List<Notice> expectedNotices(Who who) {
    Expectation expectation = expectation(who);
    List<Notice> notices = new ArrayList<>(expectation.notices(YEAR));
    notices.add(
        switch (who) {
          // Period 14 is paid: it is the one at whose end service stops (contract F11).
          case TRIAL -> expectation.cancelled(expectation.calendar().startOf(15));
          case PLAIN -> expectation.terminated(YEAR);
          case MONTH_END -> expectation.cancelled(expectation.calendar().startOf(13));
        });
    return notices;
  }

  private LedgerCheck check(OffsetDateTime until, List<Charge> ledger) {
    List<Charge> expected =
        List.of(Who.values()).stream()
            .flatMap(who -> expectation(who).charges(until).stream())
            .toList();
    return LedgerCheck.of(expected, ledger);
  }

  private OfficialSdk sdk(Who who) {
    return who == Who.MONTH_END ? other : sample;
  }

  private Expectation expectation(Who who) {
    return new Expectation(sdk(who).clientId(), who.offer(), NOW);
  }

  private String id(Who who) {
    return expectation(who).subscriptionId();
  }

  private List<String> ids() {
    return List.of(Who.values()).stream().map(this::id).toList();
  }

  private List<Charge> of(Who who, List<Charge> ledger) {
    return ledger.stream().filter(line -> line.what().subscriptionId().equals(id(who))).toList();
  }

  private List<Told> told(Who who) {
    return webhooks.stream()
        .map(Webhook::told)
        .filter(told -> told.notice().subscriptionId().equals(id(who)))
        .toList();
  }

  private Map<Who, Map<String, Object>> inquireAll() {
    return Map.of(
        Who.TRIAL, sdk(Who.TRIAL).inquire(id(Who.TRIAL)),
        Who.PLAIN, sdk(Who.PLAIN).inquire(id(Who.PLAIN)),
        Who.MONTH_END, sdk(Who.MONTH_END).inquire(id(Who.MONTH_END)));
  }

  private static Webhook withoutQuery(Webhook webhook) {
    return new Webhook(
        webhook.receivedAt(),
        webhook.path().replaceFirst("\\?.*", ""),
        webhook.headers(),
        webhook.body());
  }

  private static void accepted(Result result) {
    assertThat(result.getResultCode()).as(OfficialSdk.words(result)).isEqualTo("SUCCESS");
  }

  private static OffsetDateTime at(String text) {
    return OffsetDateTime.parse(text);
  }
}
