package dev.recur.service.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A channel's tokenisation that answers as a test tells it to, and remembers what it was sent. */
public final class FakeTokenisation implements AutoCloseable {

  /**
   * An answer.
   *
   * @param status 0: the connection is closed without one
   */
  public record Answer(int status, String body) {

    /** A token. */
    public static Answer token(String id) {
      return new Answer(
          200, "{\"tokenId\": \"" + id + "\", \"brand\": \"VISA\", \"last4\": \"1111\"}");
    }
  }

  private final HttpServer server;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile IntFunction<Answer> script = call -> Answer.token("tok_" + call);

  /** Starts one on any free port. */
  public FakeTokenisation() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/tokens", this::answer);
    server.start();
  }

  /** Where it is reached. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/tokens";
  }

  /**
   * From now on answers so, and forgets what it was sent.
   *
   * @param newScript from a call's number, from 1
   */
  public void answering(IntFunction<Answer> newScript) {
    script = newScript;
    calls.set(0);
    received.clear();
    keys.clear();
  }

  /** From now on gives tokens: tok_1, tok_2 and so on. */
  public void accepting() {
    answering(call -> Answer.token("tok_" + call));
  }

  /** What it was sent. */
  public List<String> received() {
    return List.copyOf(received);
  }

  /** The keys it came with. */
  public List<String> keys() {
    return List.copyOf(keys);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
      Answer answer = script.apply(calls.incrementAndGet());
      if (answer.status() > 0) {
        byte[] body = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }
}
