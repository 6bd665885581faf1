package dev.recur.notifier.mail;

import dev.recur.notifier.sender.Outcome;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

/** Takes e-mails. */
interface MailServer {

  /** What messages are made with. */
  Session session();

  /** Hands a message over. Whatever happens is an outcome, and none names the address. */
  Outcome send(MimeMessage message, InternetAddress to);
}
