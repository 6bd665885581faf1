package dev.recur.service.page;

import static dev.recur.service.page.BuyersBrowser.BROWSER;
import static dev.recur.service.page.BuyersBrowser.HTTP;
import static dev.recur.service.page.BuyersBrowser.LINKS;
import static dev.recur.service.page.BuyersBrowser.SERVICE;
import static dev.recur.service.page.BuyersBrowser.active;
import static dev.recur.service.page.BuyersBrowser.below;
import static dev.recur.service.page.BuyersBrowser.know;
import static dev.recur.service.page.BuyersBrowser.page;
import static dev.recur.service.page.BuyersBrowser.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerLink;
import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.service.buyer.MemoryBuyers;
import dev.recur.service.command.Reply;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The buyer's pages in the buyer's language. They are left in {@code target/pages}, to look at. */
class LanguagePageTest {

  private final MemoryBuyers memory = SERVICE.bean(MemoryBuyers.class);
  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  /** As the e-mails, which know nothing of the browser. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "de-DE | -     | de      | Dieses Abonnement kündigen",
        "de    | zh-CN | de      | Dieses Abonnement kündigen",
        "zh-CN | en    | zh-Hans | 取消此订阅",
        "en    | de    | en      | Cancel this subscription",
        "fr    | fr, de;q=0.5 | de | Dieses Abonnement kündigen",
        "-     | de-AT | de      | Dieses Abonnement kündigen",
        "-     | fr    | en      | Cancel this subscription",
        "-     | ;q=,  | en      | Cancel this subscription",
        "-     | -     | en      | Cancel this subscription"
      })
  void page_shouldBeInTheBuyersLanguage_elseTheBrowsers(
      @Nullable String buyer, @Nullable String browser, String language, String words) {
    SubscriptionView view = know(active());
    memory.put(view.clientId(), view.subscriptionId(), reading(buyer));
    Response page = get(page(view), browser);
    assertThat(page.text())
        .contains("<html lang=\"" + language + "\"", words)
        .doesNotContain("xmlns:th", " th:");
    assertThat(page.header("content-language")).isEqualTo(language);
    assertThat(get(unsubscribe(view, BuyerNotice.TRIAL_ENDING), browser).text())
        .contains("<html lang=\"" + language + "\"");
  }

  @Test
  void buyerThatNobodyKnows_shouldReadTheBrowsersLanguage() {
    SubscriptionView view = know(active());
    assertThat(get(page(view), "zh").text()).contains("<html lang=\"zh-Hans\"", "取消此订阅");
    assertThat(get(unsubscribe(view, BuyerNotice.TRIAL_ENDING), "de").text())
        .contains("Keine E-Mails");
  }

  /** Under another master key, say. */
  @Test
  void buyerWhoCannotBeOpened_shouldReadTheBrowsersLanguage_andApprovePayAndCancel() {
    SubscriptionView view = know(active());
    SubscriptionView offered = Views.trial(SERVICE.sandbox(), UUID.randomUUID().toString());
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(offered, Views.authorisation(Decision.OPEN), List.of());
    String offer = SERVICE.bean(BuyerLinks.class).normalUrl(offered.subscriptionId());
    for (SubscriptionView known : List.of(view, offered)) {
      memory.put(known.clientId(), known.subscriptionId(), reading("zh"));
    }
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Readers.class);
    logger.addAppender(log);
    memory.setSealed(true);
    try {
      assertThat(get(page(view), "de").text()).contains("<html lang=\"de\"");
      assertThat(get(offer, "de").text()).contains("<html lang=\"de\"", ">Zustimmen<");
      for (String action :
          List.of(offer + "/approve", offer + "/decline", below(page(view), "/cancel"))) {
        assertThat(HTTP.send("POST", action, BROWSER, "").status()).as(action).isEqualTo(303);
      }
      Response unnamed = HTTP.send("POST", below(page(view), "/method"), BROWSER, "");
      assertThat(unnamed.status()).isEqualTo(400);
    } finally {
      memory.setSealed(false);
      logger.detachAppender(log);
    }
    // Each of them would be the same line.
    assertThat(log.list).hasSize(1);
    assertThat(log.list.getFirst().getLevel()).isEqualTo(Level.ERROR);
  }

  @Test
  void wholePage_shouldBeInOneLanguage() {
    SubscriptionView view = know(Views.in(active(), Lifecycle.PASTDUE));
    memory.put(view.clientId(), view.subscriptionId(), reading("de"));
    assertThat(get(page(view), "en").text())
        .contains("Eine Zahlung ist überfällig", "9,99\u00a0USD pro Monat")
        .contains("Automatisch jeden Monat, bis Sie kündigen", "19. Februar 2025 – 18. März 2025")
        .contains("Kartennummer", "Anders bezahlen", "Überweisung", "Ab jetzt so bezahlen")
        .contains("data-number-wrong=\"Die Kartennummer stimmt nicht: Prüfen Sie ihre Ziffern.\"")
        .doesNotContainPattern(
            ">Pay |Card number|Security code|Renews|This period|>Payments|The card number|Checking the");
  }

  @Test
  void offer_shouldBeInTheBuyersLanguageToo() {
    SubscriptionView view = Views.trial(SERVICE.sandbox(), UUID.randomUUID().toString());
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(view, Views.authorisation(Decision.OPEN), List.of());
    memory.put(view.clientId(), view.subscriptionId(), reading("de"));
    String url = SERVICE.bean(BuyerLinks.class).normalUrl(view.subscriptionId());
    assertThat(get(url, null).text())
        .contains("<html lang=\"de\"", "7 Tage kostenlos, bis 19. März 2025", ">Zustimmen<")
        .contains("Danach 9,99\u00a0USD pro Monat", "23 Stunden 55 Minuten vor Beginn")
        .doesNotContainPattern("Approve|Decline|First payment|Renews|Sandbox: this");
    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", "It is over.", 2));
    assertThat(HTTP.send("POST", url + "/approve", BROWSER, "").text())
        .contains("Nicht mehr möglich")
        .contains("<p class=\"small\" lang=\"en\">It is over.</p>");
  }

  @Test
  void problem_shouldBeInTheBuyersLanguage_andSayWhoseWordsAreNot() {
    SubscriptionView view = know(active());
    memory.put(view.clientId(), view.subscriptionId(), reading("de"));
    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", "It is over.", 2));
    assertThat(HTTP.send("POST", below(page(view), "/cancel"), BROWSER, "").text())
        .contains("Das wurde nicht ausgeführt")
        .containsPattern("<span class=\"small\" lang=\"en\">It is over.</span>");
  }

  /** Nobody's record is opened for them. */
  @Test
  void whoHasNoGoodLink_shouldBeToldInTheBrowsersLanguage() {
    SubscriptionView view = know(active());
    memory.put(view.clientId(), view.subscriptionId(), reading("zh"));
    String guessed = page(view).replaceAll("signature=.*", "signature=x");
    assertThat(get(guessed, "de").text()).contains("<html lang=\"de\"", "Hier ist nichts");
    Instant then = Instant.now().minus(BuyerLink.PAGE_TIME).minusSeconds(1);
    String old = SERVICE.gatewayUrl() + LINKS.page(view.subscriptionId(), then);
    assertThat(get(old, "de").text()).contains("Dieser Link ist abgelaufen");
  }

  @Test
  void program_shouldBeAnsweredInEnglishWhateverItAccepts() {
    SubscriptionView view = know(active());
    memory.put(view.clientId(), view.subscriptionId(), reading("de"));
    String body = "paymentMethodType=ALIPAY_CN";
    Response answer =
        HTTP.send(
            "POST",
            below(page(view), "/method"),
            Map.of(
                "Content-Type", "application/x-www-form-urlencoded", "Accept-Language", "zh, de"),
            body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("not offered here: choose one that is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de", "zh"})
  void pages_shouldBeLeftToLookAt(String language) throws IOException {
    SubscriptionView view =
        know(
            Views.due(
                Views.paid(active(), new PaymentMethod("CARD", "tok_1"), "GCASH", "CARD"),
                Instant.parse("2025-03-18T08:15:29Z")));
    memory.put(view.clientId(), view.subscriptionId(), reading(language));
    leave("manage", language, get(page(view), null));
    leave("unsubscribe", language, get(unsubscribe(view, BuyerNotice.RENEWAL_UPCOMING), null));
    SubscriptionView offered = Views.trial(SERVICE.sandbox(), UUID.randomUUID().toString());
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(offered, Views.authorisation(Decision.OPEN), List.of());
    String offer = SERVICE.bean(BuyerLinks.class).normalUrl(offered.subscriptionId());
    leave("offer", language, get(offer, language));
  }

  private static void leave(String name, String language, Response page) throws IOException {
    assertThat(page.status()).as(name).isEqualTo(200);
    assertThat(page.text()).as(name).containsPattern("<html lang=\"" + language + "[-\"]");
    Path left = Files.createDirectories(Path.of("target/pages"));
    Files.writeString(left.resolve(language + "-" + name + ".html"), page.text());
  }

  private static BuyerData reading(@Nullable String locale) {
    return new BuyerData(
        Optional.of("ann@example.com"),
        Optional.empty(),
        Optional.ofNullable(locale),
        Map.of(),
        Set.of());
  }

  private static Response get(String url, @Nullable String acceptLanguage) {
    Map<String, String> headers = new HashMap<>(BROWSER);
    if (acceptLanguage != null) {
      headers.put("Accept-Language", acceptLanguage);
    }
    return HTTP.send("GET", url, headers, "");
  }
}
