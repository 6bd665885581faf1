package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.webhook.Network;
import dev.recur.schemas.webhook.Reach;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a production process must not be made to reach. */
@Timeout(20)
class EgressGuardTest {

  private static final InetAddress LOOPBACK = Loopback.address("127.0.0.1");
  private static final InetAddress PUBLIC = Loopback.address("8.8.8.8");
  private static final Reach.Addresses PUBLIC_ONLY = Reach.allowing(List.of()).addresses(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost.",
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.0.0.01",
        "１２７.0.0.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "0.0.0.0",
        "0"
      })
  void ownMachine_shouldNotBeReached_howeverItIsWritten(String host) {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        OkHttpEgress egress = OkHttpEgress.allowing(List.of())) {
      Failure failure = failure(egress, "https://" + host + ":" + receiver.port() + "/");

      assertThat(failure.code()).isIn(FailureCode.E_URL, FailureCode.E_ADDRESS, FailureCode.E_DNS);
      assertThat(receiver.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.01", "shop.example.1"})
  void numbersThatAreReadInSeveralWays_shouldBeRefused_evenWhereTheAddressIsAllowed(String host) {
    try (OkHttpEgress egress = Loopback.egress()) {
      assertThat(failure(egress, "https://" + host + "/").code()).isEqualTo(FailureCode.E_URL);
    }
  }

  /** The control: where the network is allowed the same call does reach it. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::ffff:127.0.0.1]"})
  void ownMachine_shouldBeReachedWhereThatIsAllowed(String host) {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        OkHttpEgress egress = Loopback.egress()) {
      assertThat(send(egress, "http://" + host + ":" + receiver.port() + "/").answer())
          .isInstanceOf(EgressAnswer.Complete.class);
      assertThat(receiver.connections()).isEqualTo(1);
    }
  }

  @Test
  void networkThatIsNotListed_shouldNotBeReached() {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        OkHttpEgress egress = OkHttpEgress.allowing(List.of(Network.parse("10.0.0.0/8")))) {
      assertThat(failure(egress, receiver.url("/")))
          .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.E_ADDRESS))
          .satisfies(failure -> assertThat(failure.reason()).contains("give an https URL"));
      assertThat(receiver.connections()).isZero();
    }
  }

  @Test
  void refusedAddress_shouldSayWhatToDo() {
    try (OkHttpEgress egress = OkHttpEgress.allowing(List.of())) {
      for (String url : List.of("https://localhost:4430/", "https://10.0.0.1/")) {
        Failure failure = failure(egress, url);
        assertThat(failure.code()).isEqualTo(FailureCode.E_ADDRESS);
        assertThat(failure.reason()).contains("give an address of the public Internet");
      }
    }
  }

  @Test
  void plainHttp_shouldNotBeUsed() {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        OkHttpEgress egress = OkHttpEgress.allowing(List.of())) {
      assertThat(failure(egress, receiver.url("/")).reason()).contains("give an https URL");
      assertThat(receiver.connections()).isZero();
    }
  }

  /** Nobody would know who answered. */
  @Test
  void plainHttp_shouldNotBeUsedToThePublicInternet_evenWherePrivateNetworksAreAllowed() {
    try (OkHttpEgress egress = Loopback.egress()) {
      Failure failure = failure(egress, "http://8.8.8.8/");
      assertThat(failure.code()).isEqualTo(FailureCode.E_ADDRESS);
      assertThat(failure.reason()).contains("give an https URL");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user@shop.example/",
        "https://user:secret@shop.example/",
        "https://:secret@shop.example/",
        "https://shop.example:22/",
        "https://shop.example:25/",
        "https://shop.example:80/",
        "http://localhost:443/"
      })
  void urlThatNobodyMeansWell_shouldBeRefused_withoutALookUp(String url) {
    Dns never =
        host -> {
          throw new AssertionError("looked up " + host);
        };
    try (OkHttpEgress egress =
        OkHttpEgress.allowing(Loopback.NETWORKS, never, new OkHttpClient.Builder())) {
      Failure failure = failure(egress, url);
      assertThat(failure.code()).isEqualTo(FailureCode.E_URL);
      assertThat(failure.reason()).contains("give").doesNotContain("secret");
    }
  }

  @Test
  void nameWithOnePrivateAddress_shouldBeRefusedWhole() {
    try (OkHttpEgress egress = answering(List.of(List.of(PUBLIC, LOOPBACK)))) {
      assertThat(failure(egress, "https://shop.example/").code()).isEqualTo(FailureCode.E_ADDRESS);
    }
  }

  /**
   * The name was public when somebody checked it, and leads to this machine when it is used: what
   * is used is checked.
   */
  @Test
  void nameThatTurnsPrivate_shouldNotBeReached() {
    AtomicLong now = new AtomicLong();
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        NameLookups names =
            new NameLookups(
                inTurn(List.of(List.of(PUBLIC), List.of(LOOPBACK))),
                () -> now.addAndGet(Duration.ofSeconds(40).toNanos()))) {
      GuardedDns dns = new GuardedDns(PUBLIC_ONLY, names);
      assertThat(allowed(dns)).isTrue();
      assertThat(allowed(dns)).isFalse();

      try (OkHttpEgress egress = answering(List.of(List.of(LOOPBACK)))) {
        assertThat(failure(egress, "https://shop.example:" + receiver.port() + "/").code())
            .isEqualTo(FailureCode.E_ADDRESS);
      }
      assertThat(receiver.connections()).isZero();
    }
  }

  private static boolean allowed(Dns dns) {
    try {
      return !dns.lookup("shop.example").isEmpty();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Even if the look-up's own check were passed by, the socket does not connect. */
  @Test
  void socket_shouldCheckTheAddressItConnectsTo() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT))) {
      GuardedSockets sockets = new GuardedSockets(PUBLIC_ONLY);
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> sockets.createSocket(LOOPBACK, receiver.port())))
          .isInstanceOf(RefusedAddressException.class);
      assertThat(receiver.connections()).isZero();
    }
  }

  /** The name server must not make the deadline longer, whatever its own patience is. */
  @Test
  void nameServerThatHangs_shouldNotHoldUpPastTheDeadline() {
    CountDownLatch never = new CountDownLatch(1);
    Dns hanging =
        _ -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    try (OkHttpEgress egress =
        OkHttpEgress.allowing(List.of(), hanging, new OkHttpClient.Builder())) {
      long start = System.nanoTime();
      Exchange exchange = send(egress, "https://shop.example/", Duration.ofMillis(300));

      assertThat(exchange.answer()).isInstanceOf(EgressAnswer.None.class);
      assertThat(((EgressAnswer.None) exchange.answer()).failure().code())
          .isIn(FailureCode.E_DNS, FailureCode.E_TIMEOUT);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
  }

  private static OkHttpEgress answering(List<List<InetAddress>> answers) {
    return OkHttpEgress.allowing(List.of(), inTurn(answers), new OkHttpClient.Builder());
  }

  private static Dns inTurn(List<List<InetAddress>> answers) {
    Deque<List<InetAddress>> left = new ArrayDeque<>(answers);
    return _ -> left.removeFirst();
  }

  private static Failure failure(OkHttpEgress egress, String url) {
    return ((EgressAnswer.None) send(egress, url).answer()).failure();
  }

  private static Exchange send(OkHttpEgress egress, String url) {
    return send(egress, url, Duration.ofSeconds(5));
  }

  private static Exchange send(OkHttpEgress egress, String url, Duration deadline) {
    EgressRequest request =
        new EgressRequest(
            Target.parse(url).orElseThrow(), Headers.EMPTY, ByteString.encodeUtf8("{}"));
    return egress.send(request, deadline, 1024);
  }
}
