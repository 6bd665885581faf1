package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a production process must not be made to reach. */
@Timeout(20)
class EgressGuardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0"
      })
  void ownMachine_shouldNotBeReached_howeverItIsWritten(String host) {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        OkHttpEgress egress = OkHttpEgress.publicOnly()) {
      EgressAnswer answer = send(egress, "https://" + host + ":" + receiver.port() + "/");

      assertThat(answer).isInstanceOf(EgressAnswer.None.class);
      assertThat(receiver.connections()).isZero();
    }
  }

  /** The control: without the guard the same call does reach it. */
  @Test
  void ownMachine_shouldBeReachedWhereThatIsAllowed() {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        OkHttpEgress egress = OkHttpEgress.unguarded()) {
      assertThat(send(egress, receiver.url("/"))).isInstanceOf(EgressAnswer.Complete.class);
      send(egress, "https://127.1:" + receiver.port() + "/");
      assertThat(receiver.connections()).isEqualTo(2);
    }
  }

  @Test
  void refusedAddress_shouldSayWhatToDo() {
    try (OkHttpEgress egress = OkHttpEgress.publicOnly()) {
      assertThat(send(egress, "https://localhost:1/").toString())
          .contains("give an address of the public Internet");
      assertThat(send(egress, "https://10.0.0.1:1/").toString())
          .contains("give an address of the public Internet");
    }
  }

  @Test
  void plainHttp_shouldNotBeUsed() {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        OkHttpEgress egress = OkHttpEgress.publicOnly()) {
      assertThat(send(egress, receiver.url("/"))).isInstanceOf(EgressAnswer.None.class);
      assertThat(receiver.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "100.64.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fd00:ec2::254",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:db8::1",
        "ff02::1"
      })
  void addressesThatAreNotPublic_shouldBeRefused(String address) throws UnknownHostException {
    assertThat(AddressPolicy.publicOnly().allows(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"})
  void publicAddresses_shouldBeAllowed(String address) throws UnknownHostException {
    assertThat(AddressPolicy.publicOnly().allows(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void nameWithOnePrivateAddress_shouldBeRefusedWhole() throws UnknownHostException {
    InetAddress good = InetAddress.getByName("8.8.8.8");
    InetAddress bad = InetAddress.getByName("10.0.0.1");
    try (GuardedDns mixed = new GuardedDns(AddressPolicy.publicOnly(), _ -> List.of(good, bad));
        GuardedDns fine = new GuardedDns(AddressPolicy.publicOnly(), _ -> List.of(good))) {
      assertThatThrownBy(() -> mixed.lookup("shop.example"))
          .isInstanceOf(UnknownHostException.class)
          .hasRootCauseInstanceOf(RefusedAddressException.class);
      assertThat(fine.lookup("shop.example")).containsExactly(good);
    }
  }

  @Test
  void nameServerThatHangs_shouldNotUseUpTheDeadline() {
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
    try (GuardedDns dns = new GuardedDns(AddressPolicy.publicOnly(), hanging)) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> dns.lookup("shop.example"))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("in time");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private static EgressAnswer send(OkHttpEgress egress, String url) {
    EgressRequest request =
        new EgressRequest(
            Target.parse(url).orElseThrow(), Map.of(), "application/json; charset=UTF-8", "{}");
    return egress.send(request, Duration.ofSeconds(5), 1024);
  }
}
