package dev.recur.local.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import java.util.Map;

/** Answers who asks for the mails: programs with a JSON array, oldest first; browsers a page. */
public final class MailboxView {

  /**
   * What the page may load: nothing. The frames that show the mails have the same policy, so that
   * to read a mail tells nobody that it was read.
   */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

  private final Mailbox mailbox;

  /** Shows a mailbox. */
  public MailboxView(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  /** The answer to a GET. */
  public Response answer(Request request) {
    if (request.header("accept").filter(types -> types.contains("text/html")).isEmpty()) {
      return Response.ok(mailbox.all());
    }
    byte[] page = MailboxPage.of(mailbox.all()).getBytes(UTF_8);
    return Response.written(200, out -> out.write(page))
        .with(
            Map.of("Content-Type", "text/html; charset=UTF-8", "Content-Security-Policy", POLICY));
  }
}
