package dev.recur.notifier.mail;

import dev.recur.notifier.sender.Outcome;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import org.eclipse.angus.mail.util.WriteTimeoutSocket;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that are closed when the time of whoever opened them is over. The library knows time-outs
 * of single reads only, and a server that sends a byte now and then never runs into one. Nor does
 * it know how long an answer may be, and keeps it whole: who says more than {@link #SAID_BYTES_MAX}
 * is not heard out.
 */
final class TimedSockets implements AutoCloseable {

  /** What a server may say in one attempt, TLS and all: hundreds of times what one does say. */
  static final int SAID_BYTES_MAX = 256 * 1024;

  /** The time of the attempt that this thread makes. */
  private static final ScopedValue<Time> TIME = ScopedValue.newInstance();

  private final SocketFactory plain = new Plain();
  private final SSLSocketFactory secure;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("mail-deadlines").factory());

  TimedSockets(SSLSocketFactory trust) {
    this.secure = new Secure(trust, clock);
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

    private final Duration deadline;
    private @Nullable Socket socket;
    private boolean isOver;

    private Time(Duration deadline) {
      this.deadline = deadline;
    }

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
    Time time = new Time(deadline);
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
      return TIME.get().of(new Bounded());
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

  /** It goes on for longer than any mail server has reason to. */
  static final class SaysTooMuchException extends IOException {

    private static final long serialVersionUID = 1L;

    SaysTooMuchException() {
      super("The mail server says more than " + SAID_BYTES_MAX + " bytes.");
    }
  }

  /** Counts what comes. */
  private static final class Said {

    private int bytes;

    InputStream heard(InputStream in) {
      return new FilterInputStream(in) {

        @Override
        public int read() throws IOException {
          int next = super.read();
          count(next < 0 ? 0 : 1);
          return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          int read = super.read(into, from, length);
          count(Math.max(0, read));
          return read;
        }
      };
    }

    /** One thread reads at a time. */
    private void count(int more) throws SaysTooMuchException {
      bytes += more;
      if (bytes > SAID_BYTES_MAX) {
        throw new SaysTooMuchException();
      }
    }
  }

  /** One of ours, also under TLS that is begun on it. */
  private static final class Bounded extends Socket {

    private final Said said = new Said();

    @Override
    public InputStream getInputStream() throws IOException {
      return said.heard(super.getInputStream());
    }
  }

  /** Around one of the library's own. */
  private static final class BoundedAround extends WriteTimeoutSocket {

    private final Said said = new Said();

    BoundedAround(Socket socket, Duration deadline, ScheduledExecutorService clock)
        throws IOException {
      super(socket, Math.toIntExact(deadline.toMillis()), clock);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return said.heard(super.getInputStream());
    }
  }

  private static final class Secure extends SSLSocketFactory {

    private final SSLSocketFactory trust;
    private final ScheduledExecutorService clock;

    Secure(SSLSocketFactory trust, ScheduledExecutorService clock) {
      this.trust = trust;
      this.clock = clock;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return trust.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return trust.getSupportedCipherSuites();
    }

    /** The library asks for none that is not connected. */
    @Override
    public Socket createSocket() {
      throw unasked();
    }

    /**
     * Around one that is connected already: with STARTTLS one of ours, else one that the library
     * has made by itself.
     */
    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      Time time = TIME.get();
      Socket timed =
          socket instanceof Bounded
              ? socket
              : time.of(new BoundedAround(socket, time.deadline, clock));
      return trust.createSocket(timed, host, port, autoClose);
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

  /** The library connects a socket first and asks then; others would not be timed. */
  private static UnsupportedOperationException unasked() {
    return new UnsupportedOperationException("A socket of this kind is not timed.");
  }
}
