package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What buyers were written. A mail may come twice, as no mail program can rule out, and is counted
 * once: by its Message-ID.
 */
final class Mails {

  private final URI mailUrl;
  private final Loopback http;

  Mails(Stack stack, Loopback http) {
    this.mailUrl = stack.mailUrl();
    this.http = http;
  }

  /** All that an address was written by now, oldest first. */
  List<Mail> to(String address) {
    Map<String, Mail> mails = new LinkedHashMap<>();
    for (JsonNode mail : http.json(HttpRequest.newBuilder(mailUrl))) {
      if (mail.path("to").asText().equals(address)) {
        String id = mail.path("headers").path("message-id").asText();
        mails.putIfAbsent(
            id, new Mail(id, mail.path("subject").asText(), mail.path("text").asText()));
      }
    }
    return List.copyOf(mails.values());
  }
}
