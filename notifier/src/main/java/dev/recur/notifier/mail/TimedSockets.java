package dev.recur.notifier.mail;

import dev.recur.notifier.sender.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that are closed when the time of whoever opened them is over. The library knows time-outs
 * of single reads only, and a server that sends a byte now and then never runs into one.
 */
final class TimedSockets implements AutoCloseable {

  /** The time of the attempt that this thread makes. */
  private static final ScopedValue<Time> TIME = ScopedValue.newInstance();

  private final SocketFactory plain = new Plain();
  private final SSLSocketFactory secure;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("mail-deadlines").factory());

  TimedSockets(SSLSocketFactory trust) {
    this.secure = new Secure(trust);
  }

  /** Makes unconnected sockets without TLS. */
  SocketFactory plain() {
    return plain;
  }

  /** Makes those with. */
  SSLSocketFactory secure() {
    return secure;
  }

  /** What the sockets of one attempt have left. */
  static final class Time {

    private @Nullable Socket socket;
    private boolean isOver;

    /** True once its sockets are closed. */
    synchronized boolean isOver() {
      return isOver;
    }

    private synchronized <S extends Socket> S of(S opened) {
      socket = opened;
      if (isOver) {
        close();
      }
      return opened;
    }

    private synchronized void end() {
      isOver = true;
      close();
    }

    private void close() {
      if (socket != null) {
        try {
          socket.close();
        } catch (IOException e) {
          throw new UncheckedIOException("A socket does not close.", e);
        }
      }
    }
  }

  /** Does something with sockets that are closed when the time is over. */
  Outcome within(Duration deadline, Function<Time, Outcome> work) {
    Time time = new Time();
    Future<?> end = clock.schedule(time::end, deadline.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return ScopedValue.where(TIME, time).call(() -> work.apply(time));
    } finally {
      end.cancel(false);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private static final class Plain extends SocketFactory {

    @Override
    public Socket createSocket() {
      return TIME.get().of(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw unasked();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
      throw unasked();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw unasked();
    }

    @Override
    public Socket createSocket(
        InetAddress address, int port, InetAddress localAddress, int localPort) {
      throw unasked();
    }
  }

  private static final class Secure extends SSLSocketFactory {

    private final SSLSocketFactory trust;

    Secure(SSLSocketFactory trust) {
      this.trust = trust;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return trust.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return trust.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
      return TIME.get().of(trust.createSocket());
    }

    /** Around one that is connected already, and timed already: STARTTLS. */
    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      return trust.createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw unasked();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
      throw unasked();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw unasked();
    }

    @Override
    public Socket createSocket(
        InetAddress address, int port, InetAddress localAddress, int localPort) {
      throw unasked();
    }
  }

  /** The library makes a socket first and connects it then; others would not be timed. */
  private static UnsupportedOperationException unasked() {
    return new UnsupportedOperationException("A socket that connects at once is not timed.");
  }
}
