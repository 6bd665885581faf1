package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * A receiver on loopback that answers byte for byte as a test says, also as no server should. It
 * keeps what it was sent.
 */
final class Receiver implements AutoCloseable {

  static final String ACKNOWLEDGEMENT =
      "{\"result\":{\"resultCode\":\"SUCCESS\",\"resultStatus\":\"S\","
          + "\"resultMessage\":\"success\"}}";

  /** Answers one request by writing whatever it likes. */
  @FunctionalInterface
  interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  /** A request as it came: request target, headers by lower-case name, body. */
  record Received(String target, Map<String, String> headers, String body) {}

  private final ServerSocket server;
  private final String scheme;
  private final Answer answer;
  private final int requestsPerConnection;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  Receiver(Answer answer) {
    this("http", ServerSocketFactory.getDefault(), answer);
  }

  Receiver(String scheme, ServerSocketFactory sockets, Answer answer) {
    this(scheme, sockets, answer, 1);
  }

  /** Closes each connection after so many requests. */
  Receiver(String scheme, ServerSocketFactory sockets, Answer answer, int requestsPerConnection) {
    this.scheme = scheme;
    this.answer = answer;
    this.requestsPerConnection = requestsPerConnection;
    try {
      server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Answers with a status and a body. */
  static Answer with(int status, String body) {
    return out -> out.write(http(status, "", body));
  }

  static byte[] http(int status, String header, String body) {
    String head =
        "HTTP/1.1 %d whatever\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(status, header, body.getBytes(UTF_8).length);
    return (head + body).getBytes(UTF_8);
  }

  String url(String target) {
    return scheme + "://localhost:" + port() + target;
  }

  int port() {
    return server.getLocalPort();
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  /** How many connections were made, with a request or without. */
  int connections() {
    return connections.size();
  }

  /** How many of them neither side has closed. */
  long openConnections() {
    return connections.stream().filter(connection -> !connection.isClosed()).count();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      for (int i = 0; i < requestsPerConnection; i++) {
        received.add(read(connection.getInputStream()));
        answer.write(connection.getOutputStream());
      }
    } catch (SocketException | InterruptedException e) {
      // The other side has had enough.
    } catch (IOException e) {
      // A handshake that did not come to its end, among others.
    }
  }

  private static Received read(InputStream in) throws IOException {
    String target = line(in).split(" ", -1)[1];
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Received(target, headers, new String(in.readNBytes(length), UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      if (next != '\r') {
        line.write(next);
      }
      next = in.read();
    }
    if (next < 0 && line.size() == 0) {
      throw new SocketException("closed before a request");
    }
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
