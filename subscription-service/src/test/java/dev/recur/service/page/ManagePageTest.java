package dev.recur.service.page;

import static dev.recur.service.page.BuyersBrowser.BROWSER;
import static dev.recur.service.page.BuyersBrowser.HTTP;
import static dev.recur.service.page.BuyersBrowser.LINKS;
import static dev.recur.service.page.BuyersBrowser.PROGRAM;
import static dev.recur.service.page.BuyersBrowser.SERVICE;
import static dev.recur.service.page.BuyersBrowser.action;
import static dev.recur.service.page.BuyersBrowser.active;
import static dev.recur.service.page.BuyersBrowser.ann;
import static dev.recur.service.page.BuyersBrowser.below;
import static dev.recur.service.page.BuyersBrowser.form;
import static dev.recur.service.page.BuyersBrowser.get;
import static dev.recur.service.page.BuyersBrowser.know;
import static dev.recur.service.page.BuyersBrowser.matches;
import static dev.recur.service.page.BuyersBrowser.page;
import static dev.recur.service.page.BuyersBrowser.post;
import static dev.recur.service.page.BuyersBrowser.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.buyer.BuyerLink;
import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.service.buyer.KeptBuyers;
import dev.recur.service.buyer.MemoryBuyers;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.RefundView;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import dev.recur.service.testing.Views;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page that the links in a buyer's e-mails open. */
class ManagePageTest {

  private static final Instant PERIOD_END = Instant.parse("2025-03-19T08:15:29Z");

  private final TestMerchant merchant = SERVICE.sandbox();
  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final MemorySubscriptions subscriptions = SERVICE.bean(MemorySubscriptions.class);
  private final MemoryBuyers memory = SERVICE.bean(MemoryBuyers.class);
  private final KeptBuyers buyers = SERVICE.bean(KeptBuyers.class);

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  @AfterEach
  void beAsBefore() {
    subscriptions.setCaughtUp(true);
    memory.setFailing(false);
  }

  @Test
  void page_shouldShowTheSubscription() {
    SubscriptionView view = know(Views.due(active(), PERIOD_END.minus(Duration.ofHours(1))));
    Response page = get(page(view));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("content-type")).startsWith("text/html");
    assertThat(page.text())
        .contains("Blue Bottle Reading Club", "Reading Club &lt;&amp; friends&gt;, monthly")
        .contains("$9.99\u00a0USD per month")
        .contains(">Active</p>")
        .contains("Next payment", "March 19, 2025, 3:15\u202fPM (UTC+08:00)")
        .contains("Automatically every month, until you cancel")
        .contains("February 19, 2025 – March 18, 2025")
        .contains("Paid with", "GCash")
        .contains(
            "It goes on at least until March 19, 2025, 4:15\u202fPM (UTC+08:00). No new payment")
        .contains("Sandbox")
        .doesNotContain(">null<", "Payments");
  }

  /** Nobody may frame it, keep it or learn its address. */
  @Test
  void page_shouldBeForItsBuyerOnly() {
    SubscriptionView byWallet =
        know(Views.paid(active(), new PaymentMethod("GCASH", null), "GCASH", "MAYA"));
    Response page = get(page(byWallet));
    assertThat(page.header("content-security-policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .endsWith("form-action 'self'");
    assertThat(page.header("cache-control")).isEqualTo("no-store");
    assertThat(page.header("referrer-policy")).isEqualTo("same-origin");
    assertThat(page.header("x-frame-options")).isEqualTo("DENY");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INCOMPLETE | Not approved yet | false | false",
        "TRIALING | Active | true | true",
        "ACTIVE | Active | true | true",
        "PAYMENTDUE | A payment could not be taken | true | true",
        "PASTDUE | A payment is overdue | true | true",
        "PAUSED | Paused | true | true",
        "CANCELED | Ended | false | false",
        "ENDED | Ended | false | false"
      })
  void state_shouldDecideWhatCanBeDone(
      Lifecycle lifecycle, String word, boolean cancels, boolean pays) {
    String page = get(page(know(Views.in(active(), lifecycle)))).text();
    assertThat(page).contains(">" + word + "</p>");
    assertThat(page.contains("/cancel?")).isEqualTo(cancels);
    assertThat(page.contains("/method?")).isEqualTo(pays);
  }

  /** Before the first period begins a subscription is trialing, whether or not it has a trial. */
  @Test
  void trial_shouldBeSaidOfOneThatHasATrialOnly() {
    SubscriptionView trial =
        Views.in(Views.trial(SERVICE.sandbox(), UUID.randomUUID().toString()), Lifecycle.TRIALING);
    assertThat(get(page(know(trial))).text()).contains(">Trial</p>");
    assertThat(get(page(know(Views.in(active(), Lifecycle.TRIALING)))).text())
        .contains(">Active</p>")
        .doesNotContain(">Trial</p>");
  }

  @Test
  void canceled_shouldSayUntilWhenAndNotBeCanceledAgain() {
    SubscriptionView view = know(Views.renewalOff(active(), PERIOD_END));
    assertThat(get(page(view)).text())
        .contains(
            ">Canceled</p>", "It ends on March 19, 2025, 4:15\u202fPM (UTC+08:00). Nothing more")
        .doesNotContain("/cancel?", "until you cancel", "Next payment");
  }

  /** Also while a payment was due: it is not tried again. */
  @ParameterizedTest
  @EnumSource(
      value = Lifecycle.class,
      names = {"TRIALING", "ACTIVE", "PAYMENTDUE", "PASTDUE", "PAUSED"})
  void canceled_shouldSayWhenItEndsAndOfferNoMethod(Lifecycle lifecycle) {
    SubscriptionView view = know(Views.in(Views.renewalOff(active(), PERIOD_END), lifecycle));
    assertThat(get(page(view)).text())
        .contains(
            ">Canceled</p>", "It ends on March 19, 2025, 4:15\u202fPM (UTC+08:00). Nothing more")
        .doesNotContain("/cancel?", "/method?", "another method");
    assertThat(form(below(page(view), "/method"), PROGRAM, "paymentMethodType=MAYA").status())
        .isEqualTo(400);
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void canceledWithAPaymentToCome_shouldSaySoAndLetItBePaidOtherwise() {
    SubscriptionView view =
        know(
            Views.due(
                Views.renewalOff(active(), PERIOD_END), PERIOD_END.minus(Duration.ofDays(1))));
    assertThat(get(page(view)).text())
        .contains(
            ">Canceled</p>", "is taken on March 18, 2025, 4:15\u202fPM (UTC+08:00).", "/method?")
        .doesNotContain("Nothing more is charged");
  }

  @Test
  void payments_shouldBeTheLatestTwelveNewestFirst() {
    SubscriptionView view = active();
    List<PaymentView> paid = new ArrayList<>();
    for (int period = 1; period <= 14; period++) {
      paid.add(payment(view, period, PaymentView.Status.SUCCESS));
    }
    paid.add(payment(view, 15, PaymentView.Status.FAIL));
    paid.add(payment(view, 16, PaymentView.Status.PENDING));
    subscriptions.put(view, Views.authorisation(Decision.APPROVED), paid);
    subscriptions.put(
        merchant,
        new RefundView(
            view.subscriptionId() + "Pr",
            "r",
            paid.get(13).paymentId(),
            RefundView.Status.SUCCESS,
            new Amount(500, "USD"),
            PERIOD_END,
            null));
    String page = get(page(view)).text();
    assertThat(matches(page, "<span class=\"small\">([^<]+)</span>"))
        .hasSize(12)
        .startsWith("Under way", "Not paid", "Paid, $5.00\u00a0USD refunded", "Paid")
        .doesNotContain("free");
    assertThat(matches(page, "<td><span>([^<]+)</span>").getFirst()).isEqualTo("March 16, 2025");
  }

  @Test
  void browser_shouldCancelAndBeShownThePageAgain() {
    SubscriptionView view = know(active());
    String form = action(get(page(view)).text(), "cancel");
    Response done = HTTP.send("POST", SERVICE.gatewayUrl() + form, BROWSER, "");
    assertThat(done.status()).isEqualTo(303);
    String location = done.header("location");
    assertThat(location).startsWith("/subscriptions/" + view.subscriptionId() + "?expires=");
    assertThat(get(SERVICE.gatewayUrl() + location).status()).isEqualTo(200);
    assertThat(commands.given())
        .containsExactly(
            new Command.Cancel(
                view.clientId(),
                view.subscriptionId(),
                Command.Cancellation.CANCEL,
                Command.By.BUYER));
  }

  @Test
  void program_shouldBeAnsweredInJson() {
    SubscriptionView view = know(active());
    Response done = post(below(page(view), "/cancel"), PROGRAM, "");
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.text())
        .isEqualTo(
            "{\"subscriptionId\":\"%s\",\"decision\":\"canceled\"}"
                .formatted(view.subscriptionId()));
    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", "It is over.", 2));
    Response refused = post(below(page(view), "/cancel"), PROGRAM, "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).isEqualTo("{\"message\":\"It is over.\"}");
    Response shown = post(below(page(view), "/cancel"), BROWSER, "");
    assertThat(shown.status()).isEqualTo(409);
    assertThat(shown.text()).contains("role=\"alert\"", "It is over.");
    commands.answering(command -> new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(post(below(page(view), "/cancel"), PROGRAM, "").status()).isEqualTo(503);
    assertThat(post(below(page(view), "/cancel"), BROWSER, "").status()).isEqualTo(503);
  }

  @Test
  void get_shouldChangeNothing() {
    SubscriptionView view = know(active());
    memory.put(view.clientId(), view.subscriptionId(), ann());
    get(page(view));
    get(unsubscribe(view, BuyerNotice.TRIAL_ENDING));
    for (String path : List.of("/cancel", "/method")) {
      Response again = get(below(page(view), path));
      assertThat(again.status()).isEqualTo(303);
      assertThat(SERVICE.gatewayUrl() + again.header("location")).isEqualTo(page(view));
      assertThat(again.header("cache-control")).isEqualTo("no-store");
      assertThat(again.header("referrer-policy")).isEqualTo("same-origin");
      assertThat(get(below(page(view), path).replaceAll("signature=.*", "")).status())
          .isEqualTo(404);
    }
    assertThat(commands.given()).isEmpty();
    assertThat(buyers.find(view.subscriptionId())).contains(ann());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/cancel", "/method", "/unsubscribe"})
  void linkThatIsNotTheBuyers_shouldOpenNothing(String path) {
    SubscriptionView view = know(active());
    SubscriptionView other = know(active());
    String good =
        path.equals("/unsubscribe")
            ? unsubscribe(view, BuyerNotice.TRIAL_ENDING)
            : below(page(view), path);
    List<String> wrong =
        List.of(
            good.replaceAll("\\?.*", ""),
            good.replaceAll("signature=.*", "signature="),
            good.replaceAll("expires=\\d+", "expires=99999999999"),
            good.replaceAll("expires=\\d+", "expires=never"),
            good.replace(view.subscriptionId(), other.subscriptionId()),
            good.replace(view.subscriptionId(), "S" + "0".repeat(40)),
            good.replace(view.subscriptionId(), "nonsense"),
            path.equals("/unsubscribe")
                ? below(page(view), path) + "&notice=TRIAL_ENDING"
                : unsubscribe(view, BuyerNotice.TRIAL_ENDING).replace("/unsubscribe", path));
    for (String url : wrong) {
      for (Map<String, String> who : List.of(BROWSER, PROGRAM)) {
        Response closed =
            path.isEmpty() ? HTTP.send("GET", url, who, "") : HTTP.send("POST", url, who, "");
        assertThat(closed.status()).as(url).isEqualTo(404);
        assertThat(closed.text()).contains("There is no subscription at this address");
      }
    }
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void expiredLink_shouldSendToANewerEmail() {
    SubscriptionView view = know(active());
    Instant then = Instant.now().minus(BuyerLink.PAGE_TIME).minusSeconds(1);
    String old = SERVICE.gatewayUrl() + LINKS.page(view.subscriptionId(), then);
    assertThat(get(old).status()).isEqualTo(410);
    assertThat(get(old).text()).contains("This link has expired", "newer e-mail");
    assertThat(post(below(old, "/cancel"), PROGRAM, "").status()).isEqualTo(410);
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void unknownSubscription_shouldBeAskedForAgainWhileReading() {
    SubscriptionView view = active();
    assertThat(get(page(view)).status()).isEqualTo(404);
    subscriptions.setCaughtUp(false);
    assertThat(get(page(view)).status()).isEqualTo(503);
  }

  @Test
  void methods_shouldBeThoseOfTheBuyersCountryThatThePlanAllows() {
    assertThat(offered(active())).contains("GCASH", "MAYA", "CARD").doesNotContain("ALIPAY_CN");
    assertThat(offered(Views.paid(active(), new PaymentMethod("CARD", "tok_1"))))
        .as("a card is at home everywhere, as are these")
        .containsExactly("CARD", "APPLEPAY", "GOOGLEPAY", "BANK_TRANSFER");
    assertThat(offered(Views.paid(active(), new PaymentMethod("GCASH", null), "MAYA", "CARD")))
        .as("what the merchant let the buyer choose from")
        .containsExactlyInAnyOrder("MAYA", "CARD");
  }

  @Test
  void buyer_shouldPayOtherwiseOnceHoweverOftenTheFormIsSent() {
    SubscriptionView view = know(Views.in(active(), Lifecycle.PASTDUE));
    String form = action(get(page(view)).text(), "method");
    String body = "paymentMethodType=CARD&paymentMethodId=tok_9";
    for (int i = 0; i < 2; i++) {
      assertThat(form(SERVICE.gatewayUrl() + form, BROWSER, body).status()).isEqualTo(303);
    }
    assertThat(commands.given())
        .hasSize(2)
        .allSatisfy(
            command -> {
              Command.ReplacePaymentMethod replace = (Command.ReplacePaymentMethod) command;
              assertThat(replace.by()).isEqualTo(Command.By.BUYER);
              assertThat(replace.paymentMethod()).isEqualTo(new PaymentMethod("CARD", "tok_9"));
              assertThat(replace.requestId()).matches("buyer-[0-9a-f]{32}");
            })
        .extracting(command -> ((Command.ReplacePaymentMethod) command).requestId())
        .containsOnly(
            Pattern.compile("request=(buyer-[0-9a-f]+)")
                .matcher(form)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1));
  }

  /** A merchant's request id, had from wherever, is not taken. */
  @Test
  void requestId_shouldNeverBeAMerchants() {
    SubscriptionView view = know(active());
    form(below(page(view), "/method") + "&request=order-4711", PROGRAM, "paymentMethodType=MAYA");
    assertThat(((Command.ReplacePaymentMethod) commands.given().getFirst()).requestId())
        .matches("buyer-[0-9a-f]{32}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paymentMethodType=ALIPAY_CN | not offered here",
        "paymentMethodType=CARD | turn on JavaScript",
        "paymentMethodType=CARD&paymentMethodId=4012888888881881 | That is a card number",
        "paymentMethodId=%g0 | form is malformed"
      })
  void methodThatCannotBe_shouldBeSaidOnThePage(String body, String words) {
    SubscriptionView view = know(active());
    Response page = form(below(page(view), "/method"), BROWSER, body);
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text())
        .contains("role=\"alert\"", words, "<details open")
        .doesNotContain("4012888888881881");
    assertThat(commands.given()).isEmpty();
  }

  /** It would be charged with nothing. */
  @Test
  void methodWithoutItsTokenOrName_shouldReplaceNothing() {
    SubscriptionView view = know(Views.paid(active(), new PaymentMethod("CARD", "tok_1")));
    for (String body : List.of("", "paymentMethodType=", "paymentMethodId=tok_9")) {
      Response refused = form(below(page(view), "/method"), PROGRAM, body);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text()).contains("paymentMethodType is missing: send the code");
    }
    assertThat(post(below(page(view), "/method"), PROGRAM, "").status()).isEqualTo(400);
    Response noToken = form(below(page(view), "/method"), PROGRAM, "paymentMethodType=CARD");
    assertThat(noToken.status()).isEqualTo(400);
    assertThat(noToken.text()).contains("send it as paymentMethodId");
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void oneMethod_shouldBeNamedOnTheButton() {
    SubscriptionView view =
        know(Views.paid(active(), new PaymentMethod("GCASH", null), "MAYA", "MAYA"));
    assertThat(get(page(view)).text())
        .contains("type=\"hidden\" name=\"paymentMethodType\" value=\"MAYA\"", ">Pay with Maya<")
        .doesNotContain("card-number", "<script", " disabled=");
    // The plan allows none of these.
    SubscriptionView none = know(Views.paid(active(), new PaymentMethod("GCASH", null), "PIX"));
    assertThat(get(page(none)).text()).doesNotContain("/method?");
  }

  @Test
  void card_shouldGoToTheChannelAndNobodyElse() {
    SubscriptionView view = know(Views.paid(active(), new PaymentMethod("CARD", "tok_1")));
    Response page = get(page(view));
    assertThat(page.text())
        .contains("data-tokens-url=\"" + SERVICE.tokenisation().url() + "\"", "<noscript>")
        .contains("<script nonce=", "card-number")
        .doesNotContain("tok_1");
    assertThat(page.header("content-security-policy"))
        .contains("script-src 'nonce-")
        .endsWith("connect-src " + SERVICE.tokenisation().url());
  }

  private static PaymentView payment(SubscriptionView view, int day, PaymentView.Status status) {
    Instant time = Instant.parse("2025-03-%02dT08:00:00Z".formatted(day));
    return new PaymentView(
        view.subscriptionId() + "P" + "%016x".formatted(day),
        day,
        status,
        PaymentView.Purpose.PERIOD,
        day,
        null,
        "GCASH",
        new Amount(999, "USD"),
        time,
        time,
        null,
        List.of());
  }

  private List<String> offered(SubscriptionView view) {
    return matches(get(page(know(view))).text(), "name=\"paymentMethodType\" value=\"([A-Z_]+)\"");
  }
}
