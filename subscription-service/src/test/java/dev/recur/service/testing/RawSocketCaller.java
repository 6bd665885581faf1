package dev.recur.service.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.SocketFactory;

/** Sends bytes that no HTTP client would, and reads the answer. */
public final class RawSocketCaller {

  private static final int TIMEOUT_MS = 10_000;
  private static final int DROP_MS = 100;

  /** Goes out at once, also over TLS. */
  private static final int AT_ONCE_BYTES_MAX = 16_000;

  private final SocketFactory sockets;
  private final int port;

  private RawSocketCaller(SocketFactory sockets, int port) {
    this.sockets = sockets;
    this.port = port;
  }

  /** Calls where merchants and buyers do. */
  public RawSocketCaller(RunningService service) {
    this(service.tls().getSocketFactory(), service.gatewayPort());
  }

  /** Calls where operators do. */
  public static RawSocketCaller ofOperator(RunningService service) {
    return new RawSocketCaller(
        SocketFactory.getDefault(), URI.create(service.adminUrl()).getPort());
  }

  /**
   * True when the server cannot have closed the connection while a part of the request was still to
   * be sent, as it does where it has read enough to refuse it: who sends on may find no answer.
   */
  public static boolean goesOutAtOnce(byte[] request) {
    return request.length <= AT_ONCE_BYTES_MAX;
  }

  private Socket connect(int timeoutMs) throws IOException {
    Socket socket = sockets.createSocket("localhost", port);
    socket.setSoTimeout(timeoutMs);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** Sends the bytes and reads one answer. */
  public HttpCaller.Response send(byte[] bytes) {
    try (Socket socket = connect(TIMEOUT_MS)) {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return answer(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Sends the bytes, a part at a time and a moment between them, and reads answers until the
   * connection is closed from the other side.
   */
  public List<HttpCaller.Response> sendAll(byte[]... parts) {
    List<HttpCaller.Response> answers = new ArrayList<>();
    try (Socket socket = connect(TIMEOUT_MS)) {
      for (int part = 0; part < parts.length; part++) {
        if (part > 0) {
          Thread.sleep(DROP_MS);
        }
        socket.getOutputStream().write(parts[part]);
        socket.getOutputStream().flush();
      }
      PushbackInputStream in = new PushbackInputStream(socket.getInputStream());
      for (int first = firstOf(in); first >= 0; first = firstOf(in)) {
        in.unread(first);
        answers.add(answer(in));
      }
      return answers;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("not closed after %d answers".formatted(answers.size()), e);
    }
  }

  /** Less than 0 when the connection is closed. */
  private static int firstOf(InputStream in) throws IOException {
    try {
      return in.read();
    } catch (SocketException e) {
      return -1; // What was still on its way to it made the other side reset it.
    }
  }

  /**
   * What came of a request that never ended.
   *
   * @param closed true when the connection was closed from the other side
   */
  public record Dripped(HttpCaller.Response response, boolean closed) {}

  /**
   * Sends bytes, and then one byte again and again for as long as anybody takes them; reads one
   * answer.
   *
   * @param atMost how long it drips, if nobody closes the connection
   */
  public Dripped drip(byte[] bytes, byte drop, Duration atMost) {
    try (Socket socket = connect(Math.toIntExact(atMost.toMillis()))) {
      socket.getOutputStream().write(bytes);
      Thread dripping =
          Thread.startVirtualThread(
              () -> {
                try {
                  while (true) {
                    socket.getOutputStream().write(drop);
                    socket.getOutputStream().flush();
                    Thread.sleep(DROP_MS);
                  }
                } catch (IOException | InterruptedException e) {
                  return; // Closed, or enough.
                }
              });
      try {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        HttpCaller.Response response = answer(in);
        return new Dripped(response, isClosed(in));
      } finally {
        dripping.interrupt();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isClosed(InputStream in) throws IOException {
    try {
      return firstOf(in) < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static HttpCaller.Response answer(InputStream in) throws IOException {
    String statusLine = line(in);
    Map<String, List<String>> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          List.of(line.substring(colon + 1).strip()));
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).getFirst());
    byte[] body = statusLine.contains("HEAD") ? new byte[0] : in.readNBytes(length);
    return new HttpCaller.Response(
        Integer.parseInt(statusLine.split(" ", -1)[1]),
        HttpHeaders.of(headers, (name, value) -> true),
        body);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed after: " + line.toString(ISO_8859_1));
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }
}
