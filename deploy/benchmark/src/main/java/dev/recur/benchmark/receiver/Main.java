package dev.recur.benchmark.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.recur.benchmark.rig.Keystore;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.LoopbackServer;
import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The receivers as a process: {@code Main CONTROL_PORT PORT COUNT ANSWER kept|counted [KEYSTORE
 * PASSWORD]}.
 */
public final class Main {

  private static final int BODY_BYTES_MAX = 1_024;
  private static final int PLAIN_ARGS = 5;

  /** What arrives is not only counted. */
  static final String KEPT = "kept";

  static final String COUNTED = "counted";

  private final Arrivals arrivals;
  private final HookServer hooks;

  private Main(int port, int count, String answer, Arrivals arrivals, Optional<SSLContext> tls)
      throws IOException {
    this.arrivals = arrivals;
    hooks = new HookServer(port, count, answer, arrivals, tls);
  }

  /** Runs until it is ended. */
  public static void main(String[] args) throws IOException {
    Optional<SSLContext> tls =
        args.length > PLAIN_ARGS
            ? Optional.of(new Keystore(Path.of(args[PLAIN_ARGS]), args[PLAIN_ARGS + 1]).serving())
            : Optional.empty();
    Arrivals arrivals =
        switch (args[4]) {
          case KEPT -> Arrivals.kept();
          case COUNTED -> Arrivals.counted();
          default -> throw new IllegalArgumentException(args[4] + " is neither kept nor counted");
        };
    Main main =
        new Main(Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3], arrivals, tls);
    try (LoopbackServer _ =
        LoopbackServer.start(Integer.parseInt(args[0]), BODY_BYTES_MAX, main::control)) {
      main.hooks.run();
    }
  }

  private Response control(Request request) {
    return switch (request.path()) {
      case "/count" -> Response.ok(arrivals.count());
      case "/arrivals" -> arrivals(number(request, "from"));
      case "/forget" -> {
        arrivals.forget();
        yield Response.empty();
      }
      case "/silent" -> {
        hooks.silent(number(request, "count"));
        yield Response.empty();
      }
      default -> throw new BadRequestException(404, "There is no " + request.path());
    };
  }

  private Response arrivals(int from) {
    return Response.written(
        200,
        out -> {
          for (Arrival arrival : arrivals.from(from)) {
            out.write(arrival.line().getBytes(US_ASCII));
            out.write('\n');
          }
        });
  }

  private static int number(Request request, String name) {
    return request
        .query(name)
        .map(Integer::parseInt)
        .orElseThrow(() -> new BadRequestException(400, "Say " + name + "="));
  }
}
