package dev.recur.notifier.sender;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Takes the times of one call's phases, on the thread that makes the call, and hands on the head of
 * its answer.
 */
final class PhaseClock extends EventListener {

  /** What the call is at. */
  enum At {
    NAME("looking up the name"),
    CONNECTION("connecting"),
    TLS("making the connection secure"),
    REQUEST("sending"),
    ANSWER("waiting for the answer"),
    BODY("reading the answer");

    private final String words;

    At(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private static final long NOT_YET = -1;

  private At at = At.NAME;
  private long since;
  private long dnsNs = NOT_YET;
  private long connectNs = NOT_YET;
  private long tlsNs = NOT_YET;
  private long firstByteNs = NOT_YET;
  private @Nullable InetAddress address;
  private boolean reused = true;

  At at() {
    return at;
  }

  /** Whether the connection had carried an exchange before. */
  boolean isReused() {
    return reused && at.compareTo(At.TLS) > 0;
  }

  Phases phases() {
    return new Phases(
        ms(dnsNs),
        ms(connectNs),
        ms(tlsNs),
        ms(firstByteNs),
        Optional.ofNullable(address).map(InetAddress::getHostAddress));
  }

  private static OptionalLong ms(long ns) {
    return ns == NOT_YET ? OptionalLong.empty() : OptionalLong.of(Duration.ofNanos(ns).toMillis());
  }

  private void begin(At phase) {
    at = phase;
    since = System.nanoTime();
  }

  private long took(long before) {
    return Math.max(before, 0) + System.nanoTime() - since;
  }

  @Override
  public void dnsStart(Call call, String domainName) {
    begin(At.NAME);
  }

  @Override
  public void dnsEnd(Call call, String domainName, List<InetAddress> found) {
    dnsNs = took(dnsNs);
  }

  @Override
  public void connectStart(Call call, InetSocketAddress socketAddress, Proxy proxy) {
    reused = false;
    address = socketAddress.getAddress();
    begin(At.CONNECTION);
  }

  @Override
  public void secureConnectStart(Call call) {
    connectNs = took(connectNs);
    begin(At.TLS);
  }

  @Override
  public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
    tlsNs = took(tlsNs);
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress socketAddress, Proxy proxy, @Nullable Protocol protocol) {
    if (at == At.CONNECTION) {
      connectNs = took(connectNs);
    }
  }

  @Override
  public void connectFailed(
      Call call,
      InetSocketAddress socketAddress,
      Proxy proxy,
      @Nullable Protocol protocol,
      IOException failure) {
    switch (at) {
      case CONNECTION -> connectNs = took(connectNs);
      case TLS -> tlsNs = took(tlsNs);
      case NAME, REQUEST, ANSWER, BODY -> {}
    }
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    address = connection.route().socketAddress().getAddress();
    begin(At.REQUEST);
  }

  @Override
  public void requestBodyEnd(Call call, long byteCount) {
    begin(At.ANSWER);
  }

  @Override
  public void responseHeadersStart(Call call) {
    firstByteNs = took(firstByteNs);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    begin(At.BODY);
    BareAnswers.keep(call, response);
  }
}
