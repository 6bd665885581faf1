package dev.recur.systemtests.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.systemtests.stack.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A program in the buyer's place (design, Gateway: POST {normalUrl}/approve). */
public final class Buyer {

  private static final Duration DECIDED_WITHIN = Duration.ofMinutes(2);

  private Buyer() {}

  /** Agrees; asks again where the answer is 503. */
  public static void approve(String normalUrl) {
    decide(normalUrl, "approve");
  }

  private static void decide(String normalUrl, String decision) {
    HttpResponse<String> answer =
        await(decision)
            .atMost(DECIDED_WITHIN)
            .pollDelay(Duration.ZERO)
            .until(
                () -> post(normalUrl + "/" + decision), response -> response.statusCode() != 503);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
  }

  private static HttpResponse<String> post(String url) throws IOException {
    return Http.send(
        Http.request(URI.create(url)).POST(HttpRequest.BodyPublishers.noBody()).build());
  }
}
