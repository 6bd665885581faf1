package dev.recur.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request to the registry, tried until it is answered or patience is over. What may pass by
 * itself (no connection, no answer in time, 408, 429, 5xx) goes to the next address, and after the
 * last address waits; everything else is final at once.
 */
final class RegistryHttp implements AutoCloseable {

  /** Media type of the registry's protocol, version 1. */
  static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  /** Largest answer that is read, in bytes; the largest schema here has less than a hundredth. */
  static final int ANSWER_BYTES_MAX = 8 * 1024 * 1024;

  /** Longest reason of the registry that is passed on; what is not compatible takes some words. */
  private static final int REASON_CHARACTERS_MAX = 4_000;

  /** No new try starts later than this, so that a caller inside a poll loop keeps its group. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Codes of the registry for something that does not exist: 40401 subject, 40402, 40403 schema.
   */
  private static final int NOT_FOUND_CODES = 404;

  private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Address> addresses;
  private final HttpClient http;
  private final long readTimeoutMs;
  private final int retriesMax;
  private final long waitMs;
  private final long waitMsMax;

  /** The address that answered last: the next request starts there. */
  private volatile int preferred;

  private record Address(URI base, @Nullable String authorization) {}

  RegistryHttp(SerdeConfig config) {
    List<URI> urls = config.registryUrls();
    this.addresses =
        IntStream.range(0, urls.size())
            .mapToObj(at -> new Address(urls.get(at), authorization(config.userInfo(at))))
            .toList();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(config.getInt(SerdeConfig.CONNECT_TIMEOUT_MS)))
            .build();
    this.readTimeoutMs = config.getInt(SerdeConfig.READ_TIMEOUT_MS);
    this.retriesMax = config.getInt(SerdeConfig.RETRIES_MAX);
    this.waitMs = config.getInt(SerdeConfig.RETRY_WAIT_MS);
    this.waitMsMax = config.getInt(SerdeConfig.RETRY_WAIT_MS_MAX);
  }

  private static @Nullable String authorization(@Nullable String userInfo) {
    return userInfo == null
        ? null
        : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends one request.
   *
   * @param path path below the base path, with its query, already encoded
   * @param body what to send; null with GET
   * @throws RegistryRefusedException when the registry says no
   * @throws RegistryUnavailableException when it gives no usable answer
   */
  JsonNode send(String method, String path, @Nullable JsonNode body) {
    long start = System.nanoTime();
    for (int round = 0; ; round++) {
      IOException trouble = new IOException("not tried");
      int first = preferred;
      for (int i = 0; i < addresses.size(); i++) {
        int at = (first + i) % addresses.size();
        try {
          JsonNode answer = exchange(addresses.get(at), method, path, body);
          preferred = at;
          return answer;
        } catch (IOException e) {
          trouble = e;
        }
      }
      if (round == 0 && retriesMax > 0) {
        LOG.atWarn()
            .addKeyValue("registry", where())
            .addKeyValue("request", method + " " + path)
            .addKeyValue("trouble", Brief.of(trouble))
            .addKeyValue("retriesMax", retriesMax)
            .log("schema registry does not answer, trying again");
      }
      boolean patienceOver = System.nanoTime() - start > PATIENCE.toNanos();
      if (round >= retriesMax || patienceOver) {
        throw new RegistryUnavailableException(
            "The schema registry at %s did not answer %s %s in %d tries (last: %s): start it, or correct %s."
                .formatted(
                    where(), method, path, round + 1, Brief.of(trouble), SerdeConfig.REGISTRY_URL),
            trouble);
      }
      pause(backoffMs(round));
    }
  }

  /** The wait after the given round, in ms: doubling, at most the longest, half of it by chance. */
  private long backoffMs(int round) {
    long full = Math.min(waitMsMax, waitMs << Math.min(round, 16));
    return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
  }

  /** Waits between two tries. */
  void pause(long ms) {
    try {
      TimeUnit.MILLISECONDS.sleep(ms);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private JsonNode exchange(Address address, String method, String path, @Nullable JsonNode body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.base() + path))
            .header("Accept", "*/*")
            .header("Content-Type", CONTENT_TYPE);
    if (body == null) {
      request.GET();
    } else {
      request.method(method, BodyPublishers.ofString(body.toString()));
    }
    if (address.authorization() != null) {
      request.header("Authorization", address.authorization());
    }
    HttpResponse<byte[]> answer = await(request.build());
    int status = answer.statusCode();
    if (status == 408 || status == 429 || status >= 500) {
      throw new IOException(address.base() + " answered " + status);
    }
    JsonNode json = parse(answer.body());
    if (status / 100 == 2 && json != null) {
      return json;
    }
    throw refusal(address, method, path, status, json);
  }

  private HttpResponse<byte[]> await(HttpRequest request) throws IOException {
    // Not the request's own timeout: until Java 26 that ends with the answer's headers.
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      return exchange.get(readTimeoutMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw new IOException(
          request.uri().getAuthority() + " did not answer within " + readTimeoutMs + " ms", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      exchange.cancel(true);
      throw new InterruptException(e);
    }
  }

  private static @Nullable JsonNode parse(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json.isObject() ? json : null;
    } catch (IOException e) {
      return null; // No JSON: the caller says so, with the status.
    }
  }

  private static RegistryException refusal(
      Address address, String method, String path, int status, @Nullable JsonNode json) {
    String asked = method + " " + address.base() + path;
    int errorCode = json == null ? status : json.path("error_code").asInt(status);
    if (json != null && isConsidered(status, errorCode)) {
      return new RegistryRefusedException(
          "The schema registry refused %s: %d, %s"
              .formatted(
                  asked,
                  errorCode,
                  Brief.of(json.path("message").asText("no reason given"), REASON_CHARACTERS_MAX)),
          status,
          errorCode);
    }
    String cure =
        switch (status) {
          case 401, 403 ->
              "give the right " + SerdeConfig.CREDENTIALS_SOURCE + " and " + SerdeConfig.USER_INFO;
          default ->
              "it is no schema registry's answer: correct "
                  + SerdeConfig.REGISTRY_URL
                  + ", base path included";
        };
    return new RegistryUnavailableException(
        "%s was answered with %d: %s.".formatted(asked, status, cure), null);
  }

  /** Whether a status is the registry's own no, and not that of whatever else answers there. */
  private static boolean isConsidered(int status, int errorCode) {
    return switch (status) {
      case 401, 403 -> false;
      case 404 -> errorCode / 100 == NOT_FOUND_CODES;
      default -> status / 100 == 4;
    };
  }

  private String where() {
    return String.join(", ", addresses.stream().map(address -> address.base().toString()).toList());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
