package dev.recur.systemtests.killreport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.LoopbackServer;
import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import dev.recur.systemtests.stack.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The merchant's side: acknowledges every webhook, and keeps of each what its number is and what it
 * is about.
 */
final class Receipts implements AutoCloseable {

  private static final int BODY_BYTES_MAX = 64 * 1024;

  private static final Map<String, Object> ACKNOWLEDGEMENT =
      Map.of(
          "result",
          Map.of("resultCode", "SUCCESS", "resultStatus", "S", "resultMessage", "success"));

  private final Map<String, List<Told>> bySubscription = new ConcurrentHashMap<>();
  private final LoopbackServer server;

  private Receipts() throws IOException {
    server = LoopbackServer.start(0, BODY_BYTES_MAX, this::receive);
  }

  /**
   * One arrival.
   *
   * @param sequence of the event that is told
   * @param previous of the event that was told before, 0 for none
   * @param about what is told: {@code CREATE} and its like, or the outcome and the period of a
   *     payment
   */
  record Told(long sequence, long previous, String about) {}

  /** Listens on any free port. */
  static Receipts open() throws IOException {
    return new Receipts();
  }

  /** Where webhooks are sent. */
  String url() {
    return "http://127.0.0.1:" + server.port() + "/webhooks";
  }

  private Response receive(Request request) {
    JsonNode json = Http.json(new String(request.body(), StandardCharsets.UTF_8));
    Told told =
        new Told(
            json.required("sequence").longValue(),
            json.required("previousSequence").longValue(),
            about(json));
    bySubscription.compute(
        json.required("subscriptionId").asText(),
        (_, before) -> {
          List<Told> all = before == null ? new ArrayList<>(3) : new ArrayList<>(before);
          all.add(told);
          return List.copyOf(all);
        });
    return Response.ok(ACKNOWLEDGEMENT);
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
