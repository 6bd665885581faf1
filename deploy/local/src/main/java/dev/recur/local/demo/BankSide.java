package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/** What the sandbox channel, which stands for the bank, was asked for. */
final class BankSide {

  private final Stack stack;
  private final Loopback http;

  BankSide(Stack stack, Loopback http) {
    this.stack = stack;
    this.http = http;
  }

  /** The ledger's lines of one subscription, oldest first. */
  List<JsonNode> ledger(String subscriptionId) {
    return lines(stack.ledger() + "?subscriptionId=" + subscriptionId);
  }

  /** What else it was told, and why it declined, line by line. */
  List<JsonNode> details(String subscriptionId) {
    return lines(stack.ledger() + "/details?subscriptionId=" + subscriptionId);
  }

  private List<JsonNode> lines(String url) {
    List<JsonNode> all = new ArrayList<>();
    http.json(HttpRequest.newBuilder(URI.create(url))).forEach(all::add);
    return all;
  }
}
