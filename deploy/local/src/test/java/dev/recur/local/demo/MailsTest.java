package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.recur.schemas.signature.Keys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailsTest {

  private static final String MAILS =
      """
      [{"to": "zoe@buyers.example", "subject": "First", "text": "See\\nhttps://localhost:1/subscriptions/S1?expires=1&signature=x\\n--", "headers": {"message-id": "<1>"}},
       {"to": "ann@buyers.example", "subject": "Hers", "text": "", "headers": {"message-id": "<2>"}},
       {"to": "zoe@buyers.example", "subject": "First", "text": "", "headers": {"message-id": "<1>"}},
       {"to": "zoe@buyers.example", "subject": "Second", "text": "no link", "headers": {"message-id": "<3>"}}]
      """;

  @Test
  void mailThatCameTwice_shouldCountOnce_andLeadToThePage() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = MAILS.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mails");
    KeyPair keys = Keys.generate();
    Credentials merchant = new Credentials("M", keys.getPrivate(), keys.getPublic());
    try (Loopback http = new Loopback()) {
      Mails mails =
          new Mails(new Stack(url, url, "", merchant, url, url, url, url, "", url, url), http);
      List<Mail> hers = mails.to("zoe@buyers.example");
      assertThat(hers).extracting(Mail::subject).containsExactly("First", "Second");
      assertThat(hers.getFirst().link())
          .hasValue(URI.create("https://localhost:1/subscriptions/S1?expires=1&signature=x"));
      assertThat(hers.getLast().link()).isEmpty();
      assertThat(mails.to("nobody@buyers.example")).isEmpty();
    } finally {
      server.stop(0);
    }
  }
}
