package dev.recur.schemas.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers every request of HTTP with the same bytes, head and all: what a client hears that asks
 * the wrong one, or one that is broken.
 */
public final class AnswersOnLoopback implements AutoCloseable {

  private static final Pattern LENGTH =
      Pattern.compile("content-length: (\\d+)", Pattern.CASE_INSENSITIVE);

  private final ServerSocket server;
  private volatile byte[] answer = {};

  public AnswersOnLoopback() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it is asked, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** What is answered from now on. */
  public void answer(byte[] bytes) {
    answer = bytes;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException e) {
        return; // Closed: the test is over.
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      readRequest(caller.getInputStream());
      caller.getOutputStream().write(answer);
    } catch (IOException e) {
      // The client has had enough.
    }
  }

  /** Read to its end, or closing would reset the connection before the answer is read. */
  private static void readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return;
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      in.readNBytes(Integer.parseInt(length.group(1)));
    }
  }
}
