package dev.recur.systemtests.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A merchant's receiver: keeps what it gets and acknowledges it as the contract asks. */
final class Shop implements AutoCloseable {

  private static final byte[] ACKNOWLEDGEMENT =
      "{\"result\":{\"resultCode\":\"SUCCESS\",\"resultStatus\":\"S\",\"resultMessage\":\"success\"}}"
          .getBytes(UTF_8);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A webhook, with the moments its request was complete and its answer was begun. */
  record Webhook(
      String target, Map<String, String> headers, String body, long receivedNs, long answeredNs) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String subscriptionId() {
      return json().get("subscriptionId").asText();
    }

    long sequence() {
      return json().get("sequence").asLong();
    }

    String event() {
      return subscriptionId() + "/" + sequence();
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Duration delay;
  private final List<Webhook> received = new CopyOnWriteArrayList<>();

  /**
   * A shop on a port of its own.
   *
   * @param delay how long it takes to answer
   */
  Shop(Duration delay) {
    this.delay = delay;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/hooks?shop=7";
  }

  List<Webhook> received() {
    return List.copyOf(received);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      long receivedNs = System.nanoTime();
      Thread.sleep(delay);
      received.add(
          new Webhook(
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders().entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          header -> header.getKey().toLowerCase(Locale.ROOT),
                          header -> header.getValue().getFirst())),
              body,
              receivedNs,
              System.nanoTime()));
      exchange.sendResponseHeaders(200, ACKNOWLEDGEMENT.length);
      exchange.getResponseBody().write(ACKNOWLEDGEMENT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
