package dev.recur.service.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
