package dev.recur.local.merchant;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.LoopbackServer;
import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import dev.recur.local.mailbox.MailServer;
import dev.recur.local.mailbox.Mailbox;
import dev.recur.local.mailbox.MailboxView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The sample merchant as an HTTP server. A POST to any path is a webhook; {@code GET /received} is
 * a JSON array of all of them, newest last ({@code ?from=100} leaves out the first hundred); {@code
 * GET /mails} is the mailbox of its buyers, which have an SMTP server of their own; {@code GET
 * /health}.
 */
public final class SampleMerchant implements AutoCloseable {

  private static final int BODY_BYTES_MAX = 256 * 1024;

  private final InstantSource clock = InstantSource.system();
  private final PlatformKey platformKey;
  private final Inbox inbox;
  private final MailServer mails;
  private final MailboxView mailbox;
  private final LoopbackServer server;

  /**
   * How a merchant runs.
   *
   * @param host address that webhooks are taken at; e-mails are at the loopback address only
   * @param port 0 for any that is free
   * @param inboxFile what was received; made when missing
   * @param clientId the merchant's id at the platform
   * @param platformKeyFile the platform's public key towards this merchant, X.509 in Base64; may
   *     come later
   * @param smtpPort where its buyers' e-mails are handed over; 0 for any that is free
   */
  public record Settings(
      String host, int port, Path inboxFile, String clientId, Path platformKeyFile, int smtpPort) {}

  private SampleMerchant(Settings settings) throws IOException {
    platformKey = new PlatformKey(settings.clientId(), settings.platformKeyFile());
    inbox = new Inbox(settings.inboxFile());
    Mailbox received = new Mailbox();
    mailbox = new MailboxView(received);
    mails = MailServer.start(settings.smtpPort(), received);
    server = LoopbackServer.start(settings.host(), settings.port(), BODY_BYTES_MAX, this::answer);
  }

  /**
   * Starts a merchant in this process.
   *
   * @throws IOException when a port is in use
   */
  public static SampleMerchant start(Settings settings) throws IOException {
    return new SampleMerchant(settings);
  }

  /** Where it is reached from this machine. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Where its buyers' e-mails are handed over. */
  public int smtpPort() {
    return mails.port();
  }

  /** Completes if the inbox can no longer be written; nothing is answered from then on. */
  CompletableFuture<IOException> failed() {
    return inbox.failed();
  }

  @Override
  public void close() {
    server.close();
    mails.close();
    inbox.close();
  }

  private Response answer(Request request) throws InterruptedException {
    return switch (request.method()) {
      case "POST" -> receive(request);
      case "GET" ->
          switch (request.path()) {
            case "/received" -> Response.ok(inbox.from(first(request)));
            case "/mails" -> mailbox.answer(request);
            case "/health" -> Response.ok(Map.of("status", "UP"));
            default ->
                throw new BadRequestException(
                    404,
                    "There is no GET %s here: ask for /received, /mails or /health; webhooks come by POST"
                        .formatted(request.path()));
          };
      default -> throw new BadRequestException(405, "Only POST and GET");
    };
  }

  private Response receive(Request request) throws InterruptedException {
    platformKey.verify(request);
    String body = text(request.body());
    String path = request.pathAndQuery();
    Instant receivedAt = clock.instant();
    return inbox
        .receive(
            path,
            body,
            before ->
                new Received(
                    receivedAt, path, request.headers(), body, Answering.of(request, before)))
        .answering()
        .respond();
  }

  private static int first(Request request) {
    try {
      return Math.max(0, request.query("from").map(Integer::parseInt).orElse(0));
    } catch (NumberFormatException e) {
      throw new BadRequestException(400, "from is a number");
    }
  }

  private static String text(byte[] body) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRequestException(400, "The body is no UTF-8");
    }
  }
}
