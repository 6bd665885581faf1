package dev.recur.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What goes over the wire, and what the diary says of it. */
class OfferTest {

  @Test
  void offer_shouldBeSaidAsItIsSent() {
    Offer offer =
        Offer.of("24.00 USD")
            .called("Coffee")
            .every(2, "WEEK")
            .trial(1, 1, "1.00 USD")
            .trial(2, 4, "0.00 USD")
            .with("cycleCount", 9)
            .policy("catchUp", "EACH")
            .by("CARD", "pending:2");
    assertThat(offer.words("now", ""))
        .isEqualTo(
            "every 2 weeks from now; period 1 for 1.00 USD; periods 2 to 4 for 0.00 USD;"
                + " cycleCount 9; catchUp EACH; by CARD pending:2");
    assertThat(offer.terms())
        .containsEntry("subscriptionDescription", "Coffee")
        .containsEntry("periodRule", Map.of("periodType", "WEEK", "periodCount", 2))
        .containsEntry("paymentAmount", Map.of("currency", "USD", "value", "2400"))
        .containsEntry("cycleCount", 9)
        .containsEntry("policies", Map.of("catchUp", "EACH"))
        .containsEntry(
            "paymentMethod", Map.of("paymentMethodType", "CARD", "paymentMethodId", "pending:2"))
        .containsEntry(
            "trials",
            List.of(
                Map.of(
                    "trialStartPeriod",
                    1,
                    "trialEndPeriod",
                    1,
                    "trialAmount",
                    Words.amount("1.00 USD")),
                Map.of(
                    "trialStartPeriod",
                    2,
                    "trialEndPeriod",
                    4,
                    "trialAmount",
                    Words.amount("0.00 USD"))));
  }

  @Test
  void plainOffer_shouldAskForNothingBeside() {
    Offer offer = Offer.of("1.00 EUR");
    assertThat(offer.words("now", "then")).isEqualTo("every month from now until then; by GCASH");
    assertThat(offer.terms()).doesNotContainKeys("trials", "policies", "cycleCount");
  }

  @Test
  void card_shouldBeSentWhole_andSaidByItsLastDigits() {
    Offer offer = Offer.of("1.00 EUR").byCard("4242424242424242");
    assertThat(offer.words("now", "")).isEqualTo("every month from now; by CARD ending in 4242");
    assertThat(offer.terms().get("paymentMethod"))
        .isEqualTo(
            Map.of(
                "paymentMethodType",
                "CARD",
                "paymentMethodMetaData",
                Map.of(
                    "cardNo", "4242424242424242",
                    "expiryMonth", "12",
                    "expiryYear", "40",
                    "cvv", "737")));
    assertThat(Offer.of("1.00 EUR").by("CARD", "tok_12").words("now", ""))
        .as("a token is another each time")
        .isEqualTo("every month from now; by CARD, its token");
  }

  @Test
  void choiceOfTheBuyer_shouldBeAnOfferWithoutAMethod() {
    Offer offer =
        Offer.of("30.00 USD")
            .in("PH")
            .on("APP")
            .order("45.00 USD")
            .settledIn("EUR")
            .asTheBuyerChooses();
    assertThat(offer.words("now", ""))
        .isEqualTo(
            "every month from now; in PH; on APP; order 45.00 USD; settled in EUR; by what the"
                + " buyer chooses");
    assertThat(offer.terms())
        .doesNotContainKey("paymentMethod")
        .containsEntry("userRegion", "PH")
        .containsEntry("settlementStrategy", Map.of("settlementCurrency", "EUR"));
    assertThat(offer.terminal()).isEqualTo("APP");
    assertThat(offer.order()).isEqualTo("45.00 USD");
  }

  @Test
  void update_shouldBeSaidAsItIsSent() {
    Update update =
        Update.named("upgrade")
            .price("50.00 USD")
            .every(1, "MONTH")
            .called("Premium")
            .paying("20.00 USD")
            .nextPeriodFrom("noon");
    assertThat(update.words(time -> "12:00"))
        .isEqualTo(
            "upgrade; every month; called \"Premium\"; 20.00 USD to pay now; next period from"
                + " 12:00");
    assertThat(update.fields(UnaryOperator.identity()))
        .containsOnlyKeys(
            "paymentAmount",
            "orderInfo",
            "periodRule",
            "subscriptionDescription",
            "prorationSettings",
            "nextSubscriptionDate")
        .containsEntry("nextSubscriptionDate", "noon")
        .containsEntry(
            "prorationSettings",
            Map.of(
                "prorationMode",
                "IMMEDIATE_PAY_CUSTOM_AMOUNT",
                "customAmount",
                Words.amount("20.00 USD")));
  }
}
