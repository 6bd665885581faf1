package dev.recur.local.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.local.http.Json;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Whatever bytes are handed over as a mail: it can be read and shown, or it is none. */
class MailFuzzTest {

  private static final Session SESSION = Session.getInstance(new Properties());
  private static final Instant NOW = Instant.parse("2027-01-31T10:00:00Z");

  private static final String BOTH =
      """
      From: Shop <shop@recur.example>\r
      To: ann@example.com\r
      Subject: =?UTF-8?Q?Quittung_f=C3=BCr_M=C3=A4rz?=\r
      List-Unsubscribe:\r
       <https://shop.example/x>\r
      MIME-Version: 1.0\r
      Content-Type: multipart/alternative; boundary="b"\r
      \r
      --b\r
      Content-Type: text/plain; charset=UTF-8\r
      Content-Transfer-Encoding: quoted-printable\r
      \r
      9,99 =E2=82=AC\r
      --b\r
      Content-Type: text/html; charset=UTF-8\r
      Content-Transfer-Encoding: base64\r
      \r
      PGh0bWw+PGhlYWQ+PC9oZWFkPjxzY3JpcHQ+MTwvc2NyaXB0PjwvaHRtbD4=\r
      --b--\r
      """;

  private static final String PLAIN =
      "From: shop@recur.example\r\nSubject: Plain\r\n\r\nOnly this\r\n";

  @Test
  void anyBytes_shouldBeAMailThatCanBeShown_orNone() {
    assertThat(
            Fuzz.of(
                    "mail",
                    Mutator.oneOf(
                        Mutator.text(
                            "multipart/mixed",
                            "message/rfc822",
                            "text/html",
                            "charset",
                            "utf-16",
                            "base64",
                            "uuencode",
                            "Content-Type: ",
                            "From: ",
                            "=?utf-8?B?",
                            "?=",
                            "\r\n\r\n",
                            "\r\n ",
                            "--b\r\n"),
                        Mutator.bytes()))
                .unmeasured() // The library makes buffers for each of a thousand parts, one by one.
                .inputs(1_000)
                .seeds(BOTH, PLAIN)
                .run(MailFuzzTest::shown))
        .containsKeys("html", "text", "neither");
  }

  private static String shown(byte[] input) throws IOException {
    Mail mail;
    try {
      MimeMessage message = new MimeMessage(SESSION, new ByteArrayInputStream(input));
      mail = MailReader.read(message, List.of("ann@example.com"), NOW);
    } catch (MessagingException | IOException e) {
      return Fuzz.outcome(e);
    }
    assertThat(mail.chars()).isPositive();
    byte[] json = Json.mapper().writeValueAsBytes(List.of(mail));
    assertThat(Json.read(new String(json, UTF_8))).hasSize(1);
    assertThat(MailboxPage.of(List.of(mail))).doesNotContain("<script");
    return mail.html() != null ? "html" : mail.text() != null ? "text" : "neither";
  }
}
