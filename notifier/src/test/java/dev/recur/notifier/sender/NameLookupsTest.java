package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names, looked up in bounded time and number. */
@Timeout(20)
class NameLookupsTest {

  private static final List<InetAddress> FIRST = List.of(Loopback.address("8.8.8.8"));
  private static final List<InetAddress> SECOND = List.of(Loopback.address("1.1.1.1"));
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger lookups = new AtomicInteger();
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile Dns server = _ -> FIRST;

  private final NameLookups names =
      new NameLookups(
          host -> {
            lookups.incrementAndGet();
            return server.lookup(host);
          },
          now::get);

  @AfterEach
  void close() {
    names.close();
  }

  @Test
  void answer_shouldBeKeptForHalfAMinute() throws Exception {
    assertThat(names.lookup("a.example", PATIENCE)).isEqualTo(FIRST);
    server = _ -> SECOND;
    pass(Duration.ofSeconds(29));
    assertThat(names.lookup("a.example", PATIENCE)).isEqualTo(FIRST);
    assertThat(lookups).hasValue(1);

    pass(Duration.ofSeconds(1));
    assertThat(names.lookup("a.example", PATIENCE)).isEqualTo(SECOND);
    assertThat(lookups).hasValue(2);
  }

  @Test
  void missingName_shouldBeKeptForFiveSeconds() throws Exception {
    server = NameLookupsTest::unknown;
    assertFails("a.example");
    server = _ -> FIRST;
    pass(Duration.ofSeconds(4));
    assertFails("a.example");
    assertThat(lookups).hasValue(1);

    pass(Duration.ofSeconds(1));
    assertThat(names.lookup("a.example", PATIENCE)).isEqualTo(FIRST);
  }

  @Test
  void nameThatHangs_shouldHoldOneThread_howeverManyAsk() {
    server = this::hang;
    List<CompletableFuture<Void>> asking =
        IntStream.range(0, 200)
            .mapToObj(
                _ ->
                    CompletableFuture.runAsync(
                        () -> assertFails("slow.example"), task -> Thread.ofVirtual().start(task)))
            .toList();
    asking.forEach(CompletableFuture::join);

    assertThat(lookups).hasValue(1);
  }

  @Test
  void otherNames_shouldNotWaitForOneThatHangs() throws Exception {
    server = host -> host.startsWith("slow") ? hang(host) : FIRST;
    long start = System.nanoTime();
    for (int i = 0; i < 8; i++) {
      int number = i;
      Thread.ofVirtual().start(() -> assertFails("slow" + number + ".example"));
    }
    await().until(() -> lookups.get() == 8);
    assertThat(names.lookup("well.example", PATIENCE)).isEqualTo(FIRST);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void moreThanTheThreads_shouldFailInTime_andNotPileUp() {
    server = this::hang;
    List<CompletableFuture<Void>> asking =
        IntStream.range(0, 1_500)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> assertFails("slow" + i + ".example"),
                        task -> Thread.ofVirtual().start(task)))
            .toList();
    asking.forEach(CompletableFuture::join);

    assertThat(lookups).hasValueLessThanOrEqualTo(64);
  }

  /** Deliveries to receivers that are well go on while the name server does not. */
  @Test
  void lastAnswer_shouldStandIn_whileThereIsNoNewOne() throws Exception {
    assertThat(names.lookup("a.example", PATIENCE)).isEqualTo(FIRST);
    pass(Duration.ofMinutes(1));
    server = NameLookupsTest::unknown;
    assertThat(names.lookup("a.example", PATIENCE)).isEqualTo(FIRST);
    pass(Duration.ofMinutes(1));
    server = this::hang;
    assertThat(names.lookup("a.example", PATIENCE)).isEqualTo(FIRST);

    pass(Duration.ofMinutes(9));
    assertFails("a.example");
  }

  private List<InetAddress> hang(String host) throws UnknownHostException {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UnknownHostException(host);
  }

  private static List<InetAddress> unknown(String host) throws UnknownHostException {
    throw new UnknownHostException(host);
  }

  private void assertFails(String host) {
    assertThatThrownBy(() -> names.lookup(host, PATIENCE))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("could not be looked up");
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
