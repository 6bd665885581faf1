package dev.recur.service.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.recur.schemas.method.MethodRules;
import dev.recur.schemas.method.PaymentMethods;
import dev.recur.schemas.method.Profile;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import dev.recur.service.testing.Views;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the buyer pays with: what the page offers, and what an approval may say. */
class MethodsPageTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final HttpCaller HTTP = new HttpCaller(SERVICE);
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";

  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final BuyerLinks links = SERVICE.bean(BuyerLinks.class);

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  @Test
  void choice_shouldBeListedInItsOrderWithItsNames() {
    String page = get(offer("GCASH", null, "GCASH", "MAYA", "BANK_TRANSFER")).text();
    assertThat(matches(page, "type=\"radio\" name=\"paymentMethodType\" value=\"([A-Z_]+)\""))
        .containsExactly("GCASH", "MAYA", "BANK_TRANSFER");
    assertThat(matches(page, "<span>(.+)</span>"))
        .containsExactly("GCash", "Maya", "Bank transfer");
    assertThat(matches(page, "value=\"(\\w+)\" checked")).containsExactly("GCASH");
    assertThat(page).doesNotContain("Paid with", "<script", "card-number");
  }

  @Test
  void methodsOfOneName_shouldBeToldApart() {
    String[] all =
        PaymentMethods.of(Profile.AMS).all().stream().map(MethodRules::code).toArray(String[]::new);
    String page = get(offer("CARD", null, all)).text();
    assertThat(matches(page, "<span>(.+)</span>"))
        .hasSize(all.length)
        .doesNotHaveDuplicates()
        .contains("GrabPay (Malaysia)", "GrabPay (Philippines)", "GrabPay (Singapore)");
  }

  @Test
  void settledMethod_shouldBeNamedAndNotAskedFor() {
    assertThat(get(offer("TNG", null)).text())
        .contains("Paid with", "Touch &#39;n Go eWallet")
        .doesNotContain("paymentMethodType", "<script");
    assertThat(get(offer("SOMETHING_NEW", null)).text()).contains("SOMETHING_NEW");
  }

  @Test
  void card_shouldBeAskedForInFieldsThatNoFormPosts() {
    for (String url : List.of(offer("CARD", null), offer("GCASH", null, "GCASH", "CARD"))) {
      String page = get(url).text();
      assertThat(matches(page, "<input id=\"(card-\\w+)\""))
          .containsExactly("card-number", "card-expiry", "card-code", "card-holder");
      assertThat(matches(page, "<input [^>]*name=\"(\\w+)\""))
          .containsOnly("paymentMethodType", "paymentMethodId");
      assertThat(matches(page, "<input ([^>]*id=\"card-(?:number|expiry|code|holder)\"[^>]*)>"))
          .hasSize(4)
          .noneMatch(input -> input.contains("name="));
      assertThat(page)
          .contains("data-tokens-url=\"" + SERVICE.tokenisation().url() + "\"", "<noscript>");
    }
  }

  @Test
  void cardAlone_shouldNotBeApprovedWithoutScript() {
    assertThat(get(offer("CARD", null)).text())
        .containsPattern("<button class=\"approve\" type=\"submit\" disabled");
    assertThat(get(offer("GCASH", null, "GCASH", "CARD")).text())
        .doesNotContainPattern("<button class=\"approve\" type=\"submit\" disabled");
  }

  @Test
  void cardThatIsKnown_shouldNotBeAskedFor() {
    assertThat(get(offer("CARD", "tok_1")).text())
        .contains("Paid with", "Card")
        .doesNotContain("<script", "card-number", "tok_1");
  }

  @Test
  void page_shouldSendACardToTheChannelAndToNobodyElse() {
    Response asking = get(offer("CARD", null));
    String policy = asking.header("content-security-policy");
    String nonce = matches(asking.text(), "<script nonce=\"([^\"]+)\"").getFirst();
    assertThat(policy)
        .contains("default-src 'none'", "form-action 'self' https://club.example;")
        .endsWith(
            "; script-src 'nonce-" + nonce + "'; connect-src " + SERVICE.tokenisation().url());
    assertThat(get(offer("GCASH", null)).header("content-security-policy"))
        .doesNotContain("script-src", "connect-src");
  }

  @Test
  void browser_shouldApproveWithTheChosenMethodAndItsToken() {
    String url = offer("CARD", null, "CARD", "GCASH");
    assertThat(approve(url, BROWSER, FORM, "paymentMethodType=CARD&paymentMethodId=tok_7").status())
        .isEqualTo(303);
    assertThat(approve(url, BROWSER, FORM, "paymentMethodType=GCASH&paymentMethodId=").status())
        .isEqualTo(303);
    assertThat(commands.given())
        .extracting(Command.Approve.class::cast)
        .extracting(Command.Approve::paymentMethodType, Command.Approve::paymentMethodId)
        .containsExactly(tuple("CARD", "tok_7"), tuple("GCASH", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {\"paymentMethodType\": \"GCASH\", \"paymentMethodId\": \"ok\"}",
        "application/json; charset=UTF-8 | {\"paymentMethodType\": \"GCASH\", \"paymentMethodId\": \"ok\", \"x\": 1}",
        "application/x-www-form-urlencoded | x=1&paymentMethodId=o%6B&paymentMethodType=GCASH"
      })
  void program_shouldNameMethodAndTokenInAFormOrInJson(String type, String body) {
    String url = offer("CARD", null, "CARD", "GCASH");
    assertThat(approve(url, "*/*", type, body).status()).isEqualTo(200);
    Command.Approve approve = (Command.Approve) commands.given().getFirst();
    assertThat(approve.paymentMethodType()).isEqualTo("GCASH");
    assertThat(approve.paymentMethodId()).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", FORM, JSON, "text/plain"})
  void sandboxProgramWithoutABody_shouldTakeTheFirstMethod(String type) {
    String url = offer("CARD", null, "CARD", "GCASH");
    Map<String, String> headers = type.isEmpty() ? Map.of() : Map.of("Content-Type", type);
    assertThat(HTTP.send("POST", url + "/approve", headers, "").status()).isEqualTo(200);
    Command.Approve approve = (Command.Approve) commands.given().getFirst();
    // The worker's terms name the first one.
    assertThat(approve.paymentMethodType()).isNull();
    assertThat(approve.paymentMethodId()).isNull();
  }

  @Test
  void browserWithoutTheCard_shouldBeShownThePageAgain() {
    for (String body : List.of("paymentMethodType=CARD&paymentMethodId=", "")) {
      Response page = approve(offer("CARD", null, "CARD", "GCASH"), BROWSER, FORM, body);
      assertThat(page.status()).isEqualTo(400);
      assertThat(page.header("content-type")).startsWith("text/html");
      assertThat(page.text()).contains("turn on JavaScript", ">Approve</button>");
    }
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void liveProgramWithoutTheCard_shouldBeToldToSendIt() {
    String url = offer(SERVICE.live(), new PaymentMethod("CARD", null));
    Response answer = HTTP.send("POST", url + "/approve", Map.of(), "");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("send it as paymentMethodId");
    assertThat(commands.given()).isEmpty();
    assertThat(approve(url, "*/*", FORM, "paymentMethodId=tok_7").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/x-www-form-urlencoded | paymentMethodType=MAYA | not offered here",
        "application/json | {\"paymentMethodType\": \"MAYA\"} | not offered here",
        "application/json | {\"paymentMethodType\": [1]} | paymentMethodType is not a single value",
        "application/json | nonsense | not well-formed JSON",
        "application/x-www-form-urlencoded | paymentMethodId=%g0 | form is malformed"
      })
  void whatCannotBeApproved_shouldBeSaid(String type, String body, String words) {
    String url = offer("GCASH", null, "GCASH", "CARD");
    Response answer = approve(url, "*/*", type, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("\"message\":", words);
    Response page = approve(url, BROWSER, type, body);
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text()).contains("role=\"alert\"", words, ">Approve</button>");
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void tooMuch_shouldBeRefused() {
    String url = offer("GCASH", null);
    assertThat(approve(url, "*/*", FORM, "paymentMethodId=" + "x".repeat(129)).text())
        .contains("paymentMethodId is too long");
    assertThat(approve(url, "*/*", FORM, "x=" + "x".repeat(9000)).text())
        .contains("The body is too long");
    assertThat(commands.given()).isEmpty();
  }

  /** Whatever a repeat says, what is decided stays so, and a program is told 2xx again. */
  @Test
  void repeat_shouldNotBeHeldUp() {
    SubscriptionView view =
        Views.in(
            Views.paid(Views.plain(SERVICE.live(), id()), new PaymentMethod("GCASH", null), "CARD"),
            Lifecycle.ACTIVE);
    String url = put(view, Decision.APPROVED);
    assertThat(approve(url, "*/*", FORM, "paymentMethodType=CARD").status()).isEqualTo(200);
  }

  @Test
  void pagesThatAnswerAPost_shouldBeHtml() {
    String url = offer("GCASH", null);
    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", "It is over.", 2));
    for (String decision : List.of("approve", "decline")) {
      Response page = HTTP.send("POST", url + "/" + decision, Map.of("Accept", BROWSER), "");
      assertThat(page.header("content-type")).startsWith("text/html");
      assertThat(page.text()).contains("It is over.");
    }
  }

  private String offer(String type, @Nullable String id, String... choices) {
    return offer(SERVICE.sandbox(), new PaymentMethod(type, id), choices);
  }

  private String offer(TestMerchant merchant, PaymentMethod method, String... choices) {
    return put(Views.paid(Views.plain(merchant, id()), method, choices), Decision.OPEN);
  }

  private String put(SubscriptionView view, Decision decision) {
    SERVICE.bean(MemorySubscriptions.class).put(view, Views.authorisation(decision), List.of());
    return links.normalUrl(view.subscriptionId());
  }

  private static Response get(String url) {
    return HTTP.send("GET", url, Map.of("Accept", BROWSER), "");
  }

  private static Response approve(String url, String accept, String type, String body) {
    return HTTP.send(
        "POST", url + "/approve", Map.of("Accept", accept, "Content-Type", type), body);
  }

  private static List<String> matches(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult m) -> m.group(1))
        .toList();
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
