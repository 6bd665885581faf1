package dev.recur.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.Billing.CollectionMode;
import dev.recur.service.terms.Billing.FirstBilling;
import dev.recur.service.terms.Trial;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.Views;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorisationPageTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final HttpCaller HTTP = new HttpCaller(SERVICE);
  private static final Map<String, String> BROWSER =
      Map.of("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
  private static final Map<String, String> PROGRAM = Map.of();

  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final BuyerLinks links = SERVICE.bean(BuyerLinks.class);

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  @Test
  void page_shouldSayWhatIsOffered() {
    Response page = get(offer(Views.trial(SERVICE.sandbox(), id())));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("content-type")).startsWith("text/html");
    assertThat(text(page))
        .contains("Blue Bottle Reading Club")
        .contains("Reading Club &lt;&amp; friends&gt;, monthly")
        .contains("$9.99 USD per month")
        .contains("7 days free, until March 19, 2025")
        .contains("Then $9.99 USD per month")
        .contains("$9.99 USD on March 18, 2025, 4:20\u202fPM (UTC+08:00)")
        .contains("Automatically every month, until you cancel")
        .contains("23 hours 55 minutes before its period begins")
        .contains("March 12, 2025, 4:45\u202fPM (UTC+08:00)")
        .contains("GCash")
        .contains("Sandbox")
        .contains(">Approve</button>", ">Decline</button>")
        .doesNotContain("<script", "null");
  }

  @Test
  void page_withoutTrial_shouldSayThatTheFirstPaymentIsNow() {
    assertThat(text(get(offer(Views.plain(SERVICE.live(), id())))))
        .contains("$9.99 USD as soon as you approve")
        .doesNotContain("free", "Sandbox");
  }

  /** Hours before the free period ends, no day of it is left. */
  @Test
  void page_withLessThanADayFree_shouldSayUntilWhen() {
    SubscriptionView view =
        Views.view(
            SERVICE.sandbox(),
            id(),
            Lifecycle.INCOMPLETE,
            Instant.parse("2025-02-12T12:15:29Z"),
            List.of(new Trial(1, 1, new Amount(0, "USD"))));
    assertThat(text(get(offer(view))))
        .contains("Free until March 12, 2025, 8:15\u202fPM (UTC+08:00)")
        .contains("Then $9.99 USD per month")
        .doesNotContainPattern("days? free");
  }

  /** A start lies at most one period back, so this one was over just when it was offered. */
  @Test
  void page_whoseFreePeriodIsOver_shouldNotListIt() {
    SubscriptionView view =
        Views.view(
            SERVICE.sandbox(),
            id(),
            Lifecycle.INCOMPLETE,
            Instant.parse("2025-02-12T08:15:29Z"),
            List.of(new Trial(1, 1, new Amount(0, "USD"))));
    assertThat(text(get(offer(view))))
        .contains("$9.99 USD as soon as you approve")
        .doesNotContain("Free until", "free", "Then $9.99");
  }

  @Test
  void page_withSeveralPrices_shouldListThem() {
    SubscriptionView view =
        Views.view(
            SERVICE.live(),
            id(),
            Lifecycle.INCOMPLETE,
            Views.OFFERED,
            List.of(
                new Trial(3, 4, new Amount(499, "USD")), new Trial(1, 1, new Amount(0, "USD"))));
    assertThat(text(get(offer(view))))
        .contains("31 days free, until April 12, 2025")
        .contains("$9.99 USD per month for 1 month, until May 12, 2025")
        .contains("$4.99 USD per month for 2 months, until July 12, 2025")
        .contains("Then $9.99 USD per month");
  }

  @Test
  void page_whereAgreeingPaysNothing_shouldSayWhenThePaymentsBegin() {
    SubscriptionView signOnly =
        Views.billed(
            Views.plain(SERVICE.live(), id()),
            new Billing(CollectionMode.MANAGED, FirstBilling.SIGN_ONLY, 12));
    assertThat(text(get(offer(signOnly))))
        .contains("$9.99 USD on April 11, 2025, 4:20\u202fPM (UTC+08:00)")
        .contains("Automatically every month, 12 periods in all")
        .doesNotContain("as soon as you approve", "until you cancel");
    SubscriptionView later =
        Views.billed(
            Views.view(
                SERVICE.live(),
                id(),
                Lifecycle.INCOMPLETE,
                Views.OFFERED.plus(Duration.ofDays(3)),
                List.of()),
            new Billing(CollectionMode.MANAGED, FirstBilling.SIGN_ONLY, null));
    assertThat(text(get(offer(later))))
        .contains("$9.99 USD on March 15, 2025, 4:15\u202fPM (UTC+08:00)");
  }

  @Test
  void page_ofASelfManagedSubscription_shouldNotPromiseWhatTheSellerDecides() {
    SubscriptionView signOnly =
        Views.billed(
            Views.plain(SERVICE.live(), id()),
            new Billing(CollectionMode.SELF_MANAGED, FirstBilling.SIGN_ONLY, null));
    assertThat(text(get(offer(signOnly))))
        .contains("Whenever the seller asks for a payment, until you cancel")
        .doesNotContain("as soon as you approve", "Automatically", "before its period begins");
    SubscriptionView signAndBill =
        Views.billed(
            Views.plain(SERVICE.live(), id()),
            new Billing(CollectionMode.SELF_MANAGED, FirstBilling.SIGN_AND_BILL, null));
    assertThat(text(get(offer(signAndBill))))
        .contains("$9.99 USD as soon as you approve", "Whenever the seller asks");
  }

  @Test
  void page_shouldGuardTheBuyer() {
    Response page = get(offer(Views.plain(SERVICE.live(), id())));
    assertThat(page.header("content-security-policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .contains("form-action 'self' https://club.example");
    assertThat(page.header("referrer-policy")).isEqualTo("same-origin");
    assertThat(page.header("cache-control")).isEqualTo("no-store");
    assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(page.header("x-frame-options")).isEqualTo("DENY");
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, APPROVED, You have approved",
    "TRIALING, APPROVED, You have approved",
    "CANCELED, DECLINED, You have declined",
    "CANCELED, EXPIRED, has expired",
    "CANCELED, OPEN, has withdrawn",
    "ENDED, APPROVED, has ended"
  })
  void page_onceDecided_shouldSayHow(Lifecycle lifecycle, Decision decision, String words) {
    SubscriptionView view = Views.in(Views.trial(SERVICE.live(), id()), lifecycle);
    SERVICE.bean(MemorySubscriptions.class).put(view, Views.authorisation(decision), List.of());
    assertThat(get(links.normalUrl(view.subscriptionId())).text())
        .contains(words, "https://club.example/done?order=4711")
        .doesNotContain("<button");
  }

  @Test
  void unknownOrGuessedAddress_shouldBeA404Page() {
    String url = offer(Views.plain(SERVICE.live(), id()));
    String last = url.endsWith("A") ? "B" : "A";
    String guessed = url.substring(0, url.length() - 1) + last;
    String unknown = links.normalUrl("S" + "0".repeat(40));
    for (String address :
        List.of(guessed, unknown, SERVICE.gatewayUrl() + "/authorise/x/y", url + "x")) {
      Response page = get(address);
      assertThat(page.status()).isEqualTo(404);
      assertThat(page.header("content-type")).startsWith("text/html");
      assertThat(text(page)).contains("no offer at this address");
      assertThat(HTTP.send("POST", address + "/approve", PROGRAM, "").status()).isEqualTo(404);
    }
    assertThat(commands.given()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve", "decline"})
  void program_shouldGetJsonOnceDecided(String decision) {
    String url = offer(Views.plain(SERVICE.sandbox(), id()));
    for (int i = 0; i < 2; i++) {
      Response answer = HTTP.send("POST", url + "/" + decision, PROGRAM, "");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-type")).startsWith("application/json");
      assertThat(answer.text()).contains("\"decision\":\"" + decision);
    }
    assertThat(commands.given())
        .hasSize(2)
        .allMatch(
            command ->
                decision.equals("approve")
                    ? command instanceof Command.Approve
                    : command instanceof Command.Decline);
  }

  @Test
  void program_shouldGet409WhenItIsTooLate() {
    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", "The time is over.", 2));
    Response answer =
        HTTP.send("POST", offer(Views.plain(SERVICE.sandbox(), id())) + "/approve", PROGRAM, "");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("The time is over.");
  }

  @Test
  void program_shouldGet503WhenNothingIsKnown() {
    commands.answering(command -> new Reply.Undecided(Reply.Why.NO_ANSWER));
    Response answer =
        HTTP.send("POST", offer(Views.plain(SERVICE.sandbox(), id())) + "/approve", PROGRAM, "");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "https://localhost", "https://elsewhere.example"})
  void browser_shouldBeSentBackToTheSeller(String origin) {
    Response answer =
        HTTP.send(
            "POST",
            offer(Views.plain(SERVICE.live(), id())) + "/approve",
            Map.of(
                "Accept",
                "text/html,*/*;q=0.8",
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                origin),
            "");
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("location")).isEqualTo("https://club.example/done?order=4711");
    assertThat(answer.header("referrer-policy")).isEqualTo("same-origin");
  }

  @Test
  void browser_shouldBeToldWhenItIsTooLate() {
    commands.answering(
        command -> new Reply.Decided(false, "PROCESS_FAIL", "The time to decide is over.", 2));
    Response answer =
        HTTP.send("POST", offer(Views.plain(SERVICE.live(), id())) + "/approve", BROWSER, "");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text())
        .contains("The time to decide is over.", "Not possible any more")
        .doesNotContain("<button");
  }

  @Test
  void normalUrl_shouldHaveNeitherQueryNorFragment() {
    assertThat(links.normalUrl("S" + "0".repeat(40)))
        .matches(SERVICE.gatewayUrl() + "/authorise/S0{40}/[A-Za-z0-9_-]{43}");
  }

  private String offer(SubscriptionView view) {
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(view, Views.authorisation(Decision.OPEN), List.of());
    return links.normalUrl(view.subscriptionId());
  }

  private static Response get(String url) {
    return HTTP.send("GET", url, BROWSER, "");
  }

  private static String text(Response page) {
    return page.text().replace('\u00a0', ' ');
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
