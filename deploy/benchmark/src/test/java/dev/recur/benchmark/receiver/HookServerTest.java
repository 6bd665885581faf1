package dev.recur.benchmark.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recur.benchmark.rig.Keystore;
import dev.recur.local.process.Ports;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookServerTest {

  private static final String BODY = "{\"a\":1}";

  private final Arrivals arrivals = Arrivals.kept();
  private final int port = Ports.free();
  private HookServer server;

  @BeforeEach
  void start() throws IOException {
    server = new HookServer(port, 2, HookServer.ACKNOWLEDGED, arrivals, Optional.empty());
    Thread.ofPlatform().daemon().start(server::run);
  }

  @Test
  void whatIsNoWebhook_endsItsConnection_andNothingElse() throws IOException {
    try (Socket stranger = connect(0);
        Socket other = connect(1)) {
      stranger.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      assertThat(stranger.getInputStream().read()).isNegative();
      other.getOutputStream().write(post("D1").getBytes(US_ASCII));
      readAnswer(other);
    }
  }

  @Test
  void requests_areAnswered_oneAfterTheOther_alsoInPieces() throws IOException {
    try (Socket socket = connect(1)) {
      socket.getOutputStream().write((post("D1") + post("D2").substring(0, 30)).getBytes(US_ASCII));
      readAnswer(socket);
      assertThat(arrivals.count()).isEqualTo(1);
      socket.getOutputStream().write(post("D2").substring(30).getBytes(US_ASCII));
      readAnswer(socket);
    }
    assertThat(arrivals.from(0)).extracting(Arrival::deliveryId).containsExactly("D1", "D2");
    assertThat(arrivals.from(1)).extracting(Arrival::receiver).containsExactly(1);
    Arrival first = arrivals.from(0).getFirst();
    assertThat(Arrival.parse(first.line())).isEqualTo(first);
  }

  @Test
  void silentOne_shouldReadAndNotAnswer_andTheOtherShould() throws IOException {
    server.silent(1);
    try (Socket silent = connect(0);
        Socket other = connect(1)) {
      silent.getOutputStream().write(post("D1").getBytes(US_ASCII));
      other.getOutputStream().write(post("D2").getBytes(US_ASCII));
      readAnswer(other);
      await().until(() -> arrivals.count() == 2);
      silent.setSoTimeout(100);
      assertThatThrownBy(() -> silent.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void overTls_requestsAreAnswered_byWhoHasTheAddress(@TempDir Path directory) throws IOException {
    Keystore keystore = Receivers.keystore(2, directory);
    int tlsPort = Ports.free();
    HookServer secure =
        new HookServer(
            tlsPort, 2, HookServer.ACKNOWLEDGED, arrivals, Optional.of(keystore.serving()));
    Thread.ofPlatform().daemon().start(secure::run);
    try (SSLSocket socket =
        (SSLSocket) keystore.trusting().createSocket(HookServer.host(1), tlsPort)) {
      SSLParameters checked = socket.getSSLParameters();
      checked.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(checked);
      // More than one in one piece: what TLS has opened already wakes nobody again.
      socket.getOutputStream().write((post("D1") + post("D2")).getBytes(US_ASCII));
      readAnswer(socket);
      readAnswer(socket);
      socket.getOutputStream().write(post("D3").substring(0, 30).getBytes(US_ASCII));
      socket.getOutputStream().write(post("D3").substring(30).getBytes(US_ASCII));
      readAnswer(socket);
    }
    assertThat(arrivals.from(0)).extracting(Arrival::deliveryId).containsExactly("D1", "D2", "D3");
  }

  private Socket connect(int receiver) throws IOException {
    return new Socket(HookServer.host(receiver), port);
  }

  private static void readAnswer(Socket socket) throws IOException {
    byte[] answer = new byte[1_024];
    int length = socket.getInputStream().read(answer);
    assertThat(new String(answer, 0, length, US_ASCII))
        .startsWith("HTTP/1.1 200 ")
        .contains("\"resultStatus\":\"S\"");
  }

  private static String post(String id) {
    return "POST /hooks?a=b HTTP/1.1\r\nHost: x\r\nWebhook-Id: "
        + id
        + "\r\nContent-Length: "
        + BODY.length()
        + "\r\n\r\n"
        + BODY;
  }
}
