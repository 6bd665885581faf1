package dev.recur.service.page;

import static dev.recur.service.page.BuyersBrowser.BROWSER;
import static dev.recur.service.page.BuyersBrowser.HTTP;
import static dev.recur.service.page.BuyersBrowser.PROGRAM;
import static dev.recur.service.page.BuyersBrowser.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.testing.HttpCaller.Response;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no page and no call answers, said to whom it comes from. */
class PublicErrorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | /nothing               | de | 404 | Hier ist nichts",
        "GET  | /authorise/S1          | zh | 404 | 页面不存在",
        "POST | /subscriptions/S1/none | en | 404 | Nothing here",
        "GET  | /authorise/S1/t/approve | en | 405 | Nothing here"
      })
  void browser_shouldBeShownAPage(
      String method, String path, String language, int status, String title) {
    Map<String, String> headers = new HashMap<>(BROWSER);
    headers.put("Accept-Language", language);
    Response page = HTTP.send(method, SERVICE.gatewayUrl() + path, headers, "");
    assertThat(page.status()).isEqualTo(status);
    assertThat(page.header("content-type")).startsWith("text/html");
    assertThat(page.header("content-security-policy")).contains("default-src 'none'");
    assertThat(page.text())
        .contains("<html lang=\"" + language, title)
        .doesNotContain("README", "xmlns:th");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | /nothing                | 404 | There is nothing at /nothing: check the link",
        "POST | /api/v1/subscriptions/create | 404 | Merchants' calls begin with /ams.",
        "GET  | /authorise/S1/t/approve | 405 | is not made with GET: send POST."
      })
  void program_shouldBeToldInJson(String method, String path, int status, String words) {
    Response answer = HTTP.send(method, SERVICE.gatewayUrl() + path, PROGRAM, "");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/json");
    assertThat(answer.text())
        .startsWith("{\"message\":\"")
        .contains(words)
        .doesNotContain("README", "_links");
  }

  @Test
  void otherMethod_shouldNameTheMethodsThereAre() {
    Response page = HTTP.send("GET", SERVICE.gatewayUrl() + "/authorise/S1/t/approve", BROWSER, "");
    assertThat(page.header("allow")).isEqualTo("POST");
  }

  @Test
  void head_shouldHaveNoBody() {
    Response answer = HTTP.send("HEAD", SERVICE.gatewayUrl() + "/nothing", BROWSER, "");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEmpty();
  }

  /** What is sent while it is made cannot be answered otherwise any more. */
  @Test
  void pageWhoseTemplateFails_shouldBeAnErrorsPage() {
    String url = BuyersBrowser.page(BuyersBrowser.know(BuyersBrowser.active()));
    assertThat(BuyersBrowser.get(url).status()).isEqualTo(200);

    Response page = HTTP.send("GET", url, browserTearing("manage"), "");
    assertThat(page.status()).isEqualTo(500);
    assertThat(page.header("content-type")).startsWith("text/html");
    assertThat(page.text()).contains("<html lang=\"de\"", "Einen Moment");
  }

  @Test
  void errorsPageWhoseTemplateFails_shouldBeItsWords() {
    String url = BuyersBrowser.page(BuyersBrowser.know(BuyersBrowser.active()));
    Response page = HTTP.send("GET", url, browserTearing("manage,authorise"), "");
    assertThat(page.status()).isEqualTo(500);
    assertThat(page.header("content-type")).isEqualTo("text/plain;charset=utf-8");
    assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(page.text()).startsWith("Einen Moment\n\n");
  }

  private static Map<String, String> browserTearing(String templates) {
    Map<String, String> headers = new HashMap<>(BROWSER);
    headers.put("Accept-Language", "de");
    headers.put(TornPages.HEADER, templates);
    return headers;
  }

  /** Whatever an operator looks at it with. */
  @Test
  void operator_shouldBeToldInJson() {
    Response answer = HTTP.send("GET", SERVICE.adminUrl() + "/nothing", BROWSER, "");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).startsWith("{\"message\":\"There is no call at /nothing");
  }
}
