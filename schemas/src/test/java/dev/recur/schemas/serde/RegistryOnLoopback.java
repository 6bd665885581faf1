package dev.recur.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry inside a test: Confluent's protocol over HTTP on loopback, schemas in memory,
 * every request recorded. It judges no compatibility. For tests of any module, as a {@code
 * test-jar}.
 */
public final class RegistryOnLoopback implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<String> schemas = new ArrayList<>();
  private final Map<String, List<Integer>> versions = new HashMap<>();
  private final Map<String, String> compatibility = new HashMap<>();
  private final AtomicInteger failing = new AtomicInteger();
  private volatile Answer failure = error(503, 503, "told to fail");
  private volatile @Nullable String answerToIds;

  /** A request as it came: path with its query, headers by lower-case name, body or null. */
  public record Request(
      String method, String path, Map<String, String> headers, @Nullable JsonNode body) {}

  private record Answer(int status, JsonNode body) {}

  /** Starts a registry on a port of its own. */
  public RegistryOnLoopback() {
    this(0);
  }

  /** Starts a registry on the given port. */
  public RegistryOnLoopback(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** The address, for {@code schema.registry.url}. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** What came in, oldest first. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many requests came in that fit. */
  public long count(Predicate<Request> which) {
    return requests.stream().filter(which).count();
  }

  /** Answers the next requests with a failure instead of what they ask for. */
  public void failNext(int howMany, int status, int errorCode) {
    failure = error(status, errorCode, "told to fail");
    failing.set(howMany);
  }

  /** Answers every question for an id with this JSON. */
  public void answerIds(String json) {
    answerToIds = json;
  }

  /** Puts a schema under a new id, whatever it is. */
  public synchronized int put(String subject, String schema) {
    int id = schemas.indexOf(schema) + 1;
    if (id == 0) {
      schemas.add(schema);
      id = schemas.size();
    }
    List<Integer> ids = versions.computeIfAbsent(subject, _ -> new ArrayList<>());
    if (!ids.contains(id)) {
      ids.add(id);
    }
    return id;
  }

  /** The compatibility a subject was given, or null. */
  public synchronized @Nullable String compatibility(String subject) {
    return compatibility.get(subject);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) ->
                  headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              bytes.length == 0 ? null : JSON.readTree(bytes));
      requests.add(request);
      Answer answer =
          failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0
              ? failure
              : answer(request, exchange.getRequestURI().getRawPath());
      byte[] body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized Answer answer(Request request, String path) throws IOException {
    String[] part = path.substring(1).split("/", -1);
    for (int i = 0; i < part.length; i++) {
      part[i] = URLDecoder.decode(part[i].replace("+", "%2B"), StandardCharsets.UTF_8);
    }
    String shape = request.method() + " " + part[0] + " " + part.length;
    return switch (shape) {
      case "POST subjects 3" -> register(part[1], request);
      case "POST subjects 2" -> lookUp(part[1], request);
      case "GET subjects 4" -> latest(part[1]);
      case "GET schemas 3" -> byId(Integer.parseInt(part[2]));
      case "PUT config 2" -> setCompatibility(part[1], request);
      case "GET config 2" -> getCompatibility(part[1]);
      default -> error(404, 404, "HTTP 404 Not Found");
    };
  }

  private Answer register(String subject, Request request) {
    return ok(JSON.createObjectNode().put("id", put(subject, schema(request))));
  }

  private Answer lookUp(String subject, Request request) {
    List<Integer> ids = versions.get(subject);
    if (ids == null) {
      return error(404, 40401, "Subject '" + subject + "' not found.");
    }
    String schema = schema(request);
    int id = schemas.indexOf(schema) + 1;
    return ids.contains(id)
        ? ok(version(subject, ids.indexOf(id)))
        : error(404, 40403, "Schema not found");
  }

  private Answer latest(String subject) {
    List<Integer> ids = versions.get(subject);
    return ids == null
        ? error(404, 40401, "Subject '" + subject + "' not found.")
        : ok(version(subject, ids.size() - 1));
  }

  private ObjectNode version(String subject, int at) {
    int id = versions.getOrDefault(subject, List.of()).get(at);
    return JSON.createObjectNode()
        .put("subject", subject)
        .put("version", at + 1)
        .put("id", id)
        .put("schema", schemas.get(id - 1));
  }

  private Answer byId(int id) throws IOException {
    if (answerToIds != null) {
      return ok(JSON.readTree(answerToIds));
    }
    return id < 1 || id > schemas.size()
        ? error(404, 40403, "Schema " + id + " not found")
        : ok(JSON.createObjectNode().put("schema", schemas.get(id - 1)));
  }

  private Answer setCompatibility(String subject, Request request) {
    String level = body(request).path("compatibility").asText();
    compatibility.put(subject, level);
    return ok(JSON.createObjectNode().put("compatibility", level));
  }

  private Answer getCompatibility(String subject) {
    String level = compatibility.get(subject);
    return level == null
        ? error(
            404,
            40408,
            "Subject '" + subject + "' does not have subject-level compatibility configured")
        : ok(JSON.createObjectNode().put("compatibilityLevel", level));
  }

  private static JsonNode body(Request request) {
    JsonNode body = request.body();
    if (body == null) {
      throw new IllegalArgumentException(request + " has no body");
    }
    return body;
  }

  private static String schema(Request request) {
    return body(request).path("schema").asText();
  }

  private static Answer ok(JsonNode body) {
    return new Answer(200, body);
  }

  private static Answer error(int status, int code, String message) {
    return new Answer(
        status, JSON.createObjectNode().put("error_code", code).put("message", message));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
