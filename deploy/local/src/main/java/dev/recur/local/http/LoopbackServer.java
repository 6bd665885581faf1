package dev.recur.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server, on the loopback address unless it is given another. Each request has a virtual
 * thread of its own.
 */
public final class LoopbackServer implements AutoCloseable {

  /** Where it listens unless it is told otherwise. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
  private static final int BACKLOG = 256;
  private static final int LENGTH_UNKNOWN = 0;
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ExecutorService threads;

  /** Answers requests; may take its time, and may throw {@link BadRequestException}. */
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request) throws Exception;
  }

  private LoopbackServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts a server on the loopback address.
   *
   * @param port 0 for any that is free
   * @param bodyBytesMax a request with a longer body is answered 413
   * @throws IOException when the port is in use
   */
  public static LoopbackServer start(int port, int bodyBytesMax, Handler handler)
      throws IOException {
    return start(LOOPBACK, port, bodyBytesMax, handler);
  }

  /**
   * The same on another address.
   *
   * @param host address to listen on
   */
  public static LoopbackServer start(String host, int port, int bodyBytesMax, Handler handler)
      throws IOException {
    // Without it every second small answer on a connection waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(exchange, bodyBytesMax, handler));
    server.start();
    return new LoopbackServer(server, threads);
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Ends it at once; requests under way are cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void serve(HttpExchange exchange, int bodyBytesMax, Handler handler)
      throws IOException {
    try (exchange) {
      Response response = respond(exchange, bodyBytesMax, handler);
      if (response.isEmpty()) {
        response.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(response.status(), NO_BODY);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
      response.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(response.status(), LENGTH_UNKNOWN);
      try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody())) {
        response.body().writeTo(out);
      }
    }
  }

  private static Response respond(HttpExchange exchange, int bodyBytesMax, Handler handler) {
    try {
      return handler.handle(read(exchange, bodyBytesMax));
    } catch (BadRequestException e) {
      return Response.refused(e.status(), String.valueOf(e.getMessage()));
    } catch (Exception e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("path", exchange.getRequestURI().getPath())
          .log("Request failed");
      return Response.refused(500, "Failed; see the log");
    }
  }

  private static Request read(HttpExchange exchange, int bodyBytesMax) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(lower(name), String.join(", ", values)));
    try (InputStream in = exchange.getRequestBody()) {
      byte[] body = in.readNBytes(bodyBytesMax + 1);
      if (body.length > bodyBytesMax) {
        throw new BadRequestException(413, "The body is longer than " + bodyBytesMax + " bytes");
      }
      return new Request(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
