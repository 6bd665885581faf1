package dev.recur.local.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailboxTest {

  private final Mailbox mailbox = new Mailbox();

  @Test
  void tooManyMails_shouldMakeTheOldestGo() {
    for (int n = 0; n < Mailbox.MAILS_MAX + 2; n++) {
      mailbox.receive(mail("mail " + n, "x"));
    }
    assertThat(mailbox.all()).hasSize(Mailbox.MAILS_MAX);
    assertThat(mailbox.all().getFirst().subject()).isEqualTo("mail 2");
    assertThat(mailbox.all().getLast().subject()).isEqualTo("mail " + (Mailbox.MAILS_MAX + 1));
  }

  @Test
  void longMails_shouldMakeTheOldestGo() {
    String third = "x".repeat(Math.toIntExact(Mailbox.CHARS_MAX / 3));
    for (int n = 0; n < 4; n++) {
      mailbox.receive(mail("mail " + n, third));
    }
    assertThat(mailbox.all()).extracting(Mail::subject).containsExactly("mail 2", "mail 3");
  }

  private static Mail mail(String subject, String text) {
    return new Mail(Instant.EPOCH, "from", "to", subject, text, null, Map.of());
  }
}
