package dev.recur.local.channel;

import dev.recur.local.channel.card.CardSecret;
import dev.recur.local.channel.ledger.Ledger;
import dev.recur.local.channel.ledger.LedgerLine;
import dev.recur.local.channel.ledger.Operation;
import dev.recur.local.channel.ledger.Reply;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.LoopbackServer;
import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The sandbox channel as an HTTP server: {@code POST /charges}, {@code POST /refunds}, {@code GET
 * /operations?key=&at=}, {@code POST /tokens}, {@code GET /ledger?subscriptionId=} and {@code
 * /ledger/details}, {@code GET /health}. Without credentials, so on the loopback address, or in a
 * network of one's own.
 */
public final class SandboxChannel implements AutoCloseable {

  private static final int BODY_BYTES_MAX = 16 * 1024;

  private final DurableLedger ledger;
  private final Tokenisation tokenisation;
  private final Duration silence;
  private final LoopbackServer server;

  /**
   * How a channel runs.
   *
   * @param host address to listen on
   * @param port 0 for any that is free
   * @param ledgerFile made when missing, and beside it the secret that cards are hashed with
   * @param memory how long keys are remembered, in real time
   * @param silence how long it keeps silent for {@code timeout}: longer than the caller's deadline
   */
  public record Settings(
      String host, int port, Path ledgerFile, Duration memory, Duration silence) {

    /** A channel that never forgets, on any free port. */
    public static Settings onFreePort(Path ledgerFile) {
      return new Settings(
          LoopbackServer.LOOPBACK, 0, ledgerFile, Ledger.NEVER_FORGETS, Duration.ofSeconds(15));
    }
  }

  private SandboxChannel(Settings settings) throws IOException {
    CardSecret secret = CardSecret.in(secretFile(settings));
    ledger = new DurableLedger(settings.ledgerFile(), settings.memory(), InstantSource.system());
    tokenisation = new Tokenisation(ledger, secret, InstantSource.system());
    silence = settings.silence();
    server = LoopbackServer.start(settings.host(), settings.port(), BODY_BYTES_MAX, this::answer);
  }

  /**
   * Starts a channel in this process.
   *
   * @throws IOException when the port is in use
   */
  public static SandboxChannel start(Settings settings) throws IOException {
    return new SandboxChannel(settings);
  }

  /** Where it is reached from this machine. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Completes if the ledger can no longer be written; nothing is answered from then on. */
  CompletableFuture<IOException> failed() {
    return ledger.failed();
  }

  @Override
  public void close() {
    server.close();
    ledger.close();
  }

  private static Path secretFile(Settings settings) {
    return settings.ledgerFile().resolveSibling(settings.ledgerFile().getFileName() + ".secret");
  }

  private Response answer(Request request) throws InterruptedException {
    return switch (request.method() + " " + request.path()) {
      case "POST /charges" -> present(Operation.CHARGE, request);
      case "POST /refunds" -> present(Operation.REFUND, request);
      case "GET /operations" -> inquire(request);
      case "POST /tokens" -> tokenisation.tokenise(request);
      case "OPTIONS /tokens" -> Tokenisation.preflight();
      case "GET /ledger" -> lines(request, LedgerView::of);
      case "GET /ledger/details" -> lines(request, LedgerDetails::of);
      case "GET /health" -> Response.ok(Map.of("status", "UP"));
      // Not what was asked for: there may be a card's number in it.
      default ->
          throw new BadRequestException(
              404,
              "There is no such call: ask POST /charges, /refunds or /tokens, or GET /operations,"
                  + " /ledger, /ledger/details or /health");
    };
  }

  private Response lines(Request request, Function<LedgerLine, ?> view) {
    return Response.ok(
        ledger.lines(request.query("subscriptionId").orElse(null)).stream().map(view).toList());
  }

  private Response present(Operation operation, Request request) throws InterruptedException {
    return respond(ledger.present(RequestReader.presentation(operation, request)));
  }

  private Response inquire(Request request) throws InterruptedException {
    return respond(
        ledger.inquire(
            RequestReader.parameter(request, "key"), RequestReader.optionalInstant(request, "at")));
  }

  private Response respond(Reply reply) throws InterruptedException {
    return switch (reply) {
      case Reply.Answered answered -> Response.ok(answered);
      case Reply.Silent(Reply.Answered late) -> {
        // Silence is what is asked for: whoever asked has given up long before.
        Thread.sleep(silence);
        yield Response.ok(late);
      }
      case Reply.Conflict _ ->
          Response.refused(409, "The key was presented before with other content");
    };
  }
}
