package dev.recur.notifier.sender;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.recur.notifier.queue.LaneControl;
import dev.recur.schemas.webhook.Network;
import dev.recur.schemas.webhook.Reach;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * The way out over OkHttp, which alone of the clients looked at has one deadline over the whole
 * call and lets a name's addresses be checked where they are used.
 */
public final class OkHttpEgress implements EgressClient, AutoCloseable {

  static final ConnectionSpec TLS = ConnectionSpec.MODERN_TLS;

  /** One address that does not answer must leave time for the next. */
  static final Duration CONNECT_MAX = Duration.ofSeconds(4);

  /**
   * Connections are looked for one by one among all that a pool has, so there are many pools, and
   * each receiver has one of them.
   */
  private static final int POOLS = 32;

  /** Handshakes cost more than idle connections do: as many as one lane may use at once. */
  private static final int IDLE_CONNECTIONS_MAX = LaneControl.IN_THE_AIR_MAX;

  private static final Duration IDLE_MAX = Duration.ofSeconds(60);

  private static final int RECEIVERS_MAX = 4_096;

  private static final MediaType JSON = MediaType.get(EgressRequest.CONTENT_TYPE);

  private final NameLookups names;
  private final Deadlines deadlines = Deadlines.start();
  private final List<Clients> clients;
  private final Reach reach;

  /** What is objected to a URL depends on its receiver alone, and there are few of these. */
  private final LoadingCache<Reach.Url, Optional<Failure>> objections =
      Caffeine.newBuilder().maximumSize(RECEIVERS_MAX).build(this::objection);

  /** Clients that share a pool of connections. */
  private record Clients(OkHttpClient secure, OkHttpClient plain) {}

  private OkHttpEgress(List<Network> allowed, Dns names, OkHttpClient.Builder builder) {
    this.names = new NameLookups(names, System::nanoTime);
    this.reach = Reach.allowing(allowed);
    OkHttpClient base = base(builder);
    OkHttpClient secure = guarded(base, reach.addresses(true));
    OkHttpClient plain = guarded(base, reach.addresses(false));
    this.clients =
        Stream.generate(OkHttpEgress::pool)
            .limit(POOLS)
            .map(pool -> new Clients(with(pool, secure), with(pool, plain)))
            .toList();
  }

  /**
   * Https to the public Internet and, also without TLS, anything to the networks that are allowed.
   *
   * @param allowed networks of one's own; none where merchants are strangers
   */
  public static OkHttpEgress allowing(List<Network> allowed) {
    return allowing(allowed, Dns.SYSTEM, new OkHttpClient.Builder());
  }

  /** As {@link #allowing(List)}, with names and, say, certificates of its own. */
  static OkHttpEgress allowing(List<Network> allowed, Dns names, OkHttpClient.Builder builder) {
    return new OkHttpEgress(allowed, names, builder);
  }

  private static OkHttpClient base(OkHttpClient.Builder builder) {
    return builder
        // A proxy would look names up itself, and the check here would be worth nothing.
        .proxy(Proxy.NO_PROXY)
        .protocols(List.of(Protocol.HTTP_1_1))
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        // The caller is a virtual thread already: connect on it, and not on threads of its own.
        .fastFallback(false)
        .connectTimeout(CONNECT_MAX)
        // Only the deadline of the whole call counts.
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .connectionSpecs(List.of(TLS, ConnectionSpec.CLEARTEXT))
        .eventListenerFactory(OkHttpEgress::clockOf)
        .addNetworkInterceptor(new BareAnswers())
        .build();
  }

  private static ConnectionPool pool() {
    return new ConnectionPool(IDLE_CONNECTIONS_MAX, IDLE_MAX.toSeconds(), TimeUnit.SECONDS);
  }

  private static OkHttpClient with(ConnectionPool pool, OkHttpClient client) {
    // A dispatcher of its own as well: it searches its list for every call that ends.
    return client.newBuilder().connectionPool(pool).dispatcher(new okhttp3.Dispatcher()).build();
  }

  private OkHttpClient client(Target target) {
    Clients some = clients.get(Math.floorMod(target.receiver(), POOLS));
    return target.isPlain() ? some.plain() : some.secure();
  }

  private OkHttpClient guarded(OkHttpClient base, Reach.Addresses allowed) {
    return base.newBuilder()
        .dns(new GuardedDns(allowed, names))
        .socketFactory(new GuardedSockets(allowed))
        .build();
  }

  private static EventListener clockOf(Call call) {
    PhaseClock clock = call.request().tag(PhaseClock.class);
    return clock == null ? EventListener.NONE : clock;
  }

  @Override
  public Exchange send(EgressRequest request, Duration deadline, int maxBodyBytes) {
    Optional<Failure> objection = objections.get(request.target().parts());
    if (objection.isPresent()) {
      return new Exchange(new EgressAnswer.None(objection.get()), Phases.NONE);
    }
    long end = System.nanoTime() + deadline.toNanos();
    OkHttpClient client = client(request.target());
    PhaseClock clock = new PhaseClock();
    try {
      return exchange(client, request, clock, deadline, maxBodyBytes);
    } catch (IOException e) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (isStale(clock) && left.isPositive()) {
        return onNewConnection(client, request, left, deadline, maxBodyBytes);
      }
      return none(e, clock, deadline);
    }
  }

  private Optional<Failure> objection(Reach.Url receiver) {
    return reach
        .objection(receiver)
        .map(objection -> new Failure(FailureCode.E_URL, "The URL " + objection));
  }

  /**
   * Whether a connection that had been kept open was dead: the receiver closed it while the request
   * was on its way, and most likely never saw it. If it did, it is told twice, as it may always be.
   */
  private static boolean isStale(PhaseClock clock) {
    return clock.isReused() && clock.at().compareTo(PhaseClock.At.BODY) < 0;
  }

  private Exchange onNewConnection(
      OkHttpClient client,
      EgressRequest request,
      Duration left,
      Duration deadline,
      int maxBodyBytes) {
    ConnectionPool none = new ConnectionPool(0, 1, TimeUnit.NANOSECONDS);
    PhaseClock clock = new PhaseClock();
    try {
      return exchange(with(none, client), request, clock, left, maxBodyBytes);
    } catch (IOException e) {
      return none(e, clock, deadline);
    }
  }

  private static Exchange none(IOException e, PhaseClock clock, Duration deadline) {
    return new Exchange(
        new EgressAnswer.None(EgressFailure.of(e, clock.at(), deadline)), clock.phases());
  }

  private Exchange exchange(
      OkHttpClient client,
      EgressRequest request,
      PhaseClock clock,
      Duration deadline,
      int maxBodyBytes)
      throws IOException {
    BareAnswers.Kept kept = new BareAnswers.Kept();
    Call call = client.newCall(http(request, clock, kept));
    try (Deadlines.Watched watched = deadlines.watch(call, deadline)) {
      return ScopedValue.where(Deadline.NANOS, System.nanoTime() + deadline.toNanos())
          .call(
              () -> {
                try {
                  return new Exchange(answer(call, kept, maxBodyBytes), clock.phases());
                } catch (IOException e) {
                  IOException meant = watched.meant(e);
                  // Once there is a head, there was an answer.
                  EgressAnswer.Head head = kept.head().orElseThrow(() -> meant);
                  Failure failure = EgressFailure.of(meant, clock.at(), deadline);
                  return new Exchange(new EgressAnswer.Broken(head, failure), clock.phases());
                }
              });
    }
  }

  private static EgressAnswer answer(Call call, BareAnswers.Kept kept, int maxBodyBytes)
      throws IOException {
    try (Response response = call.execute()) {
      EgressAnswer.Head head = kept.head().orElseThrow();
      BufferedSource source = response.body().source();
      if (source.request(maxBodyBytes + 1L)) {
        // Do not wait for the rest, not even to use the connection again.
        call.cancel();
        return new EgressAnswer.TooLong(head);
      }
      return new EgressAnswer.Complete(head, source.readByteString());
    }
  }

  private static Request http(EgressRequest request, PhaseClock clock, BareAnswers.Kept kept) {
    return new Request.Builder()
        .url(request.target().url())
        .tag(PhaseClock.class, clock)
        .tag(BareAnswers.Kept.class, kept)
        .headers(request.headers())
        // Without this OkHttp asks for gzip, and a small answer could unpack to a huge one.
        .addHeader("accept-encoding", "identity")
        .addHeader("user-agent", "recur-notifier")
        .post(RequestBody.create(request.body(), JSON))
        .build();
  }

  @Override
  public void close() {
    clients.forEach(some -> some.secure().connectionPool().evictAll());
    deadlines.close();
    names.close();
  }
}
