package dev.recur.benchmark.bare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.benchmark.rig.Keystore;
import dev.recur.benchmark.rig.Template;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.LoopbackServer;
import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import io.micronaut.runtime.Micronaut;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * What the subscription-service is measured against, as a process: HTTPS by the same server with
 * the same settings, a command of the same bytes, its reply, and an answer of the same bytes.
 * Nothing is parsed or decided; signatures are verified and made where that is asked for, and not
 * where it is not. {@code RoundTripServer CONTROL_PORT PLAN_FILE}, then {@code POST
 * /signing?isOn=…}.
 */
public final class RoundTripServer {

  /**
   * What it is to do.
   *
   * @param port where it listens for requests
   * @param commands topic
   * @param replies topic
   * @param patterns commands as the subscription-service wrote them
   * @param headers of each answer
   * @param answer body of each answer
   * @param merchantKey by which requests are verified, X.509 in Base64
   * @param platformKey with which answers are signed, PKCS#8 in Base64
   */
  record Plan(
      BarePlace place,
      int port,
      Keystore keystore,
      String commands,
      String replies,
      List<Template> patterns,
      Map<String, String> headers,
      String answer,
      String merchantKey,
      String platformKey) {}

  private static final int CONTROL_BYTES_MAX = 1_024;

  private final RoundTrips trips;
  private final Map<String, String> headers;
  private final byte[] answer;
  private final RoundTripSignatures signatures;
  private volatile boolean isSigning;

  private RoundTripServer(Plan plan, RoundTrips trips) {
    this.trips = trips;
    this.headers = plan.headers();
    this.answer = plan.answer().getBytes(UTF_8);
    this.signatures = new RoundTripSignatures(plan.merchantKey(), plan.platformKey());
  }

  /** Runs until it is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Plan plan = BareStreams.plan(args[1], Plan.class);
    try (RoundTrips trips =
        new RoundTrips(
            BareStreams.settings(plan.place()), plan.commands(), plan.replies(), plan.patterns())) {
      RoundTripServer server = new RoundTripServer(plan, trips);
      try (var _ =
              Micronaut.build(new String[0])
                  .banner(false)
                  .properties(settings(plan))
                  .singletons(server)
                  .start();
          LoopbackServer _ =
              LoopbackServer.start(Integer.parseInt(args[0]), CONTROL_BYTES_MAX, server::control)) {
        new CountDownLatch(1).await();
      }
    }
  }

  private Response control(Request request) {
    if (!request.path().equals("/signing")) {
      throw new BadRequestException(404, "There is no " + request.path());
    }
    isSigning = Boolean.parseBoolean(BareStreams.asked(request, "isOn"));
    return Response.empty();
  }

  /** As the subscription-service's application.yml has them; metrics are no part of a bare one. */
  private static Map<String, Object> settings(Plan plan) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("micronaut.metrics.enabled", false);
    settings.put("micronaut.server.host", "127.0.0.1");
    settings.put("micronaut.server.idle-timeout", "5m");
    settings.put("micronaut.server.read-idle-timeout", "5m");
    settings.put("micronaut.server.cors.localhost-pass-through", true);
    settings.put("micronaut.server.netty.request-decompression-enabled", false);
    settings.put("micronaut.server.ssl.enabled", true);
    settings.put("micronaut.server.ssl.port", plan.port());
    settings.put("micronaut.server.ssl.key-store.path", "file:" + plan.keystore().file());
    settings.put("micronaut.server.ssl.key-store.password", plan.keystore().password());
    settings.put("micronaut.server.ssl.key-store.type", "PKCS12");
    return settings;
  }

  /** Body of each answer. */
  byte[] body() {
    return answer;
  }

  /**
   * Has a command go round.
   *
   * @param head of the request
   * @param body of the request, which has been read, and otherwise matters to signatures alone
   * @return headers of the answer
   */
  Map<String, String> answer(RoundTripSignatures.Head head, byte[] body) {
    boolean signs = isSigning;
    if (signs) {
      signatures.verify(head, body);
    }
    byte[] reply = trips.ask();
    if (body.length == 0 || reply.length == 0) {
      throw new IllegalStateException("A request or a reply without a body");
    }
    return signs ? signatures.sign(head, headers, answer) : headers;
  }
}
