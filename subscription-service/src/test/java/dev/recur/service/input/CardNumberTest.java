package dev.recur.service.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumberTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4222222222222", // 13 digits
        "378282246310005",
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "\t4111.1111.1111\u00a01111 ",
        "6304000000000000000" // 19 digits
      })
  void number_shouldBeKnownAsOne(String number) {
    assertThat(CardNumber.isIn(number)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ok",
        "decline_then_ok:3",
        "tok_8d9c4885d092369159083bdbf4fd2592",
        "4111111111111112", // wrong check digit
        "411111111117", // right, but of 12 digits
        "63040000000000000000", // 20 digits
        "４１１１１１１１１１１１１１１１"
      })
  void anythingElse_shouldNotBeTakenForOne(String text) {
    assertThat(CardNumber.isIn(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paymentMethodType | \"paymentMethodType\": 4111111111111111",
        "paymentMethodId | \"paymentMethodType\": \"CARD\", \"paymentMethodId\": \"4111-1111-1111-1111\""
      })
  void numberInAnotherFieldsPlace_shouldBeRefusedWithoutIt(String field, String method) {
    Fields body = Fields.parse(("{\"m\": {" + method + "}}").getBytes(UTF_8));
    assertThatThrownBy(() -> CommonFields.paymentMethod(body, "m"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("m." + field + " looks like a card number")
        .hasMessageNotContaining("4111");
  }

  @Test
  void validity_shouldNeedLengthAndCheckDigit() {
    assertThat(CardNumber.isValid("411111111117")).isTrue();
    assertThat(CardNumber.isValid("41111111112")).isFalse();
    assertThat(CardNumber.isValid("4111 1111 1111 1111")).isFalse();
  }
}
