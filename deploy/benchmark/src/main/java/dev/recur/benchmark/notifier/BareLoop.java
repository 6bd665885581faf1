package dev.recur.benchmark.notifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.Json;
import dev.recur.local.http.LoopbackServer;
import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.StandardWebhooks;
import dev.recur.schemas.signature.WireSignature;
import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okio.ByteString;

/**
 * What the notifier is measured against, as a process: the same HTTP client with the same settings,
 * posting the same payload with the same headers as fast as it can, and nothing else. {@code
 * BareLoop CONTROL_PORT PLAN_FILE}, then {@code POST /run?mode=…&count=…}.
 */
public final class BareLoop {

  /** What is done for each request beside posting. */
  enum Mode {
    /** Nothing: the headers, signatures included, were made beforehand. */
    PREPARED,
    /** The same over plain HTTP. */
    PLAIN,
    /** Standard Webhooks v1 is signed. */
    STANDARD,
    /** Standard Webhooks v1 is signed, and Antom's RSA256. */
    ANTOM
  }

  /**
   * What is posted.
   *
   * @param urls taken in turn
   * @param plainUrls the same without TLS
   * @param concurrency requests in the air
   * @param body of every request
   * @param platformKey PKCS#8 in Base64
   * @param hmacKey in Base64
   */
  record Plan(
      List<String> urls,
      List<String> plainUrls,
      int concurrency,
      String body,
      String platformKey,
      String hmacKey) {}

  /**
   * Longer than the notifier's: while RSA is not compiled yet, hundreds of threads sign before one
   * reads its answer.
   */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final int BODY_BYTES_MAX = 1_024;
  private static final int IDLE_CONNECTIONS_MAX = 256;
  private static final String CLIENT_ID = "BARE";
  private static final MediaType JSON = MediaType.get("application/json; charset=UTF-8");

  private final Plan plan;
  private final List<Target> targets;
  private final List<Target> plainTargets;
  private final byte[] body;
  private final PrivateKey platformKey;
  private final StandardWebhooks.HmacKey hmacKey;

  /**
   * A receiver.
   *
   * @param client with connections for this one alone: each call looks through all that its client
   *     has, so the notifier keeps receivers apart, too
   */
  private record Target(HttpUrl url, OkHttpClient client) {
    static Target of(String url, OkHttpClient client) {
      return new Target(
          HttpUrl.get(url),
          client
              .newBuilder()
              .connectionPool(new ConnectionPool(IDLE_CONNECTIONS_MAX, 60, TimeUnit.SECONDS))
              .dispatcher(new Dispatcher())
              .build());
    }
  }

  private BareLoop(Plan plan) {
    this.plan = plan;
    OkHttpClient client = client();
    this.targets = plan.urls().stream().map(url -> Target.of(url, client)).toList();
    this.plainTargets = plan.plainUrls().stream().map(url -> Target.of(url, client)).toList();
    this.body = ByteString.encodeUtf8(plan.body()).toByteArray();
    this.platformKey = Keys.privateKey(plan.platformKey());
    this.hmacKey = new StandardWebhooks.HmacKey(Base64.getDecoder().decode(plan.hmacKey()));
  }

  /**
   * As the notifier's; the addresses are checked where connections are opened, which is not here.
   */
  private static OkHttpClient client() {
    return new OkHttpClient.Builder()
        .proxy(Proxy.NO_PROXY)
        .protocols(List.of(Protocol.HTTP_1_1))
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .fastFallback(false)
        .connectTimeout(Duration.ofSeconds(4))
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT))
        .build();
  }

  /** Runs until it is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    BareLoop loop = new BareLoop(plan(Path.of(args[1])));
    try (LoopbackServer _ =
        LoopbackServer.start(Integer.parseInt(args[0]), BODY_BYTES_MAX, loop::control)) {
      new CountDownLatch(1).await();
    }
  }

  private static Plan plan(Path file) throws IOException {
    try {
      return Json.mapper().readValue(Files.readString(file), Plan.class);
    } catch (JsonProcessingException e) {
      throw new IOException("No plan: " + file, e);
    }
  }

  private Response control(Request request) throws InterruptedException {
    if (request.path().equals("/run")) {
      run(Mode.valueOf(asked(request, "mode")), Integer.parseInt(asked(request, "count")));
    }
    return Response.empty();
  }

  private static String asked(Request request, String name) {
    return request.query(name).orElseThrow(() -> new BadRequestException(400, "Say " + name + "="));
  }

  private void run(Mode mode, int count) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < plan.concurrency(); i++) {
        Headers prepared = sign("D" + "0".repeat(40), targets.getFirst().url(), Mode.ANTOM);
        running.add(
            threads.submit(
                () -> {
                  for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    post(n, mode, prepared);
                  }
                  return null;
                }));
      }
      try {
        for (Future<?> some : running) {
          some.get();
        }
      } finally {
        threads.shutdownNow();
      }
    } catch (ExecutionException e) {
      // What was asked for was not done, and its time would be no figure.
      throw new IllegalStateException("The receiver must answer everything.", e.getCause());
    }
  }

  private record Headers(String time, String antom, String seconds, String standard) {}

  private Headers sign(String id, HttpUrl url, Mode mode) {
    Instant now = Instant.now();
    String time = Long.toString(now.toEpochMilli());
    return new Headers(
        time,
        mode == Mode.ANTOM
            ? WireSignature.sign(
                    platformKey,
                    1,
                    "POST",
                    url.encodedPath() + "?" + url.encodedQuery(),
                    CLIENT_ID,
                    time,
                    body)
                .value()
            : "",
        Long.toString(now.getEpochSecond()),
        hmacKey.v1(id, now.getEpochSecond(), body));
  }

  private void post(int n, Mode mode, Headers prepared) throws IOException {
    List<Target> some = mode == Mode.PLAIN ? plainTargets : targets;
    Target target = some.get(n % some.size());
    HttpUrl url = target.url();
    String id = "bare-" + n;
    Headers headers = mode == Mode.PREPARED || mode == Mode.PLAIN ? prepared : sign(id, url, mode);
    okhttp3.Request.Builder request =
        new okhttp3.Request.Builder()
            .url(url)
            .header("accept-encoding", "identity")
            .header("user-agent", "recur-notifier")
            .header("webhook-id", id)
            .header("webhook-attempt", "1")
            .header("webhook-timestamp", headers.seconds())
            .header("webhook-signature", headers.standard())
            .post(RequestBody.create(body, JSON));
    if (mode == Mode.ANTOM) {
      request
          .header("client-id", CLIENT_ID)
          .header("request-time", headers.time())
          .header("signature", headers.antom());
    }
    Call call = target.client().newCall(request.build());
    call.timeout().timeout(DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
    try (okhttp3.Response response = call.execute()) {
      if (response.code() != 200 || response.body().source().readByteString().size() == 0) {
        throw new IOException("HTTP " + response.code());
      }
    }
  }
}
