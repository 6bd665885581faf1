package dev.recur.service.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.service.gateway.CreateBodies;
import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.Billing.CollectionMode;
import dev.recur.service.terms.Billing.FirstBilling;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.terms.Policies;
import dev.recur.service.terms.Policies.CatchUp;
import dev.recur.service.terms.Policies.FinalAct;
import dev.recur.service.terms.Policies.Overrides;
import dev.recur.service.terms.Trial;
import dev.recur.service.testing.TestMerchant;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateRequestTest {

  @Test
  void documentedRequest_shouldBecomeTerms() {
    CreateTerms terms = terms(CreateBodies.MONTHLY);
    assertThat(terms.subscriptionRequestId()).isEqualTo("order-4711");
    assertThat(terms.startTime()).isEqualTo(Instant.parse("2026-01-31T04:01:01Z"));
    assertThat(terms.zone()).isEqualTo("+08:00");
    assertThat(terms.periodRule()).isEqualTo(new PeriodRule(PeriodUnit.MONTH, 1));
    assertThat(terms.paymentAmount()).isEqualTo(new Amount(999, "USD"));
    assertThat(terms.orderAmount()).isEqualTo(new Amount(999, "USD"));
    assertThat(terms.settlementCurrency()).isEqualTo("USD");
    assertThat(terms.policies()).isEqualTo(TestMerchant.POLICIES);
    assertThat(terms.endTime()).isNull();
    assertThat(terms.expiryTime()).isNull();
    assertThat(terms.testClockId()).isNull();
    assertThat(terms.trials()).isEmpty();
  }

  @Test
  void billing_shouldBeAntomsUnlessTheRequestSays() {
    assertThat(terms(CreateBodies.MONTHLY).billing()).isEqualTo(Billing.PLAIN);
    assertThat(terms(CreateBodies.with("collection", "\"SELF_MANAGED\"")).billing())
        .isEqualTo(new Billing(CollectionMode.SELF_MANAGED, null, null));
    assertThat(terms(CreateBodies.with("firstBilling", "\"SIGN_ONLY\"")).billing())
        .isEqualTo(new Billing(CollectionMode.MANAGED, FirstBilling.SIGN_ONLY, null));
    for (String cycles : List.of("12", "\"12\"")) {
      assertThat(terms(CreateBodies.with("cycleCount", cycles)).billing())
          .isEqualTo(new Billing(CollectionMode.MANAGED, null, 12));
    }
  }

  @Test
  void methodProfile_shouldBeTheMerchants() {
    assertThat(
            CreateRequest.read(Fields.parse(CreateBodies.MONTHLY.getBytes(UTF_8)))
                .terms(true, TestMerchant.POLICIES, MethodProfile.ONERWAY)
                .methodProfile())
        .isEqualTo(MethodProfile.ONERWAY);
  }

  @ParameterizedTest
  @CsvSource({"WEB, false", "MINI_APP, false", "WAP, true", "APP, true"})
  void terminal_shouldSayWhetherAppsCanBeOpened(Terminal terminal, boolean opensApps) {
    String env = "{\"terminalType\": \"" + terminal + "\", \"osType\": \"ANDROID\"}";
    CreateRequest request =
        CreateRequest.read(Fields.parse(CreateBodies.with("env", env).getBytes(UTF_8)));
    assertThat(request.terminal()).isEqualTo(terminal);
    assertThat(terminal.opensApps()).isEqualTo(opensApps);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "collection | \"MANAGED\"",
        "firstBilling | \"SIGN_AND_BILL\"",
        "policies | {\"finalAct\": \"KEEP\"}",
        "policies | {\"catchUpPeriodsMax\": \"100\", \"graceDays\": \"0\"}",
        "env | null",
        "env.osType | null",
        "cycleCount | null",
        "periodRule.periodCount | 2",
        "periodRule.periodCount | \"2\"",
        "paymentAmount.value | 2",
        "paymentAmount.value | \"2\"",
        "subscriptionRequestId | 2",
        "subscriptionRequestId | \"2\"",
        "nobodyAskedForThis | {\"a\": [1, 2]}",
        "buyer | {\"email\": \"somebody@example.com\"}",
        "subscriptionEndTime | \"2027-01-31T12:01:01Z\"",
        "subscriptionEndTime | null",
        "subscriptionEndTime | \"\"",
        "subscriptionExpiryTime | \"2026-01-31T13:01:01.123+0800\"",
        "subscriptionDescription | true",
        "paymentAmount | {\"currency\": \"JPY\", \"value\": 500}",
        "paymentAmount | {\"currency\": \"IDR\", \"value\": \"1500000\"}",
        "paymentAmount.value | \"0\"",
        "timeZone | \"Asia/Manila\""
      })
  void lenientForms_shouldBeTaken(String path, String json) {
    assertThat(terms(CreateBodies.with(path, json))).isNotNull();
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
        "paymentAmount",
        "paymentAmount.currency",
        "paymentAmount.value",
        "orderInfo.orderAmount.value",
        "env.terminalType"
      })
  void missingField_shouldBeNamed(String path) {
    assertRefused(CreateBodies.without(path), path + " is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "subscriptionRequestId, 64",
    "subscriptionDescription, 256",
    "paymentMethod.paymentMethodType, 64",
    "paymentMethod.paymentMethodId, 128",
    "testClockId, 64"
  })
  void overLongField_shouldBeNamed(String path, int max) {
    assertThat(terms(CreateBodies.with(path, quoted("x".repeat(max))))).isNotNull();
    assertRefused(
        CreateBodies.with(path, quoted("x".repeat(max + 1))),
        path + " has " + (max + 1) + " characters: send at most " + max);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subscriptionRedirectUrl",
        "subscriptionNotificationUrl",
        "paymentNotificationUrl"
      })
  void url_shouldBeAbsoluteAndBounded(String path) {
    assertRefused(CreateBodies.with(path, quoted("/relative")), path);
    assertRefused(CreateBodies.with(path, quoted("javascript:alert(1)")), path);
    assertRefused(CreateBodies.with(path, quoted("ftp://club.example/")), path);
    assertRefused(CreateBodies.with(path, quoted("https://user:secret@club.example/")), path);
    assertRefused(CreateBodies.with(path, quoted("https://")), path);
    assertRefused(CreateBodies.with(path, quoted("https://club.example/ a")), path);
    String base = "https://club.example/";
    String longest = base + "x".repeat(2048 - base.length());
    assertThat(terms(CreateBodies.with(path, quoted(longest)))).isNotNull();
    assertRefused(CreateBodies.with(path, quoted(longest + "x")), path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "\"-1\"",
        "1.5",
        "\"1.5\"",
        "1.0",
        "1e2",
        "\"1e2\"",
        "\"+5\"",
        "\" 5\"",
        "\"\u0665\"",
        "9223372036854775808",
        "\"99999999999999999999999\"",
        "true",
        "\"free\"",
        "[5]",
        "{\"a\": 5}"
      })
  void amount_shouldBeWholeMinorUnits(String value) {
    assertRefused(CreateBodies.with("paymentAmount.value", value), "paymentAmount.value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"XYZ\"", "\"usd\"", "\"US\"", "\"XAU\"", "\"XXX\"", "\"USDT\"", "840"})
  void currency_shouldBeIso4217(String currency) {
    assertRefused(CreateBodies.with("paymentAmount.currency", currency), "paymentAmount.currency");
  }

  @Test
  void idr_shouldHaveNoCents() {
    assertRefused(
        CreateBodies.with("paymentAmount", "{\"currency\": \"IDR\", \"value\": \"1550\"}"),
        "paymentAmount.value has cents");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "periodRule.periodCount | 0",
        "periodRule.periodCount | -1",
        "periodRule.periodCount | \"two\"",
        "periodRule.periodType | \"QUARTER\"",
        "periodRule.periodType | \"month\"",
        "periodRule | []",
        "subscriptionStartTime | \"2026-01-31T12:01:01\"",
        "subscriptionStartTime | \"2026-01-31\"",
        "subscriptionStartTime | \"tomorrow\"",
        "subscriptionStartTime | 1769832061000",
        "subscriptionStartTime | \"2026-02-30T12:01:01Z\"",
        "subscriptionStartTime | \"+999999999-01-01T00:00:00Z\"",
        "subscriptionEndTime | \"1066-10-14T09:00:00Z\"",
        "timeZone | \"Mars/Olympus\"",
        "trials | {}",
        "trials | [null]",
        "env.terminalType | \"FRIDGE\"",
        "policies.chargeLeadMinutes | -5",
        "policies.retryDays | [0]",
        "policies.retryDays | 3",
        "policies.chargesPerDayMax | 0",
        "policies.finalAct | \"FORGET\"",
        "policies.graceDays | 91",
        "policies.catchUp | \"NONE\"",
        "policies.catchUpPeriodsMax | 0",
        "policies.catchUpPeriodsMax | 101",
        "collection | \"BY_HAND\"",
        "firstBilling | \"LATER\"",
        "cycleCount | 0",
        "cycleCount | 100",
        "cycleCount | \"many\"",
        "env.osType | \"SYMBIAN\""
      })
  void wrongValue_shouldNameItsField(String path, String json) {
    assertRefused(CreateBodies.with(path, json), path);
  }

  @Test
  void halfCharacters_shouldBeRefused() {
    // Two different ids would become one where it is encoded.
    assertRefused(
        CreateBodies.MONTHLY.replace("order-4711", "\\uD800"), "subscriptionRequestId holds half");
    assertThat(terms(CreateBodies.MONTHLY.replace("order-4711", "\\uD83D\\uDE00"))).isNotNull();
  }

  @Test
  void trials_shouldEndWhereTheyBeginUnlessTheySay() {
    String json =
        """
        [{"trialStartPeriod": "1", "trialAmount": {"currency": "USD", "value": "0"}},
         {"trialStartPeriod": 2, "trialEndPeriod": 4, "trialAmount": {"currency": "USD", "value": 5}}]
        """;
    assertThat(terms(CreateBodies.with("trials", json)).trials())
        .containsExactly(
            new Trial(1, 1, new Amount(0, "USD")), new Trial(2, 4, new Amount(5, "USD")));
    assertRefused(
        CreateBodies.with("trials", "[{\"trialStartPeriod\": 1, \"trialAmount\": {}}]"),
        "trials[0].trialAmount.currency is missing");
  }

  @Test
  void policies_shouldOverrideTheMerchantsFieldByField() {
    CreateTerms terms = terms(CreateBodies.with("policies", "{\"retryDays\": [\"2\", 4]}"));
    assertThat(terms.policies())
        .isEqualTo(
            new Policies(1435, List.of(2, 4), 5, FinalAct.KEEP, 0, CatchUp.CURRENT, 12, 0, 0));
    assertThat(terms(CreateBodies.with("policies.chargeLeadMinutes", "0")).policies())
        .isEqualTo(
            new Policies(0, List.of(1, 3, 5), 5, FinalAct.KEEP, 0, CatchUp.CURRENT, 12, 0, 0));
    String others =
        """
        {"finalAct": "PAUSE", "graceDays": 3, "catchUp": "HOLD", "catchUpPeriodsMax": 2,
         "trialNoticeDays": 5}
        """;
    assertThat(terms(CreateBodies.with("policies", others)).policies())
        .isEqualTo(
            new Policies(1435, List.of(1, 3, 5), 5, FinalAct.PAUSE, 3, CatchUp.HOLD, 2, 5, 0));
  }

  /** Who is written to hears of charges ahead, unless somebody says when, or never. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"email\": \"ann@example.com\"} | {} | 3 | 7",
        "{\"email\": \"ann@example.com\"} | {\"retryDays\": [1]} | 3 | 7",
        "{\"email\": \"ann@example.com\"} | {\"trialNoticeDays\": 0} | 0 | 7",
        "{\"email\": \"ann@example.com\"} | {\"renewalNoticeDays\": \"90\"} | 3 | 90",
        "null | {} | 0 | 0",
        "null | {\"trialNoticeDays\": 5, \"renewalNoticeDays\": 6} | 5 | 6"
      })
  void buyer_shouldHearOfChargesAhead(
      String buyer, String policies, int trialNoticeDays, int renewalNoticeDays) {
    String body =
        CreateBodies.with("policies", policies).replaceFirst("\\{", "{\"buyer\": " + buyer + ",");
    assertThat(terms(body).policies().trialNoticeDays()).isEqualTo(trialNoticeDays);
    assertThat(terms(body).policies().renewalNoticeDays()).isEqualTo(renewalNoticeDays);
  }

  @Test
  void merchantsOwnNoticeDays_shouldWinOverTheUsual() {
    Policies own =
        TestMerchant.POLICIES.with(
            new Overrides(null, null, null, null, null, null, null, null, 30));
    assertThat(own.forSubscription(Overrides.NONE, true).renewalNoticeDays()).isEqualTo(30);
    assertThat(own.forSubscription(Overrides.NONE, true).trialNoticeDays()).isEqualTo(3);
    assertThat(own.forSubscription(Overrides.NONE, false)).isEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trialNoticeDays", "renewalNoticeDays"})
  void noticeDays_shouldBeFrom0To90(String field) {
    for (String days : List.of("-1", "91", "\"x\"", "1.5")) {
      assertRefused(CreateBodies.with("policies." + field, days), "policies." + field);
    }
  }

  @Test
  void timeZone_shouldWinOverTheOffset() {
    assertThat(terms(CreateBodies.with("timeZone", "\"Europe/Lisbon\"")).zone())
        .isEqualTo("Europe/Lisbon");
  }

  private static CreateTerms terms(String body) {
    return CreateRequest.read(Fields.parse(body.getBytes(UTF_8)))
        .terms(true, TestMerchant.POLICIES, MethodProfile.AMS);
  }

  private static void assertRefused(String body, String words) {
    assertThatThrownBy(() -> CreateRequest.read(Fields.parse(body.getBytes(UTF_8))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(words)
        .message()
        .hasSizeLessThan(256);
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
