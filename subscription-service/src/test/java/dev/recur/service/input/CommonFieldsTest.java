package dev.recur.service.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommonFieldsTest {

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
}
