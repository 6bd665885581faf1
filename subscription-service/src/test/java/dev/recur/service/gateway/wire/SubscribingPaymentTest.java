package dev.recur.service.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.service.gateway.PaymentBodies;
import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.Offering;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.terms.Policies;
import dev.recur.service.terms.Trial;
import dev.recur.service.testing.TestMerchant;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribingPaymentTest {

  private static final TestMerchant MERCHANT = TestMerchant.make("SANDBOX_1", true);

  @Test
  void request_shouldBecomeTheTermsOfASubscription() {
    Offering offering = new Offering(Offering.Call.PAY, List.of("GCASH", "MAYA"), false, false);
    Instant expiry = Instant.parse("2026-01-31T05:01:01Z");
    assertThat(
            read(PaymentBodies.MONTHLY)
                .terms(
                    MERCHANT.profile(true, MethodProfile.ONERWAY),
                    new PaymentMethod("GCASH", null),
                    offering,
                    expiry))
        .isEqualTo(
            new CreateTerms(
                "pay-4711",
                "Reading Club, monthly",
                "https://club.example/done?order=4711",
                Instant.parse("2026-01-31T04:01:01Z"),
                "+08:00",
                null,
                new PeriodRule(PeriodUnit.MONTH, 1),
                expiry,
                new PaymentMethod("GCASH", null),
                "https://club.example/hooks/subscription",
                "https://club.example/hooks/payment",
                new Amount(49900, "PHP"),
                List.of(),
                new Amount(99900, "PHP"),
                "USD",
                true,
                null,
                TestMerchant.POLICIES,
                Billing.PLAIN,
                MethodProfile.ONERWAY,
                offering));
  }

  @Test
  void subscriptionInfo_shouldSayTheRest() {
    SubscribingPayment request =
        read(
            PaymentBodies.with(
                "subscriptionInfo",
                """
                {"subscriptionDescription": "d", "subscriptionNotifyUrl": "https://club.example/",
                 "subscriptionStartTime": "2025-02-19T16:15:29+08:00",
                 "subscriptionEndTime": "2027-02-19T16:15:29+08:00",
                 "subscriptionExpiryTime": "2025-03-12T17:00:00+08:00",
                 "periodRule": {"periodType": "MONTH", "periodCount": "1"},
                 "trials": [{"trialStartPeriod": 1, "trialEndPeriod": 1,
                   "trialAmount": {"currency": "USD", "value": "0"}}]}
                """));
    assertThat(request.trials()).containsExactly(new Trial(1, 1, new Amount(0, "USD")));
    assertThat(request.subscriptionStartTime())
        .isEqualTo(OffsetDateTime.parse("2025-02-19T16:15:29+08:00"));
    assertThat(request.subscriptionEndTime()).isEqualTo(Instant.parse("2027-02-19T08:15:29Z"));
    assertThat(request.subscriptionExpiryTime()).isEqualTo(Instant.parse("2025-03-12T09:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "subscriptionInfo."})
  void fieldsBeyondAntom_shouldStandInSubscriptionInfoOrBesideIt(String place) {
    Billing selfManaged =
        new Billing(Billing.CollectionMode.SELF_MANAGED, Billing.FirstBilling.SIGN_AND_BILL, 12);
    String body = PaymentBodies.MONTHLY;
    for (String[] field :
        new String[][] {
          {"collection", "\"SELF_MANAGED\""},
          {"firstBilling", "\"SIGN_AND_BILL\""},
          {"cycleCount", "12"},
          {"timeZone", "\"Asia/Manila\""},
          {"testClockId", "\"clock-1\""},
          {"policies", "{\"chargeLeadMinutes\": 7}"}
        }) {
      body = edited(body, place + field[0], field[1]);
    }
    SubscribingPayment request = read(body);
    assertThat(request.billing()).isEqualTo(selfManaged);
    assertThat(request.zone()).isEqualTo(ZoneId.of("Asia/Manila"));
    assertThat(request.testClockId()).isEqualTo("clock-1");
    assertThat(TestMerchant.POLICIES.with(request.policies()).chargeLeadMinutes()).isEqualTo(7);
  }

  @Test
  void buyer_shouldHearOfChargesAhead() {
    String body = edited(PaymentBodies.MONTHLY, "buyer", "{\"email\": \"ann@example.com\"}");
    assertThat(policies(body).renewalNoticeDays()).isEqualTo(7);
    assertThat(policies(edited(body, "policies.renewalNoticeDays", "0")).renewalNoticeDays())
        .isZero();
    assertThat(policies(PaymentBodies.MONTHLY)).isEqualTo(TestMerchant.POLICIES);
  }

  private static Policies policies(String body) {
    return read(body)
        .terms(
            MERCHANT.profile(true, MethodProfile.ONERWAY),
            new PaymentMethod("GCASH", null),
            new Offering(Offering.Call.PAY, List.of(), false, false),
            null)
        .policies();
  }

  @Test
  void withoutSubscriptionInfo_shouldBeToldWhatIsTaken() {
    assertThatThrownBy(() -> read(PaymentBodies.without("subscriptionInfo")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "subscriptionInfo is missing: only recurring payments are taken here, so say in it how"
                + " this one recurs.");
  }

  @Test
  void description_shouldBeTheOrdersWhereTheSubscriptionHasNone() {
    assertThat(
            read(PaymentBodies.without("subscriptionInfo.subscriptionDescription"))
                .subscriptionDescription())
        .isEqualTo("Reading Club order");
    String neither =
        edited(
            PaymentBodies.without("subscriptionInfo.subscriptionDescription"),
            "order.orderDescription",
            "");
    assertThatThrownBy(() -> read(neither))
        .hasMessageContaining("subscriptionInfo.subscriptionDescription is missing");
  }

  @Test
  void country_shouldBeTheBuyersElseTheMerchants() {
    assertThat(read(PaymentBodies.MONTHLY).country()).isEqualTo("PH");
    assertThat(read(PaymentBodies.with("merchantRegion", "\"SG\"")).country()).isEqualTo("PH");
    assertThat(
            read(edited(PaymentBodies.without("userRegion"), "merchantRegion", "\"SG\"")).country())
        .isEqualTo("SG");
    assertThat(read(PaymentBodies.without("userRegion")).country()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paymentRequestId | | paymentRequestId is missing",
        "paymentAmount | | paymentAmount is missing",
        "paymentRedirectUrl | | paymentRedirectUrl is missing",
        "paymentMethod | {} | paymentMethod.paymentMethodType is missing",
        "userRegion | \"XX\" | userRegion is no ISO 3166 country: send a code such as PH.",
        "userRegion | \"PHL\" | userRegion has 3 characters",
        "subscriptionInfo | \"monthly\" | subscriptionInfo is not an object",
        "subscriptionInfo.subscriptionStartTime | | subscriptionInfo.subscriptionStartTime is missing",
        "subscriptionInfo.periodRule | | subscriptionInfo.periodRule is missing",
        "subscriptionInfo.subscriptionNotifyUrl | \"x\" | subscriptionInfo.subscriptionNotifyUrl is no",
        "subscriptionInfo.trials | [{}] | subscriptionInfo.trials[0].trialStartPeriod is missing"
      })
  void wrongField_shouldBeNamed(String path, String json, String words) {
    assertThatThrownBy(() -> read(PaymentBodies.with(path, json == null ? "" : json)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(words);
  }

  private static String edited(String body, String path, String json) {
    return PaymentBodies.edited(body, path, json);
  }

  private static SubscribingPayment read(String body) {
    return SubscribingPayment.read(Fields.parse(body.getBytes(UTF_8)));
  }
}
