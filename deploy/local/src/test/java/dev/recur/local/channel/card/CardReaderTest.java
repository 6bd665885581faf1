package dev.recur.local.channel.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.Json;
import java.time.YearMonth;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardReaderTest {

  private static final YearMonth NOW = YearMonth.of(2026, 11);

  private static ObjectNode card() {
    return Json.mapper()
        .createObjectNode()
        .put("cardNo", "4242424242424242")
        .put("expiryMonth", "12")
        .put("expiryYear", "2027")
        .put("cvv", "123");
  }

  private static Card read(ObjectNode card) {
    return CardReader.read(Json.write(card).getBytes(UTF_8), NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "4242424242424242, VISA, ok",
    "4242 4242 4242 4242, VISA, ok",
    "4242-4242-4242-4242, VISA, ok",
    "5555555555554444, MASTERCARD, ok",
    "2223003122003222, MASTERCARD, ok",
    "378282246310005, AMEX, ok",
    "6011111111111117, DISCOVER, ok",
    "3530111333300000, JCB, ok",
    "30569309025904, DINERS, ok",
    "6200000000000005, UNIONPAY, ok",
    "4000000000009995, VISA, decline_insufficient_funds",
    "4000000000009979, VISA, decline_stolen",
    "4100000000000019, VISA, risk_reject",
    "4000000000005126, VISA, refund_declined"
  })
  void testNumber_shouldBehaveAsDocumented(String number, String brand, String behaviour) {
    Card card = read(card().put("cardNo", number));
    assertThat(card.brand()).isEqualTo(brand);
    assertThat(card.behaviour()).isEqualTo(behaviour);
    assertThat(number).endsWith(card.last4());
    assertThat(card).asString().isEqualTo(brand + " …" + card.last4());
  }

  @ParameterizedTest
  @CsvSource({"11, 2026", "11, 26", "1, 2027", "01, 27", "12, 99"})
  void expiryThatIsNotOver_shouldBeTaken(String month, String year) {
    assertThat(read(card().put("expiryMonth", month).put("expiryYear", year))).isNotNull();
  }

  @Test
  void wholeNumbersAndAName_shouldBeTaken() {
    assertThat(
            read(
                card()
                    .put("expiryMonth", 12)
                    .put("expiryYear", 2027)
                    .put("cvv", 1234)
                    .put("cardholderName", "A Buyer")))
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cardNo | 4242424242424243 | The card number is not right: check its digits.",
        "cardNo | 2424242424242424 | The card number is not right: check its digits.",
        "cardNo | 42424242424 | The card number must have 12 to 19 digits.",
        "cardNo | 42424242424242424242 | The card number must have 12 to 19 digits.",
        "cardNo | 4242a42424242424 | The card number must have 12 to 19 digits.",
        "expiryMonth | 13 | The expiry month must be from 1 to 12.",
        "expiryMonth | 0 | The expiry month must be from 1 to 12.",
        "expiryYear | 027 | The expiry year must have two or four digits.",
        "expiryYear | 1927 | The expiry year must have two or four digits.",
        "expiryYear | 2025 | The card has expired: use another one.",
        "expiryYear | 25 | The card has expired: use another one.",
        "cvv | 12 | The security code must have 3 or 4 digits.",
        "cvv | 12345 | The security code must have 3 or 4 digits."
      })
  void wrongField_shouldBeRefusedInOneSentence(String name, String value, String sentence) {
    assertThatThrownBy(() -> read(card().put(name, value)))
        .isInstanceOf(BadRequestException.class)
        .hasMessage(sentence);
  }

  @Test
  void longName_shouldBeRefused() {
    assertThatThrownBy(() -> read(card().put("cardholderName", "n".repeat(129))))
        .hasMessage("The cardholder's name must have at most 128 characters.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cardNo", "expiryMonth", "expiryYear", "cvv"})
  void missingField_shouldBeRefused(String name) {
    ObjectNode card = card();
    card.remove(name);
    assertThatThrownBy(() -> read(card)).isInstanceOf(BadRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4242424242424242",
        "no4242424242424242",
        "\"4242424242424242\"",
        "{\"cardNo\":4242424242424242",
        "{\"cardNo\":x4242424242424242}",
        "{\"cardNo\":\"4242424242424242\\q\"}"
      })
  void whatIsNoJson_shouldBeRefusedWithoutRepeatingIt(String body) {
    Throwable refusal = catchThrowable(() -> CardReader.read(body.getBytes(UTF_8), NOW));
    assertThat(refusal)
        .isInstanceOf(BadRequestException.class)
        .hasNoCause()
        .hasMessage("Send a JSON object with cardNo, expiryMonth, expiryYear and cvv.");
  }

  /** Buyers paste their number into the wrong field too. */
  @Property(tries = 300)
  void whateverIsSent_shouldBeRefusedWithoutRepeatingIt(
      @ForAll("fields") String field, @ForAll("values") String value) {
    ObjectNode card = card().put("expiryYear", "2025").put(field, value);
    Throwable refusal = catchThrowable(() -> read(card));
    if (refusal != null) {
      assertThat(refusal).isInstanceOf(BadRequestException.class).hasNoCause();
      assertThat(Objects.requireNonNull(refusal.getMessage())).doesNotContain("4242");
    }
  }

  @Provide
  Arbitrary<String> fields() {
    return Arbitraries.of("cardNo", "expiryMonth", "expiryYear", "cvv", "cardholderName", "other");
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.of("4242424242424242", "4242 4242 4242 4243", "12", "2027", "", "-1"),
        Arbitraries.strings().ofMaxLength(30));
  }
}
