package dev.recur.systemtests.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A gate of the tests between the billing worker and the sandbox channel. Open, it passes on what
 * comes and changes nothing. It can hold back the bank's answers, so that a process is killed while
 * charges are in flight for certain: money has moved and the worker does not know. And it can put a
 * fresh key on every presentation, which is the mistake that the tests must be able to see.
 */
public final class ChannelGate implements AutoCloseable {

  private static final Duration HOLD_MAX = Duration.ofSeconds(30);
  private static final Duration BANK_MAX = Duration.ofSeconds(40);

  /** Two workers' batches, which ask at once; who finds no place tries again a second later. */
  private static final int BACKLOG = 1_024;

  private static final int BAD_GATEWAY = 502;

  private final HttpServer server;
  private final HttpClient bank =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong fresh = new AtomicLong();
  private final List<String> held = new ArrayList<>();
  private volatile URI target = URI.create("http://127.0.0.1:1");
  private volatile boolean freshKeys;
  private Predicate<String> toHold = _ -> true;
  private boolean holding;
  private int round;

  /** The last round whose answers were lost; rounds are counted from 1. */
  private int lostRound;

  private ChannelGate(HttpServer server) {
    this.server = server;
  }

  /** Opens a gate on any free port. */
  public static ChannelGate open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    ChannelGate gate = new ChannelGate(server);
    server.createContext("/", gate::pass);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return gate;
  }

  /** Where the worker finds the channel. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Where the channel is. */
  public void leadTo(URI channel) {
    target = channel;
  }

  /** From now on every presentation is given a key that was never used before. */
  public void freshKeys(boolean on) {
    freshKeys = on;
  }

  /**
   * Holds the answers to charges back from now on: the bank has charged, the worker does not know.
   * Answers that are held back already go their way.
   */
  public void holdAnswers() {
    holdAnswers(_ -> true);
  }

  /** The same for the charges whose keys are among these; the others' answers go their way. */
  public void holdAnswers(Predicate<String> keys) {
    lock.lock();
    try {
      held.clear();
      toHold = keys;
      holding = true;
      round++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many answers are held back, and returns the keys they are about. */
  public List<String> awaitHeld(int count, Duration atMost) {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (held.size() < count) {
        if (left <= 0) {
          throw new AssertionError(
              "Only %d of %d charges were in flight within %s"
                  .formatted(held.size(), count, atMost));
        }
        left = changed.awaitNanos(left);
      }
      return List.copyOf(held);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      lock.unlock();
    }
  }

  /** Lets everything through again. Returns the keys whose answers were held back. */
  public List<String> release() {
    return letGo(false);
  }

  /**
   * The same, but what was held back is lost: whoever waits for it meets an error, and cannot know
   * that money has moved.
   */
  public List<String> lose() {
    return letGo(true);
  }

  private List<String> letGo(boolean lost) {
    lock.lock();
    try {
      holding = false;
      lostRound = lost ? round : lostRound;
      changed.signalAll();
      return List.copyOf(held);
    } finally {
      lock.unlock();
    }
  }

  /** The keys whose answers are held back now, or were last. */
  public List<String> held() {
    lock.lock();
    try {
      return List.copyOf(held);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    bank.close();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      HttpResponse<byte[]> answer;
      try {
        answer = forward(exchange, body, key);
      } catch (IOException e) {
        // As the worker would have met it: nobody there, or gone in the middle of it.
        exchange.sendResponseHeaders(BAD_GATEWAY, -1);
        return;
      }
      if (key != null && !holdBack(key)) {
        exchange.sendResponseHeaders(BAD_GATEWAY, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body, @Nullable String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI().toString()))
            .timeout(BANK_MAX);
    if (key == null) {
      request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    } else {
      String presented = freshKeys ? key + "~" + fresh.incrementAndGet() : key;
      request
          .header("Idempotency-Key", presented)
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofByteArray(withKey(body, key, presented)));
    }
    return bank.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static byte[] withKey(byte[] body, String key, String presented) {
    if (key.equals(presented)) {
      return body;
    }
    ObjectNode json = (ObjectNode) Http.json(new String(body, StandardCharsets.UTF_8));
    return json.put("key", presented).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** False when the answer is lost. */
  private boolean holdBack(String key) throws InterruptedException {
    lock.lock();
    try {
      if (!holding || !toHold.test(key)) {
        return true;
      }
      held.add(key);
      changed.signalAll();
      int mine = round;
      long left = HOLD_MAX.toNanos();
      while (holding && round == mine && left > 0) {
        left = changed.awaitNanos(left);
      }
      return mine != lostRound;
    } finally {
      lock.unlock();
    }
  }
}
