package dev.recur.service.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommonFieldsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://shop.example/ | begins with https://",
        "/hook | begins with https://",
        "https:///hook | no host",
        "https://shop.example/a b | %20",
        "https://u:p@shop.example/ | a user name",
        "https://u:p@my_shop.example/ | a user name",
        "https://münchen.example/ | punycode",
        "https://my_shop.example/ | an underscore",
        "https://shop.example:99999999999/ | host or port"
      })
  void textThatIsNoUrl_shouldBeRefusedForWhatIsWrong(String url, String words) {
    Fields body = Fields.of(Map.of("url", url));
    assertThatThrownBy(() -> CommonFields.url(body, "url"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("url is no absolute http(s) URL: ")
        .hasMessageContaining(words);
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

  @ParameterizedTest
  @ValueSource(strings = {"\"19.99\"", "19.99", "\"19,99\"", "\"-1\"", "1e3", "\"USD 19\""})
  void amountThatIsNoWholeNumber_shouldBeToldHowAmountsAreSent(String value) {
    Fields body =
        Fields.parse(
            "{\"price\": {\"currency\": \"USD\", \"value\": %s}}".formatted(value).getBytes(UTF_8));
    assertThatThrownBy(() -> CommonFields.amount(body, "price"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("price.value is not a whole number")
        .hasMessageContaining("smallest units, such as 1999 for 19.99 USD");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'a': 1, 'b': {}, 'a': 2} | a is there twice: send each field of a JSON object once.",
        "{'a': {'b': 1, 'b': 1}} | a.b is there twice: send each field of a JSON object once.",
        "{'a': [{}, {'b': [], 'b': 1}]} | a[1].b is there twice: send each field of a JSON object once.",
        "{'4111111111111111': 1, '4111111111111111': 2}"
            + " | A field of the request is there twice: send each field of a JSON object once.",
        "{'4111111111111111': {'a': 1, 'a': 2}}"
            + " | A field of the request is there twice: send each field of a JSON object once.",
        "{'a': 1,, 'a': 2} | The body is not well-formed JSON: send a JSON object in UTF-8."
      })
  void nameThatIsThereTwice_shouldBeNamed(String body, String words) {
    byte[] json = body.replace('\'', '"').getBytes(UTF_8);
    assertThatThrownBy(() -> Fields.parse(json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(words);
  }
}
