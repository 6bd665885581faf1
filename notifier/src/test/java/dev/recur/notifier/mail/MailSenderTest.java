package dev.recur.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.notifier.mail.MailSettings.Tls;
import dev.recur.notifier.notice.LetterFacts.Wording;
import dev.recur.notifier.sender.Authority;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerNotice;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an e-mail, by what the mail server says. */
@Timeout(30)
class MailSenderTest {

  private static final SSLSocketFactory ANYBODY = (SSLSocketFactory) SSLSocketFactory.getDefault();

  private static final String TOO_MUCH = "E_PROTOCOL: The mail server says more than 262144 bytes.";

  private static final Optional<BuyerData> ANN = Optional.of(TestMail.buyer("Ann Buyer", "en"));

  @Test
  void acceptedMail_shouldBeAcknowledged_andSayWhatItHasTo() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    server.start();
    try {
      WebhookAttempt attempt = attempt(server.getSmtp().getPort(), ANN, Facts.receipt());

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
      assertThat(attempt.getError()).isNull();
      assertThat(attempt.getUrl()).isEqualTo("mailto:");
      MimeMessage received = server.getReceivedMessages()[0];
      assertThat(received.getHeader("Message-ID")).containsExactly("<D17@shop.example>");
      assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(received.getHeader("List-Unsubscribe")).isNull();
      assertThat(received.getHeader("From")).containsExactly("Shop Billing <billing@shop.example>");
      assertThat(received.getHeader("To")).containsExactly(TestMail.ANN);
      assertThat(received.getContentType()).startsWith("multipart/alternative");
    } finally {
      server.stop();
    }
  }

  @Test
  void login_shouldBeUsedOverTls() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    server.setUser("billing@shop.example", "notifier", "s3cret");
    server.start();
    try {
      MailSettings right = login(server.getSmtp().getPort(), "s3cret");
      MailSettings wrong = login(server.getSmtp().getPort(), "guess");

      assertThat(attempt(right, ANYBODY).getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
      WebhookAttempt refused = attempt(wrong, ANYBODY);
      assertThat(refused.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(refused.getError()).startsWith("E_MAIL_SERVER: ").doesNotContain("notifier");
    } finally {
      server.stop();
    }
  }

  /** What a server says to one command, and what becomes of the e-mail. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RCPT | 451 4.7.1 <ann@buyers.example> greylisted | REFUSED | E_MAIL_DEFERRED | 451 4.7.1",
        "RCPT | 452 <ann@buyers.example> too many | REFUSED | E_MAIL_DEFERRED | 452",
        "RCPT | 550 5.1.1 <ann@buyers.example> no such user | UNDELIVERABLE | E_UNDELIVERABLE |"
            + " 550 5.1.1",
        "RCPT | 553 Ann Buyer? who is ann@buyers.example | UNDELIVERABLE | E_UNDELIVERABLE | 553",
        "RCPT | 530 5.7.0 log in first | FAILED | E_MAIL_SERVER | 530 5.7.0",
        "RCPT | 421 4.3.2 closing, ann@buyers.example | FAILED | E_MAIL_SERVER | 421 4.3.2",
        "MAIL | 550 5.7.1 billing@shop.example may not | FAILED | E_MAIL_SERVER | 550 5.7.1",
        "MAIL | 451 4.3.0 later | FAILED | E_MAIL_SERVER | 451 4.3.0",
        "DATA | 451 4.3.0 ann@buyers.example later | REFUSED | E_MAIL_DEFERRED | 451 4.3.0",
        "END | 554 5.6.0 for ann@buyers.example: spam | UNDELIVERABLE | E_UNDELIVERABLE |"
            + " 554 5.6.0",
        "END | 452 4.3.1 ann@buyers.example full | REFUSED | E_MAIL_DEFERRED | 452 4.3.1",
        "GREETING | 421 4.3.2 come back | FAILED | E_MAIL_SERVER | 421",
        "GREETING | HTTP/1.1 400 Bad Request | FAILED | E_PROTOCOL | no mail server",
        "RCPT | close | FAILED | E_CLOSED | closed",
        "END | close | FAILED | E_CLOSED | closed",
      })
  void answer_shouldDecide_andNobodyBeNamed(
      String word, String answer, AttemptOutcome outcome, String code, String said) {
    try (SmtpOnLoopback server = new SmtpOnLoopback(null).answering(word, answer)) {
      WebhookAttempt attempt = attempt(server.port(), ANN, Facts.receipt());

      assertThat(attempt.getOutcome()).isEqualTo(outcome);
      assertThat(attempt.getError()).startsWith(code + ": ").contains(said);
      assertThat(attempt.toString().toLowerCase(java.util.Locale.ROOT))
          .doesNotContain("ann")
          .doesNotContain("buyers.example");
    }
  }

  @Test
  void serverThatSaysNothing_orNeverComesToAnEnd_shouldCostTheDeadlineOnly() throws Exception {
    // All at once, since each takes its whole deadline.
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (String word : List.of("GREETING", "EHLO", "RCPT", "END")) {
        for (String never : List.of(SmtpOnLoopback.SILENCE, SmtpOnLoopback.DRIP)) {
          all.add(callers.submit(() -> assertDeadline(word, never)));
        }
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  /** For ever, were it not for the deadline: no single look at the socket takes long. */
  @ParameterizedTest
  @EnumSource(
      value = Tls.class,
      names = {"STARTTLS", "TLS"})
  void secureServerThatNeverComesToAnEnd_shouldCostTheDeadlineOnly(Tls tls) {
    Authority authority = new Authority();
    try (SmtpOnLoopback server = secure(authority, tls).answering("MAIL", SmtpOnLoopback.DRIP)) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> assertDeadline(server, tls, authority.trustingSockets(), "MAIL drip"));
    }
  }

  private static SmtpOnLoopback secure(Authority authority, Tls tls) {
    SSLContext shown = authority.receiver("localhost", Authority.past(), Authority.future());
    return tls == Tls.TLS ? SmtpOnLoopback.secure(shown) : new SmtpOnLoopback(shown);
  }

  private static void assertDeadline(String word, String never) {
    try (SmtpOnLoopback server = new SmtpOnLoopback(null).answering(word, never)) {
      assertDeadline(server, Tls.NONE, ANYBODY, word + " " + never);
    }
  }

  private static void assertDeadline(
      SmtpOnLoopback server, Tls tls, SSLSocketFactory trust, String what) {
    MailSettings settings = TestMail.settings(server.port(), tls, Duration.ofMillis(1_500));
    long start = System.nanoTime();
    WebhookAttempt attempt = attempt(settings, trust);

    assertThat(attempt.getOutcome()).as(what).isEqualTo(AttemptOutcome.FAILED);
    assertThat(attempt.getError()).as(what).startsWith("E_TIMEOUT: ");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as(what)
        .isLessThan(Duration.ofSeconds(4));
  }

  /** However much of it fits into the deadline: it would all be kept. */
  @ParameterizedTest
  @ValueSource(strings = {"GREETING", "EHLO", "RCPT", "END"})
  void serverThatSaysTooMuch_shouldNotBeHeardOut(String word) {
    try (SmtpOnLoopback server = new SmtpOnLoopback(null).answering(word, SmtpOnLoopback.FLOOD)) {
      assertThat(attempt(server.port(), ANN, Facts.receipt()).getError()).isEqualTo(TOO_MUCH);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Tls.class,
      names = {"STARTTLS", "TLS"})
  void secureServerThatSaysTooMuch_shouldNotBeHeardOut(Tls tls) {
    Authority authority = new Authority();
    try (SmtpOnLoopback server = secure(authority, tls).answering("MAIL", SmtpOnLoopback.FLOOD)) {
      MailSettings settings = TestMail.settings(server.port(), tls);

      assertThat(attempt(settings, authority.trustingSockets()).getError()).isEqualTo(TOO_MUCH);
    }
  }

  @Test
  void nobodyWhoListens_shouldBeNoConnection() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }

    assertThat(attempt(port, ANN, Facts.receipt()).getError()).startsWith("E_CONNECT: ");
  }

  @Test
  void startTls_shouldHideWhatIsSaid() {
    Authority authority = new Authority();
    SSLContext shown = authority.receiver("localhost", Authority.past(), Authority.future());
    try (SmtpOnLoopback server = new SmtpOnLoopback(shown)) {
      MailSettings settings = TestMail.settings(server.port(), Tls.STARTTLS);

      assertThat(attempt(settings, authority.trustingSockets()).getOutcome())
          .isEqualTo(AttemptOutcome.ACKNOWLEDGED);
      assertThat(server.heard()).containsSubsequence("STARTTLS", "DATA");
      assertThat(attempt(settings, ANYBODY).getError()).startsWith("E_TLS: ");
    }
    SSLContext another = authority.receiver("other.example", Authority.past(), Authority.future());
    try (SmtpOnLoopback server = new SmtpOnLoopback(another)) {
      WebhookAttempt attempt =
          attempt(TestMail.settings(server.port(), Tls.STARTTLS), authority.trustingSockets());

      assertThat(attempt.getError()).startsWith("E_TLS: ");
      assertThat(server.heard()).noneMatch(line -> line.startsWith("RCPT"));
    }
  }

  @Test
  void serverWithoutStartTls_shouldBeToldNothing() {
    try (SmtpOnLoopback server = new SmtpOnLoopback(null)) {
      WebhookAttempt attempt = attempt(TestMail.settings(server.port(), Tls.STARTTLS), ANYBODY);

      assertThat(attempt.getError()).startsWith("E_TLS: ").contains("STARTTLS");
      assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @Test
  void nobodyToTell_shouldBeAnOutcome_andNobodyBeAsked() {
    try (SmtpOnLoopback server = new SmtpOnLoopback(null)) {
      WebhookAttempt forgotten = attempt(server.port(), Optional.empty(), Facts.receipt());
      WebhookAttempt addressless =
          attempt(server.port(), Optional.of(BuyerData.NOTHING), Facts.receipt());
      Optional<BuyerData> without =
          ANN.map(buyer -> buyer.without(Set.of(BuyerNotice.RENEWAL_UPCOMING)));
      WebhookAttempt unsubscribed = attempt(server.port(), without, Facts.renewal());

      for (WebhookAttempt attempt : new WebhookAttempt[] {forgotten, addressless, unsubscribed}) {
        assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.NOBODY);
        assertThat(attempt.getError()).startsWith("E_NOBODY: ");
      }
      assertThat(server.heard()).isEmpty();
      assertThat(attempt(server.port(), without, Facts.receipt()).getOutcome())
          .isEqualTo(AttemptOutcome.ACKNOWLEDGED);
    }
  }

  /** The charge is 30 days and 12 hours after the event, on the subscription's clock. */
  @Test
  void reminder_shouldNotBeSent_onceItsTimeHasPassed() {
    Instant lead = Instant.parse("2026-11-21T10:00:00Z").plus(Duration.ofDays(30));
    Instant charge = lead.plus(Duration.ofHours(12));
    try (SmtpOnLoopback server = new SmtpOnLoopback(null)) {
      for (Wording wording : List.of(Wording.TRIAL_ENDING, Wording.RENEWAL_UPCOMING)) {
        WebhookAttempt late = at(charge, server, Facts.of(wording));
        assertThat(late.getOutcome()).isEqualTo(AttemptOutcome.NOBODY);
        assertThat(late.getError()).startsWith("E_TOO_LATE: ");
      }
      assertThat(server.heard()).isEmpty();
      assertThat(at(charge.minusMillis(1), server, Facts.renewal()).getOutcome())
          .isEqualTo(AttemptOutcome.ACKNOWLEDGED);
      assertThat(at(charge, server, Facts.of(Wording.PAYMENT_DECLINED)).getOutcome())
          .isEqualTo(AttemptOutcome.ACKNOWLEDGED);
    }
  }

  private static WebhookAttempt at(Instant now, SmtpOnLoopback server, String facts) {
    return attempt(
        TestMail.sender(
            TestMail.settings(server.port(), Tls.NONE),
            ANYBODY,
            _ -> ANN,
            InstantSource.fixed(now)),
        facts);
  }

  @Test
  void buyerWhoCannotBeLookedUp_shouldBeTriedAgain() throws InterruptedException {
    try (SmtpOnLoopback server = new SmtpOnLoopback(null)) {
      MailSender sender =
          TestMail.lookingUp(
              TestMail.settings(server.port(), Tls.NONE),
              _ -> {
                throw new BuyersBehindException("Why.");
              });
      WebhookAttempt attempt =
          sender.attempt(Facts.shipment("email.RECEIPT"), Facts.body(Facts.receipt()));

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(attempt.getError())
          .isEqualTo("E_BUYERS: Who the buyer is cannot be said now: Why.");
      assertThat(server.heard()).isEmpty();
    }
  }

  @Test
  void factsThatCannotBeRead_shouldBeAFaultOfOurs() {
    try (SmtpOnLoopback server = new SmtpOnLoopback(null)) {
      MailSender sender =
          TestMail.sender(TestMail.settings(server.port(), Tls.NONE), ANYBODY, _ -> ANN);
      WebhookAttempt attempt =
          sender.attempt(
              Facts.shipment("email.RECEIPT"), new Shipment.Body("mailto:", new byte[] {'{', '}'}));

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(attempt.getError()).startsWith("E_INTERNAL: ");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static MailSettings login(int port, String password) {
    MailSettings plain = TestMail.settings(port, Tls.NONE);
    return new MailSettings(
        plain.host(),
        port,
        plain.from(),
        "notifier",
        password,
        Tls.NONE,
        plain.pageUrl(),
        plain.deadline(),
        1);
  }

  private static WebhookAttempt attempt(MailSettings settings, SSLSocketFactory trust) {
    return attempt(TestMail.sender(settings, trust, _ -> ANN), Facts.receipt());
  }

  private static WebhookAttempt attempt(int port, Optional<BuyerData> buyer, String facts) {
    return attempt(TestMail.sender(TestMail.settings(port, Tls.NONE), ANYBODY, _ -> buyer), facts);
  }

  private static WebhookAttempt attempt(MailSender sender, String facts) {
    try {
      return sender.attempt(Facts.shipment("email.RECEIPT"), Facts.body(facts));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
