package dev.recur.notifier.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.mail.MailSettings.Tls;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/**
 * Whatever a mail server says, to whichever command: the e-mail is taken, refused or has failed,
 * within the deadline and in bounded memory; of its words nothing is passed on but codes; and that
 * it has taken the e-mail, no server says who does not say so.
 */
class SmtpFuzzTest {

  /** To what it answers; the last is the message itself. */
  private static final List<String> COMMANDS =
      List.of("GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "END");

  private static final Duration DEADLINE = Duration.ofMillis(250);

  private static final List<String> ANSWERS =
      List.of(
          "220 mail.example ready",
          "250 2.1.5 fine",
          "250-mail.example\r\n250-SIZE 1000\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
          "250 AUTH NTLM\r\n334 TlRMTVNTUAACAAAAAAAAADgAAAABAoIAASNFZ4mrze8AAAAAAAAAAA==",
          "250 AUTH DIGEST-MD5\r\n334 cmVhbG09ImEiLG5vbmNlPSJiIixxb3A9ImF1dGgi",
          "250 AUTH XOAUTH2\r\n334 e30=",
          "334 VXNlcm5hbWU6",
          "354 go on",
          "421 4.3.2 closing",
          "451 4.7.1 <ann@buyers.example> greylisted",
          "530 5.7.0 log in first",
          "550 5.1.1 <ann@buyers.example> no such user",
          "HTTP/1.1 400 Bad Request");

  /** The first byte says which command. */
  @Test
  void anyAnswer_shouldBeAnOutcomeInTime_andNobodyBeNamed() {
    List<byte[]> seeds = new ArrayList<>();
    for (int command = 0; command < COMMANDS.size(); command++) {
      for (String answer : ANSWERS) {
        seeds.add((((char) command) + answer).getBytes(ISO_8859_1));
      }
    }
    try (SmtpOnLoopback server = new SmtpOnLoopback(null)) {
      MailSender sender =
          TestMail.sender(
              settings(server.port()),
              (SSLSocketFactory) SSLSocketFactory.getDefault(),
              _ -> Optional.of(TestMail.buyer("Ann Buyer", "en")));

      assertThat(
              Fuzz.of(
                      "smtp-answers",
                      Mutator.behind(
                          1,
                          Mutator.oneOf(
                              Mutator.bytes(),
                              Mutator.text("\r\n", "250", "250-", "354", "421", "451", "550"))))
                  .inputs(100)
                  .seeds(seeds)
                  .run(input -> outcome(server, sender, input)))
          .containsKeys(
              "ACKNOWLEDGED", "E_UNDELIVERABLE", "E_MAIL_DEFERRED", "E_MAIL_SERVER", "E_PROTOCOL");
    }
  }

  private static MailSettings settings(int port) {
    return new MailSettings(
        "localhost",
        port,
        "Shop Billing <billing@shop.example>",
        "notifier",
        "s3cret",
        Tls.NONE,
        "https://pay.example/",
        DEADLINE,
        1);
  }

  private static String outcome(SmtpOnLoopback server, MailSender sender, byte[] input)
      throws InterruptedException {
    if (input.length == 0) {
      return "nothing";
    }
    String command = COMMANDS.get(Byte.toUnsignedInt(input[0]) % COMMANDS.size());
    String answer = new String(input, 1, input.length - 1, ISO_8859_1);
    server.anew().answering(command, answer);
    long begun = System.nanoTime();
    WebhookAttempt attempt =
        sender.attempt(Facts.shipment("email.RECEIPT"), Facts.body(Facts.receipt()));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    if (attempt.getOutcome() == AttemptOutcome.ACKNOWLEDGED) {
      if (command.equals("END")) {
        assertThat(answer).contains("250");
      }
      return "ACKNOWLEDGED";
    }
    String error = String.valueOf(attempt.getError());
    // That would be a fault of ours.
    assertThat(error).doesNotStartWith("E_INTERNAL").hasSizeLessThan(200);
    assertThat(attempt.toString().toLowerCase(Locale.ROOT))
        .doesNotContain("ann buyer", "ann@", "buyers.example", "s3cret");
    return error.substring(0, error.indexOf(':'));
  }
}
