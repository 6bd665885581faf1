package dev.recur.benchmark.create;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A kept-alive HTTP/1.1 connection to this machine, over TLS. It writes requests that are bytes
 * already and does as little as can be done: it shares the processors with what is measured.
 */
final class HttpsConnection implements Connection, AutoCloseable {

  private static final String OK = "HTTP/1.1 200";
  private static final String LENGTH = "content-length";

  private final SSLSocket socket;
  private final InputStream in;

  /** Opens it, the handshake included. */
  HttpsConnection(SSLSocketFactory factory, int port) throws IOException {
    socket = (SSLSocket) factory.createSocket(InetAddress.getLoopbackAddress(), port);
    try {
      socket.setTcpNoDelay(true);
      socket.startHandshake();
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public Answer exchange(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    String status = line();
    if (!status.startsWith(OK)) {
      throw new IOException("Answered " + status);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String length = headers.get(LENGTH);
    if (length == null) {
      throw new IOException("An answer without Content-Length");
    }
    byte[] body = in.readNBytes(Integer.parseInt(length));
    return new Answer(headers, new String(body, UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("The connection ended");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
