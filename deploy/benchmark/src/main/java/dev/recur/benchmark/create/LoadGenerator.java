package dev.recur.benchmark.create;

import dev.recur.benchmark.bare.BareStreams;
import dev.recur.benchmark.create.Requesting.Measured;
import dev.recur.benchmark.rig.Keystore;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.LoopbackServer;
import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocketFactory;

/**
 * A merchant that asks for many subscriptions, as a process: {@code LoadGenerator CONTROL_PORT
 * PLAN_FILE}, then {@code POST /prepare?count=…}, {@code /connect?port=…&count=…}, and {@code
 * /sample}, {@code /closed} or {@code /open?perSecond=…}, each of which sends all that is prepared.
 */
public final class LoadGenerator {

  /**
   * What it is given.
   *
   * @param key the merchant's private key, PKCS#8 in Base64
   * @param keystore of what it connects to
   */
  record Plan(String key, Keystore keystore) {}

  private static final int BODY_BYTES_MAX = 1_024;
  private static final int PERCENT = 100;

  private final CreateRequests requests;
  private final SSLSocketFactory tls;
  private final List<HttpsConnection> connections = new ArrayList<>();
  private List<byte[]> prepared = List.of();

  private LoadGenerator(Plan plan) throws IOException {
    requests = new CreateRequests(plan.key());
    tls = plan.keystore().trusting();
  }

  /** Runs until it is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    LoadGenerator generator = new LoadGenerator(BareStreams.plan(args[1], Plan.class));
    try (LoopbackServer _ =
        LoopbackServer.start(Integer.parseInt(args[0]), BODY_BYTES_MAX, generator::answer)) {
      new CountDownLatch(1).await();
    }
  }

  private synchronized Response answer(Request request) throws IOException, InterruptedException {
    return switch (request.path()) {
      case "/prepare" -> {
        prepared = requests.next(Integer.parseInt(BareStreams.asked(request, "count")));
        System.gc(); // What lives long is moved now, and not while answers are timed.
        yield Response.empty();
      }
      case "/connect" -> {
        connect(
            Integer.parseInt(BareStreams.asked(request, "port")),
            Integer.parseInt(BareStreams.asked(request, "count")));
        yield Response.empty();
      }
      case "/sample" -> Response.ok(connections.getFirst().exchange(prepared.getFirst()));
      case "/closed" -> told(Requesting.closed(connections, prepared));
      case "/open" ->
          told(
              Requesting.open(
                  connections,
                  prepared,
                  Double.parseDouble(BareStreams.asked(request, "perSecond"))));
      default -> throw new BadRequestException(404, "There is no " + request.path());
    };
  }

  /** In the place of those that were open: a server closes one that is idle for long. */
  private void connect(int port, int count) throws IOException {
    for (HttpsConnection connection : connections) {
      connection.close();
    }
    connections.clear();
    for (int n = 0; n < count; n++) {
      connections.add(new HttpsConnection(tls, port));
    }
  }

  private static Response told(Measured measured) {
    return Response.ok(
        Map.of(
            "count", measured.count(),
            "seconds", measured.seconds(),
            "p50Micros", measured.latency().getValueAtPercentile(PERCENT / 2.0),
            "p99Micros", measured.latency().getValueAtPercentile(PERCENT - 1.0)));
  }
}
