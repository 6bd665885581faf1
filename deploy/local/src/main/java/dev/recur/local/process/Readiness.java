package dev.recur.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Tells whether a process is of use to others yet. Asked again and again; must answer soon. */
@FunctionalInterface
public interface Readiness {

  /** Longest time one probe may take. */
  Duration PROBE_DEADLINE = Duration.ofSeconds(2);

  /** True once the process can be used; false or an exception while it cannot. */
  boolean isReady() throws IOException, InterruptedException;

  /** Ready when a GET of {@code uri} answers 200. */
  static Readiness httpOk(URI uri) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PROBE_DEADLINE).GET().build();
    return () -> {
      try (HttpClient client = HttpClient.newBuilder().connectTimeout(PROBE_DEADLINE).build()) {
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      }
    };
  }

  /** Ready when something listens on {@code port} of the loopback address. */
  static Readiness portOpen(int port) {
    return () -> {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            Math.toIntExact(PROBE_DEADLINE.toMillis()));
        return true;
      }
    };
  }
}
