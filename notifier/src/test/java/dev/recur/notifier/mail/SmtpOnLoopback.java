package dev.recur.notifier.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that answers each command as a test wants. */
final class SmtpOnLoopback implements AutoCloseable {

  /** Says nothing from then on, and keeps the connection. */
  static final String SILENCE = "silence";

  /** Sends a byte every now and then and never comes to an end. */
  static final String DRIP = "drip";

  /** Sends without a pause and never comes to an end. */
  static final String FLOOD = "flood";

  /** Closes the connection. */
  static final String CLOSE = "close";

  private final ServerSocket server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final @Nullable SSLContext tls;
  private final boolean isSecure;

  /** Offers STARTTLS where it can. */
  SmtpOnLoopback(@Nullable SSLContext tls) {
    this(tls, false);
  }

  /** Speaks TLS from the first byte. */
  static SmtpOnLoopback secure(SSLContext tls) {
    return new SmtpOnLoopback(tls, true);
  }

  private SmtpOnLoopback(@Nullable SSLContext tls, boolean isSecure) {
    this.tls = tls;
    this.isSecure = isSecure;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Answers commands that begin with this word, or GREETING, or END of the message, like this. */
  SmtpOnLoopback answering(String word, String answer) {
    answers.put(word, answer);
    return this;
  }

  /** Answers as usual again, ends the connections there are and forgets what it heard. */
  SmtpOnLoopback anew() {
    answers.clear();
    open.forEach(SmtpOnLoopback::end);
    open.clear();
    heard.clear();
    return this;
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What clients said, message lines too. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket plain) {
    try {
      Socket socket = isSecure ? secured(plain) : plain;
      BufferedReader in = reader(socket);
      say(socket, answer("GREETING", "220 mail.example ready"));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        heard.add(line);
        String word = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (word) {
          case "EHLO" -> {
            boolean offers = tls != null && !(socket instanceof SSLSocket);
            say(
                socket,
                answer(
                    word,
                    offers
                        ? "250-mail.example\r\n250-STARTTLS\r\n250 8BITMIME"
                        : "250-mail.example\r\n250-AUTH PLAIN\r\n250 8BITMIME"));
          }
          case "STARTTLS" -> {
            say(socket, "220 go on");
            SSLSocket secure = secured(socket);
            socket = secure;
            in = reader(secure);
          }
          case "AUTH" -> say(socket, answer(word, "235 welcome"));
          case "DATA" -> {
            say(socket, answer(word, "354 go on"));
            if (answer(word, "354").startsWith("354")) {
              String text = in.readLine();
              while (text != null && !text.equals(".")) {
                heard.add(text);
                text = in.readLine();
              }
              say(socket, answer("END", "250 taken"));
            }
          }
          case "QUIT" -> {
            say(socket, "221 bye");
            socket.close();
            return;
          }
          default -> say(socket, answer(word, "250 fine"));
        }
      }
    } catch (IOException | InterruptedException e) {
      // The client went away.
    }
  }

  private SSLSocket secured(Socket socket) throws IOException {
    if (tls == null) {
      throw new IOException("no TLS");
    }
    SSLSocket secure =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, "localhost", port(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private String answer(String word, String usual) {
    return answers.getOrDefault(word, usual);
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
  }

  private static void say(Socket socket, String answer) throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    switch (answer) {
      case SILENCE -> {}
      case CLOSE -> socket.close();
      case DRIP -> {
        while (true) {
          out.write("250-still here\r\n".getBytes(US_ASCII));
          out.flush();
          Thread.sleep(20);
        }
      }
      case FLOOD -> {
        byte[] lines = "250-still here\r\n".repeat(1_000).getBytes(US_ASCII);
        while (true) {
          out.write(lines);
        }
      }
      default -> {
        out.write((answer + "\r\n").getBytes(ISO_8859_1));
        out.flush();
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      open.forEach(SmtpOnLoopback::end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
