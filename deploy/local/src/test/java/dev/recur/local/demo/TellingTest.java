package dev.recur.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of the answers that the demo gets. */
class TellingTest {

  private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-04-20T19:02:00+08:00");

  private final Telling telling = new Telling(() -> NOW, "", id -> "<" + id + ">", "Standard");

  private static JsonNode json(String singleQuoted) {
    return Json.read(singleQuoted.replace('\'', '"'));
  }

  private static Webhook webhook(String body) {
    return new Webhook(json(body), true);
  }

  private static JsonNode ledgerLine(String purpose, String key, String outcome, int calls) {
    return json(
        """
        {'key':'%s','operation':'%s','purpose':'%s','period':2,'amountMinor':3000,
         'currency':'USD','outcome':'%s','at':'2026-04-12T10:20:29Z','calls':%d}"""
            .formatted(
                key, purpose.equals("REFUND") ? "REFUND" : "CHARGE", purpose, outcome, calls));
  }

  private static String line(Entry entry) {
    return entry.line().strip();
  }

  @Test
  void bankLine_shouldStandAtTheSecondItWasAskedFor() {
    assertThat(line(telling.bank(ledgerLine("PERIOD", "p/1", "SUCCEEDED", 1))))
        .isEqualTo("2026-04-12 18:20:29  bank      period 2      30.00 USD  SUCCEEDED");
    assertThat(line(telling.bank(ledgerLine("CHANGE", "p/1", "PENDING", 1))))
        .isEqualTo("2026-04-12 18:20:29  bank      difference    30.00 USD  PENDING");
    assertThat(line(telling.bank(ledgerLine("MANUAL", "p/1", "SUCCEEDED", 1))))
        .isEqualTo("2026-04-12 18:20:29  bank      charge        30.00 USD  SUCCEEDED");
    assertThat(line(telling.bank(ledgerLine("REFUND", "p/1", "SUCCEEDED", 1))))
        .isEqualTo("2026-04-12 18:20:29  bank      refund        30.00 USD  SUCCEEDED");
  }

  @Test
  void furtherAttemptAndSecondCall_shouldBeSaid() {
    assertThat(telling.bank(ledgerLine("PERIOD", "p/3", "DECLINED_SOFT", 1)).text())
        .isEqualTo("DECLINED_SOFT, attempt 3");
    assertThat(telling.bank(ledgerLine("PERIOD", "p/1", "SUCCEEDED", 2)).text())
        .isEqualTo("SUCCEEDED, asked 2 times");
  }

  @Test
  void outcomeThatIsAnotherNow_shouldStandWhereTheClockIs() {
    assertThat(line(telling.settled(ledgerLine("CHANGE", "p/1", "SUCCEEDED", 1), "PENDING")))
        .isEqualTo(
            "2026-04-20 19:02:00  bank      difference    30.00 USD  SUCCEEDED, which was"
                + " PENDING");
  }

  @Test
  void paymentWebhook_shouldStandWhereItWasPaid_orWhereTheClockIs() {
    assertThat(
            line(
                telling.webhook(
                    webhook(
                        """
                        {'paymentId':'p','phaseNo':'2','paymentTime':'2026-04-12T18:20:29+08:00',
                         'paymentAmount':{'currency':'USD','value':'3000'},
                         'result':{'resultStatus':'S','resultCode':'SUCCESS'},
                         'paymentRequestId':'top-up-1-00000000-0000-0000-0000-000000000000',
                         'periodStartTime':'2026-04-13T18:15:29+08:00',
                         'periodEndTime':'2026-05-13T18:15:29+08:00'}"""))))
        .isEqualTo(
            "2026-04-12 18:20:29  webhook   period 2      30.00 USD  S; 2026-04-13 18:15:29 to"
                + " 2026-05-13 18:15:29; top-up-1");
    assertThat(
            line(
                telling.webhook(
                    webhook(
                        """
                        {'paymentId':'p','phaseNo':'2',
                         'paymentAmount':{'currency':'USD','value':'3000'},
                         'result':{'resultStatus':'F','resultCode':'RISK_REJECT'},
                         'periodStartTime':'2026-04-13T18:15:29+08:00',
                         'periodEndTime':'2026-05-13T18:15:29+08:00'}"""))))
        .isEqualTo(
            "2026-04-20 19:02:00  webhook   period 2      30.00 USD  F, RISK_REJECT; 2026-04-13"
                + " 18:15:29 to 2026-05-13 18:15:29");
  }

  @Test
  void refundWebhook_shouldNameItsRequest() {
    assertThat(
            line(
                telling.webhook(
                    webhook(
                        """
                        {'refundId':'r','refundStatus':'SUCCESS',
                         'refundTime':'2026-04-20T19:02:00+08:00',
                         'refundAmount':{'currency':'USD','value':'2000'},
                         'refundRequestId':'downgrade-00000000-0000-0000-0000-000000000000'}"""))))
        .isEqualTo("2026-04-20 19:02:00  webhook   refund        20.00 USD  SUCCESS; downgrade");
  }

  @Test
  void subscriptionWebhook_shouldSayStatusAndEnd() {
    assertThat(
            telling
                .webhook(
                    webhook(
                        """
                        {'subscriptionNotificationType':'CHANGE','subscriptionStatus':'ACTIVE',
                         'lifecycleStatus':'active','relatedSubscriptionId':'S1',
                         'subscriptionEndTime':'2099-12-31T23:59:59+08:00'}"""))
                .text())
        .isEqualTo("ACTIVE, active; no end; follows <S1>");
    assertThat(
            telling
                .webhook(
                    webhook(
                        """
                        {'subscriptionNotificationType':'CANCEL','subscriptionStatus':'ACTIVE',
                         'lifecycleStatus':'active',
                         'subscriptionEndTime':'2026-05-13T18:15:29+08:00'}"""))
                .text())
        .isEqualTo("ACTIVE, active; until 2026-05-13 18:15:29");
  }

  @Test
  void inquiry_shouldSayAllThatIsKnown_andADescriptionOnce() {
    JsonNode subscription =
        json(
            """
            {'lifecycleStatus':'trialing','status':'ACTIVE','currentPhaseNo':1,
             'paymentAmount':{'currency':'USD','value':'3000'},'description':'Premium',
             'currentPeriodStart':'2026-04-13T18:15:29+08:00',
             'currentPeriodEnd':'2026-05-13T18:15:29+08:00',
             'nextChargeTime':'2026-05-12T18:20:29+08:00',
             'subscriptionEndTime':'2027-04-13T18:15:29+08:00',
             'resumeTime':'2026-08-01T09:00:00+08:00',
             'trialPlan':{'trialEndTime':'2026-05-13T18:15:29+08:00','freeTrialDays':7},
             'awaitedUpdate':{'phaseNo':2,'paymentAmount':{'currency':'USD','value':'5000'}},
             'heldPeriods':[2,3],'relatedSubscriptionId':'S1','replacedBySubscriptionId':'S3'}""");
    Entry first = telling.inquiry(subscription);
    assertThat(first.about()).isEqualTo("trialing");
    assertThat(first.amount()).isEqualTo("30.00 USD");
    assertThat(List.of(first.text().split("; ")))
        .containsExactly(
            "ACTIVE",
            "period 1, 2026-04-13 18:15:29 to 2026-05-13 18:15:29",
            "next charge 2026-05-12 18:20:29",
            "until 2027-04-13 18:15:29",
            "resumes 2026-08-01 09:00:00",
            "trial until 2026-05-13 18:15:29, 7 days free",
            "50.00 USD from period 2 on",
            "periods 2, 3 are held",
            "follows <S1>",
            "followed by <S3>",
            "called \"Premium\"");
    assertThat(telling.inquiry(subscription).text()).doesNotContain("called");
  }

  @Test
  void cardsToken_shouldBeSaidToBeTold_butNotWhichItIs() {
    String told =
        """
        {'subscriptionNotificationType':'CREATE','subscriptionStatus':'ACTIVE',
         'lifecycleStatus':'active','subscriptionEndTime':'2099-12-31T23:59:59+08:00',
         'tokenId':'%s'}""";
    assertThat(telling.webhook(webhook(told.formatted("tok_1"))).text())
        .isEqualTo("ACTIVE, active; no end; the token is told");
    assertThat(telling.webhook(webhook(told.formatted("decline_stolen"))).text())
        .isEqualTo("ACTIVE, active; no end");
  }

  @Test
  void bank_shouldSayWhatElseItWasTold_andWhyItDeclined() {
    JsonNode line = ledgerLine("PERIOD", "p/1", "DECLINED_HARD", 1);
    JsonNode details =
        json(
            """
            {'key':'p/1','paymentMethodType':'CARD','paymentMethodId':'tok_1',
             'orderAmountMinor':4500,'orderCurrency':'USD','settlementCurrency':'EUR',
             'code':'risk_reject'}""");
    assertThat(line(telling.bankWasTold(line, details)))
        .isEqualTo(
            "2026-04-20 19:02:00  bank      period 2      30.00 USD  was told: CARD, its token;"
                + " order 45.00 USD; settled in EUR; declined: risk_reject");
  }

  @Test
  void order_shouldBeSaidAsInquiriesShowIt() {
    assertThat(
            line(
                telling.order(
                    json(
                        """
                        {'orderInfo':{'orderAmount':{'currency':'USD','value':'4500'}},
                         'settlementStrategy':{'settlementCurrency':'EUR'}}"""))))
        .isEqualTo("2026-04-20 19:02:00  inquiry   order         45.00 USD  settled in EUR");
  }

  @Test
  void oneOfSeveral_shouldBeNamed() {
    Telling hold = new Telling(() -> NOW, "HOLD", id -> id, "");
    assertThat(hold.bank(ledgerLine("PERIOD", "p/1", "SUCCEEDED", 1)).text())
        .isEqualTo("[HOLD] SUCCEEDED");
  }

  @Test
  void books_shouldAgreeOnlyWhenAllThreeSaysAreTheSame() {
    List<JsonNode> bank =
        List.of(
            ledgerLine("PERIOD", "p/1", "DECLINED_SOFT", 1),
            ledgerLine("PERIOD", "p/2", "SUCCEEDED", 1),
            ledgerLine("REFUND", "r/1", "SUCCEEDED", 1));
    List<Webhook> told = List.of(paid(3, 0), paid(5, 3));
    List<JsonNode> shown = List.of(payment("SUCCESS"), payment("FAIL"));

    assertThat(line(books(bank, told.subList(0, 1), shown)))
        .isEqualTo(
            "2026-04-20 19:02:00  books     agree         30.00 USD  paid, told and shown alike; 1"
                + " webhooks, all signed, none missing; 30.00 USD went back");
    assertThat(line(books(bank, told, shown)))
        .isEqualTo(
            "2026-04-20 19:02:00  books     DISAGREE      30.00 USD  paid, but 60.00 USD told and"
                + " 30.00 USD shown; 2 webhooks, missing: []; 30.00 USD went back");
    assertThat(books(bank, told.subList(0, 1), List.of()).about()).isEqualTo("DISAGREE");
    assertThat(books(List.of(), List.of(paid(3, 0)), shown).about()).isEqualTo("DISAGREE");
    assertThat(books(bank, List.of(paid(5, 3)), shown).text())
        .contains("missing: [5 came after 3]");
  }

  private static Entry books(List<JsonNode> bank, List<Webhook> told, List<JsonNode> shown) {
    Books books = new Books();
    books.add(bank, told, shown);
    return books.close(NOW);
  }

  private static Webhook paid(int sequence, int previous) {
    return webhook(
        """
        {'sequence':%d,'previousSequence':%d,'paymentId':'p',
         'paymentAmount':{'currency':'USD','value':'3000'},'result':{'resultStatus':'S'}}"""
            .formatted(sequence, previous));
  }

  private static JsonNode payment(String status) {
    return json(
        "{'status':'%s','paymentAmount':{'currency':'USD','value':'3000'}}".formatted(status));
  }
}
