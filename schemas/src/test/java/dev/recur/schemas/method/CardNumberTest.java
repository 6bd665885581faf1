package dev.recur.schemas.method;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumberTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "411111111117", // 12 digits
        "4222222222222",
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
        "41111111112", // right, but of 11 digits
        "63040000000000000000", // 20 digits
        "４１１１１１１１１１１１１１１１"
      })
  void anythingElse_shouldNotBeTakenForOne(String text) {
    assertThat(CardNumber.isIn(text)).isFalse();
  }

  @Test
  void validity_shouldNeedLengthAndCheckDigit() {
    assertThat(CardNumber.isValid("411111111117")).isTrue();
    assertThat(CardNumber.isValid("41111111112")).isFalse();
    assertThat(CardNumber.isValid("4111 1111 1111 1111")).isFalse();
  }
}
