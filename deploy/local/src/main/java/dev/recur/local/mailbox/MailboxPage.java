package dev.recur.local.mailbox;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mails as a page for a person, the newest first. What somebody else has written is shown as
 * text; a mail's HTML in a frame in which nothing runs, and whose links open in a tab of their own.
 */
final class MailboxPage {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private static final Pattern HEAD_TAG =
      Pattern.compile("<head(\\s[^>]*)?>", Pattern.CASE_INSENSITIVE);

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Mailbox</title>
        <style>
          body { font: 16px/1.5 system-ui, sans-serif; color: #1c1c1e; background: #f4f4f6; margin: 0 auto; padding: 1rem; max-width: 48rem; }
          h1 { font-size: 1.4rem; }
          details { background: #fff; border-radius: 10px; margin: 0 0 .6rem; padding: .7rem 1rem; overflow-wrap: anywhere; }
          details details { padding: .4rem 0 0; margin: 0; }
          summary { cursor: pointer; }
          small { color: #6b6b70; display: block; }
          iframe { border: 1px solid #dcdce0; border-radius: 6px; width: 100%; height: 36rem; margin-top: .7rem; background: #fff; box-sizing: border-box; }
          pre { white-space: pre-wrap; font-size: .85rem; margin: .4rem 0 0; }
        </style>
      </head>
      <body>
      """;

  private static final String END =
      """
      </body>
      </html>
      """;

  private MailboxPage() {}

  /** The page that shows these mails, given oldest first. */
  static String of(List<Mail> mails) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("<h1>Mailbox</h1>\n<p>%s</p>\n".formatted(words(mails.size())));
    for (Mail mail : mails.reversed()) {
      append(page, mail);
    }
    return page.append(END).toString();
  }

  private static String words(int count) {
    return switch (count) {
      case 0 -> "No mail yet.";
      case 1 -> "One mail.";
      default -> count + " mails, the newest first; the last " + Mailbox.MAILS_MAX + " are kept.";
    };
  }

  private static void append(StringBuilder page, Mail mail) {
    page.append("<details>\n<summary><b>")
        .append(escaped(mail.subject().isBlank() ? "(no subject)" : mail.subject()))
        .append("</b><small>to ")
        .append(escaped(mail.to()))
        .append(", ")
        .append(TIME.format(mail.receivedAt()))
        .append("</small></summary>\n");
    if (mail.html() != null) {
      page.append("<iframe loading=\"lazy\" title=\"The mail\"")
          .append(" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" srcdoc=\"")
          .append(escaped(openingLinksElsewhere(mail.html())))
          .append("\"></iframe>\n");
    }
    appendText(page, "As text", mail.text());
    StringBuilder headers = new StringBuilder();
    mail.headers().forEach((name, value) -> headers.append(name + ": " + value + "\n"));
    appendText(page, "Head", headers.toString());
    page.append("</details>\n");
  }

  /** The base belongs into the head: before the document type, that would count for nothing. */
  private static String openingLinksElsewhere(String html) {
    Matcher head = HEAD_TAG.matcher(html);
    int at = head.find() ? head.end() : 0;
    return html.substring(0, at) + "<base target=\"_blank\">" + html.substring(at);
  }

  private static void appendText(StringBuilder page, String title, @Nullable String text) {
    if (text != null) {
      page.append("<details>\n<summary>%s</summary>\n".formatted(title))
          .append("<pre>")
          .append(escaped(text))
          .append("</pre>\n</details>\n");
    }
  }

  /** As text, also within quotes. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
