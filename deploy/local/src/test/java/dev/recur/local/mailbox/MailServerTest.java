package dev.recur.local.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.local.http.LoopbackServer;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailServerTest {

  private static final String LONG_LINK = "<https://shop.example/" + "x".repeat(90) + ">";

  private final Mailbox mailbox = new Mailbox();

  @SuppressWarnings("NullAway.Init")
  private MailServer smtp;

  @SuppressWarnings("NullAway.Init")
  private LoopbackServer http;

  @BeforeEach
  void start() throws IOException {
    smtp = MailServer.start(0, mailbox);
    http = LoopbackServer.start(0, 0, new MailboxView(mailbox)::answer);
  }

  @AfterEach
  void stop() {
    http.close();
    smtp.close();
  }

  @Test
  void mailsSent_shouldBeShownToPrograms_oldestFirst() throws Exception {
    Instant before = Instant.now();
    send(
        "ann@example.com",
        "Quittung für März",
        "Betrag: 9,99 €",
        "<p>Betrag: <b>9,99&nbsp;€</b></p>");
    send("bob@example.com", "Second", "Two", "<p>Two</p>");

    JsonNode mails = Json.read(get("*/*").body());
    assertThat(mails).hasSize(2);
    JsonNode first = mails.get(0);
    assertThat(first.path("from").asText()).isEqualTo("shop@recur.example");
    assertThat(first.path("to").asText()).isEqualTo("ann@example.com");
    assertThat(first.path("subject").asText()).isEqualTo("Quittung für März");
    assertThat(first.path("text").asText().strip()).isEqualTo("Betrag: 9,99 €");
    assertThat(first.path("html").asText().strip()).isEqualTo("<p>Betrag: <b>9,99&nbsp;€</b></p>");
    assertThat(first.path("headers").path("list-unsubscribe").asText()).isEqualTo(LONG_LINK);
    assertThat(Instant.parse(first.path("receivedAt").asText()))
        .isBetween(before.minusSeconds(1), Instant.now());
    assertThat(mails.get(1).path("subject").asText()).isEqualTo("Second");
  }

  @Test
  void mailOfPlainTextOnly_shouldHaveNoHtml() throws Exception {
    MimeMessage message = message("ann@example.com", "Plain");
    message.setText("Only this", "UTF-8");
    Transport.send(message);
    JsonNode mail = Json.read(get("application/json").body()).get(0);
    assertThat(mail.path("text").asText().strip()).isEqualTo("Only this");
    assertThat(mail.path("html").isNull()).isTrue();
  }

  @Test
  void addressesThatBehave_shouldBeRefused_forGoodAndForNow() {
    assertThatThrownBy(() -> send("bounce@example.com", "s", "t", "h"))
        .isInstanceOf(SendFailedException.class)
        .rootCause()
        .hasMessageContaining("550 5.1.1");
    assertThatThrownBy(() -> send("later+ann@example.com", "s", "t", "h"))
        .isInstanceOf(MessagingException.class)
        .rootCause()
        .hasMessageContaining("451 4.3.0");
    assertThat(mailbox.all()).isEmpty();
  }

  @Test
  void mailThatIsTooLong_shouldBeRefused() {
    assertThatThrownBy(() -> send("ann@example.com", "Long", "x".repeat(600_000), "h"))
        .isInstanceOf(MessagingException.class)
        .hasMessageContaining("552 5.3.4");
    assertThat(mailbox.all()).isEmpty();
  }

  @Test
  void page_shouldShowWhatOthersWrote_asTextOrInAFrameWithoutScripts() throws Exception {
    send(
        "ann@example.com",
        "<script>alert(1)</script>",
        "</pre><script>alert(2)</script>",
        "<html><head></head><body onload=\"alert(3)\"><a href=\"/x\">x</a></body></html>");
    HttpResponse<String> page = get("text/html,application/xhtml+xml,*/*;q=0.8");
    assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=UTF-8");
    assertThat(page.headers().firstValue("content-security-policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
    assertThat(page.body())
        .contains("&lt;script&gt;alert(1)")
        .contains("&lt;/pre&gt;&lt;script&gt;alert(2)")
        .doesNotContain("<script")
        .contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"")
        .contains("&lt;head&gt;&lt;base target=&quot;_blank&quot;&gt;")
        .contains("onload=&quot;alert(3)&quot;");
  }

  private HttpResponse<String> get(String accept) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + http.port() + "/mails");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri)
                  .timeout(Duration.ofSeconds(10))
                  .header("Accept", accept)
                  .build(),
              HttpResponse.BodyHandlers.ofString(UTF_8));
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer;
    }
  }

  private void send(String to, String subject, String text, String html) throws MessagingException {
    MimeMessage message = message(to, subject);
    message.setHeader("List-Unsubscribe", "\r\n " + LONG_LINK);
    MimeMultipart both = new MimeMultipart("alternative");
    both.addBodyPart(part(text, "plain"));
    both.addBodyPart(part(html, "html"));
    message.setContent(both);
    Transport.send(message);
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, "UTF-8", subtype);
    return part;
  }

  private MimeMessage message(String to, String subject) throws MessagingException {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", "127.0.0.1");
    properties.setProperty("mail.smtp.port", Integer.toString(smtp.port()));
    MimeMessage message = new MimeMessage(Session.getInstance(properties));
    message.setFrom(new InternetAddress("shop@recur.example"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    message.setSubject(subject, "UTF-8");
    return message;
  }
}
