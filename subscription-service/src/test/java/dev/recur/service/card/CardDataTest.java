package dev.recur.service.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardDataTest {

  private static final String CARD =
      "\"cardNo\": \"4111 1111 1111 1111\", \"expiryMonth\": \"9\", \"expiryYear\": 30,"
          + " \"cvv\": \"123\"";

  @Test
  void card_shouldBeReadAsAntomHasIt() {
    assertThat(read(CARD)).isEqualTo(new CardData("4111111111111111", "9", "30", "123", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Ada Buyer\" | Ada Buyer",
        "{\"fullName\": \"Ada B.\", \"firstName\": \"Ada\"} | Ada B.",
        "{\"firstName\": \"Ada\", \"lastName\": \"Buyer\"} | Ada Buyer",
        "{\"lastName\": \"Buyer\"} | Buyer",
        "{\"firstName\": \"Ada\"} | Ada",
        "{} | "
      })
  void holder_shouldBeReadWholeOrInParts(String json, String holder) {
    assertThat(read(CARD + ", \"cardholderName\": " + json).holder()).isEqualTo(holder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"cardNo\": \"4111111111111112\" | cardNo is no card number: check its digits.",
        "\"cardNo\": [\"4111111111111111\"] | cardNo is not a single value",
        "\"cardNo\": \"4111111111111111\" | expiryMonth is missing",
        "\"cardNo\": \"4111111111111111\", \"expiryMonth\": \"13\" | expiryMonth is no month",
        "\"cardNo\": \"4111111111111111\", \"expiryMonth\": \"12\", \"expiryYear\": \"1999\""
            + " | expiryYear is no year",
        "\"cardNo\": \"4111111111111111\", \"expiryMonth\": \"12\", \"expiryYear\": \"30\","
            + " \"cvv\": \"4111111111111111\" | cvv has 16 characters",
        "\"cardNo\": \"4111111111111111\", \"expiryMonth\": \"12\", \"expiryYear\": \"30\","
            + " \"cvv\": \"12\" | cvv is no security code"
      })
  void wrongCard_shouldBeRefusedWithoutIt(String metaData, String words) {
    assertThatThrownBy(() -> read(metaData))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("paymentMethodMetaData." + words)
        .hasMessageNotContaining("41111");
  }

  @Test
  void text_shouldSayNothingOfTheCard() {
    assertThat(read(CARD)).asString().isEqualTo("CardData[masked]");
  }

  @Test
  void methodWithoutNumber_shouldHaveNoCard() {
    assertThat(CardData.isIn(method("\"paymentMethodMetaData\": {\"other\": 1}"))).isFalse();
    assertThat(CardData.isIn(method("\"paymentMethodMetaData\": \"text\""))).isFalse();
    assertThat(CardData.isIn(method("\"paymentMethodId\": \"tok\""))).isFalse();
    assertThat(CardData.isIn(method("\"paymentMethodMetaData\": {\"cardNo\": {}}"))).isTrue();
  }

  private static CardData read(String metaData) {
    return CardData.read(method("\"paymentMethodMetaData\": {" + metaData + "}"));
  }

  private static Fields method(String json) {
    return Fields.parse(("{" + json + "}").getBytes(UTF_8));
  }
}
