package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/**
 * The way out over OkHttp, which alone of the clients looked at has one deadline over the whole
 * call and lets a name's addresses be checked where they are used.
 */
public final class OkHttpEgress implements EgressClient, AutoCloseable {

  /** One address that does not answer must leave time for the next. */
  private static final Duration CONNECT_MAX = Duration.ofSeconds(4);

  /** Handshakes cost more than idle connections do. */
  private static final int IDLE_CONNECTIONS_MAX = 256;

  private static final Duration IDLE_MAX = Duration.ofSeconds(60);

  private final OkHttpClient client;
  private final GuardedDns dns;
  private final boolean allowsPlain;

  private OkHttpEgress(AddressPolicy policy, boolean allowsPlain, OkHttpClient.Builder builder) {
    this.dns = new GuardedDns(policy, Dns.SYSTEM);
    this.allowsPlain = allowsPlain;
    this.client =
        builder
            .dns(dns)
            .socketFactory(new GuardedSockets(policy))
            // A proxy would look names up itself, and the check here would be worth nothing.
            .proxy(Proxy.NO_PROXY)
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionSpecs(
                allowsPlain
                    ? List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT)
                    : List.of(ConnectionSpec.MODERN_TLS))
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            // The caller is a virtual thread already: connect on it, and not on threads of its own.
            .fastFallback(false)
            .connectTimeout(CONNECT_MAX)
            // Only the deadline of the whole call counts.
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .connectionPool(
                new ConnectionPool(IDLE_CONNECTIONS_MAX, IDLE_MAX.toSeconds(), TimeUnit.SECONDS))
            .build();
  }

  /** Only https, and only to the public Internet. */
  public static OkHttpEgress publicOnly() {
    return publicOnly(new OkHttpClient.Builder());
  }

  /** As {@link #publicOnly()}, on a builder that brings, say, certificates of its own. */
  static OkHttpEgress publicOnly(OkHttpClient.Builder builder) {
    return new OkHttpEgress(AddressPolicy.publicOnly(), false, builder);
  }

  /** Plain http and every address too: for the local stack and tests. */
  public static OkHttpEgress unguarded() {
    return unguarded(new OkHttpClient.Builder());
  }

  /** As {@link #unguarded()}, on a builder that brings, say, certificates of its own. */
  static OkHttpEgress unguarded(OkHttpClient.Builder builder) {
    return new OkHttpEgress(AddressPolicy.everything(), true, builder);
  }

  @Override
  public EgressAnswer send(EgressRequest request, Duration deadline, int maxBodyBytes) {
    if (request.target().isPlain() && !allowsPlain) {
      return new EgressAnswer.None("Plain http is not used for webhooks: give an https URL.");
    }
    Call call = client.newCall(http(request));
    call.timeout().timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    try (Response response = call.execute()) {
      return answer(call, response, maxBodyBytes);
    } catch (IOException e) {
      return new EgressAnswer.None(inWords(e, deadline));
    }
  }

  private static EgressAnswer answer(Call call, Response response, int maxBodyBytes)
      throws IOException {
    ResponseBody body = response.body();
    BufferedSource source = body.source();
    if (source.request(maxBodyBytes + 1L)) {
      // Do not wait for the rest, not even to use the connection again.
      call.cancel();
      return new EgressAnswer.TooLong(response.code());
    }
    return new EgressAnswer.Complete(response.code(), source.readByteString());
  }

  private static Request http(EgressRequest request) {
    Request.Builder http =
        new Request.Builder()
            .url(request.target().url())
            // Without this OkHttp asks for gzip, and a small answer could unpack to a huge one.
            .header("accept-encoding", "identity")
            .header("user-agent", "recur-notifier")
            .post(
                RequestBody.create(
                    request.body().getBytes(UTF_8), MediaType.parse(request.contentType())));
    request.headers().forEach(http::header);
    return http.build();
  }

  private static String inWords(IOException e, Duration deadline) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedAddressException refused) {
        return String.valueOf(refused.getMessage());
      }
    }
    return switch (e) {
      case InterruptedIOException _ -> "No complete answer within " + deadline.toMillis() + " ms.";
      case SSLException _ -> "TLS: " + e.getMessage();
      default -> e.getClass().getSimpleName() + ": " + e.getMessage();
    };
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
    dns.close();
  }
}
