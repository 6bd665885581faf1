package dev.recur.benchmark.bare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.benchmark.rig.ServiceRig.Keystore;
import dev.recur.benchmark.rig.Template;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.LoopbackServer;
import io.micronaut.runtime.Micronaut;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * What the subscription-service is measured against, as a process: HTTPS by the same server with
 * the same settings, a command of the same bytes, its reply, and an answer of the same bytes.
 * Nothing is verified, parsed, decided or signed. {@code RoundTripServer CONTROL_PORT PLAN_FILE}.
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
   */
  record Plan(
      BarePlace place,
      int port,
      Keystore keystore,
      String commands,
      String replies,
      List<Template> patterns,
      Map<String, String> headers,
      String answer) {}

  private static final int CONTROL_BYTES_MAX = 1_024;

  private final RoundTrips trips;
  private final Map<String, String> headers;
  private final byte[] answer;

  private RoundTripServer(Plan plan, RoundTrips trips) {
    this.trips = trips;
    this.headers = plan.headers();
    this.answer = plan.answer().getBytes(UTF_8);
  }

  /** Runs until it is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Plan plan = BareStreams.plan(args[1], Plan.class);
    try (RoundTrips trips =
            new RoundTrips(
                BareStreams.settings(plan.place()),
                plan.commands(),
                plan.replies(),
                plan.patterns());
        var _ =
            Micronaut.build(new String[0])
                .banner(false)
                .properties(settings(plan))
                .singletons(new RoundTripServer(plan, trips))
                .start();
        LoopbackServer _ =
            LoopbackServer.start(
                Integer.parseInt(args[0]),
                CONTROL_BYTES_MAX,
                request -> {
                  throw new BadRequestException(404, "There is no " + request.path());
                })) {
      new CountDownLatch(1).await();
    }
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

  /** What each answer carries. */
  Map<String, String> headers() {
    return headers;
  }

  /**
   * Has a command go round.
   *
   * @param request its body, which has been read and is no matter
   * @return the answer's body
   */
  byte[] answer(byte[] request) {
    byte[] reply = trips.ask();
    if (request.length == 0 || reply.length == 0) {
      throw new IllegalStateException("A request or a reply without a body");
    }
    return answer;
  }
}
