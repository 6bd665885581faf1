package dev.recur.service.card;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.recur.schemas.method.CardNumber;
import dev.recur.service.Deadline;
import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import io.micronaut.http.MediaType;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel's tokenisation behind JSON over HTTP: a POST of {@code cardNo}, {@code expiryMonth},
 * {@code expiryYear}, {@code cvv} and perhaps {@code cardholderName}, answered with {@code
 * tokenId}. The key goes with it as {@code Idempotency-Key}, so a request that got no answer can be
 * made once more. Nothing that the channel says is passed on or logged, since it may repeat what it
 * was sent.
 */
@Singleton
final class HttpTokenisation implements Tokenisation {

  private static final Logger LOG = LoggerFactory.getLogger(HttpTokenisation.class);

  private static final int ATTEMPTS_MAX = 2;
  private static final int ANSWER_BYTES_MAX = 64 * 1024;
  private static final int TOKEN_CHARS_MAX = 128;
  private static final int HTTP_OK = 200;

  /** The channel knows the key, with another card. */
  private static final int HTTP_CONFLICT = 409;

  /** The channel has read the card. Every other status can come from somebody on the way. */
  private static final Set<Integer> HTTP_REFUSALS = Set.of(400, 402, 422);

  private static final JsonFactory JSON = new JsonFactory();

  private final Optional<URI> url;
  private final Duration timeout;
  private final HttpClient http;

  HttpTokenisation(TokenisationSettings settings) {
    url = settings.url();
    timeout = settings.tokenisationTimeout();
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public Outcome tokenise(CardData card, String key) {
    if (url.isEmpty()) {
      return new Outcome.NotSetUp();
    }
    HttpRequest request =
        HttpRequest.newBuilder(url.get())
            .header("Content-Type", MediaType.APPLICATION_JSON)
            .header("Accept", MediaType.APPLICATION_JSON)
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofByteArray(json(card)))
            .build();
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Outcome outcome = attempt(request);
      if (!(outcome instanceof Outcome.Unreachable) || Thread.currentThread().isInterrupted()) {
        return outcome;
      }
    }
    return new Outcome.Unreachable();
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }

  private Outcome attempt(HttpRequest request) {
    Duration atMost = Deadline.left(timeout);
    if (!atMost.isPositive()) {
      return unreachable("nobody waits for its answer any more");
    }
    // The client's own time-out ends with the headers; this one covers the whole answer.
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      return outcome(answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return unreachable("no answer within " + atMost.toMillis() + " ms");
    } catch (ExecutionException e) {
      // What an exception says may quote the answer.
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      return unreachable(cause.getClass().getSimpleName());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt(); // The process stops.
      return new Outcome.Unreachable();
    }
  }

  private static Outcome outcome(HttpResponse<byte[]> answer) {
    if (HTTP_REFUSALS.contains(answer.statusCode())) {
      return new Outcome.Refused();
    }
    if (answer.statusCode() == HTTP_CONFLICT) {
      return new Outcome.OtherCard();
    }
    if (answer.statusCode() != HTTP_OK) {
      return unreachable("HTTP " + answer.statusCode());
    }
    try {
      Fields body = Fields.parse(answer.body());
      String token = body.text("tokenId", TOKEN_CHARS_MAX);
      // A channel that answers with the number has not understood what a token is for.
      return CardNumber.isIn(token)
          ? unreachable("its token is a card number")
          : new Outcome.Token(token);
    } catch (InvalidInputException e) {
      return unreachable("its answer holds no tokenId");
    }
  }

  private static Outcome unreachable(String why) {
    LOG.atWarn().addKeyValue("why", why).log("The channel gave no token for a card.");
    return new Outcome.Unreachable();
  }

  private static byte[] json(CardData card) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("cardNo", card.number());
      json.writeStringField("expiryMonth", card.expiryMonth());
      json.writeStringField("expiryYear", card.expiryYear());
      json.writeStringField("cvv", card.securityCode());
      if (card.holder() != null) {
        json.writeStringField("cardholderName", card.holder());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Memory takes what is written to it.", e);
    }
    return bytes.toByteArray();
  }
}
