package dev.recur.systemtests.killreport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.LoopbackServer;
import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import dev.recur.systemtests.stack.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The merchant's side: acknowledges every webhook, and keeps of each what its number is and what it
 * is about.
 */
public final class Receipts implements AutoCloseable {

  private static final int BODY_BYTES_MAX = 64 * 1024;

  /** Shorter than the notifier waits: what is held back is under way, and has not failed. */
  private static final Duration HOLD_MAX = Duration.ofSeconds(9);

  private static final Map<String, Object> ACKNOWLEDGEMENT =
      Map.of(
          "result",
          Map.of("resultCode", "SUCCESS", "resultStatus", "S", "resultMessage", "success"));

  private final Map<String, List<Told>> bySubscription = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Set<Arrival> held = new HashSet<>();
  private final LoopbackServer server;
  private boolean holding;

  private Receipts() throws IOException {
    server = LoopbackServer.start(0, BODY_BYTES_MAX, this::receive);
  }

  /**
   * One arrival.
   *
   * @param sequence of the event that is told
   * @param previous of the event that was told before, 0 for none
   * @param attempt the delivery's attempt that arrived, from 1
   * @param about what is told: {@code CREATE} and its like, or the outcome and the period of a
   *     payment
   */
  public record Told(long sequence, long previous, int attempt, String about) {}

  /** An event that a merchant was told, however often. */
  public record Arrival(String subscriptionId, long sequence) {}

  /** Listens on any free port. */
  static Receipts open() throws IOException {
    return new Receipts();
  }

  /** Where webhooks are sent. */
  String url() {
    return "http://127.0.0.1:" + server.port() + "/webhooks";
  }

  private Response receive(Request request) throws InterruptedException {
    JsonNode json = Http.json(new String(request.body(), StandardCharsets.UTF_8));
    Told told = told(json, request.header("webhook-attempt").map(Integer::parseInt).orElse(1));
    String subscriptionId = json.required("subscriptionId").asText();
    bySubscription.compute(
        subscriptionId,
        (_, before) -> {
          List<Told> all = before == null ? new ArrayList<>(3) : new ArrayList<>(before);
          all.add(told);
          return List.copyOf(all);
        });
    holdBack(new Arrival(subscriptionId, told.sequence()));
    return Response.ok(ACKNOWLEDGEMENT);
  }

  /**
   * Holds every second acknowledgement back from now on, as a merchant does who takes his time: he
   * has the webhook, and the notifier does not know.
   */
  void holdAcknowledgements() {
    lock.lock();
    try {
      held.clear();
      holding = true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets them go. */
  void release() {
    lock.lock();
    try {
      holding = false;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What is held back now, or was last. */
  Set<Arrival> held() {
    lock.lock();
    try {
      return Set.copyOf(held);
    } finally {
      lock.unlock();
    }
  }

  private void holdBack(Arrival arrival) throws InterruptedException {
    lock.lock();
    try {
      if (!holding || arrival.hashCode() % 2 != 0) {
        return;
      }
      held.add(arrival);
      long left = HOLD_MAX.toNanos();
      while (holding && left > 0) {
        left = released.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a webhook tells.
   *
   * @param json its body
   * @param attempt which of its delivery it was, from 1
   */
  public static Told told(JsonNode json, int attempt) {
    return new Told(
        json.required("sequence").longValue(),
        json.required("previousSequence").longValue(),
        attempt,
        about(json));
  }

  private static String about(JsonNode json) {
    JsonNode type = json.path("subscriptionNotificationType");
    return type.isMissingNode()
        ? paid(json.path("phaseNo").asInt(), json.at("/result/resultStatus").asText())
        : type.asText();
  }

  private static String paid(int period, String status) {
    return "PAYMENT " + period + " " + status;
  }

  /** What is told of a period that was paid. */
  static String paid(int period) {
    return paid(period, "S");
  }

  /** What arrived about a subscription, in the order of arrival. */
  List<Told> of(String subscriptionId) {
    return bySubscription.getOrDefault(subscriptionId, List.of());
  }

  @Override
  public void close() {
    server.close();
  }
}
