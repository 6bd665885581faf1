package dev.recur.systemtests.expect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Who follows the published rules arrives at the published vectors. */
class PublishedIdsTest {

  @Test
  void rules_shouldMakeTheVectors() throws IOException {
    JsonNode vectors;
    try (InputStream file = getClass().getResourceAsStream("/vectors/identity.json")) {
      vectors = new ObjectMapper().readTree(requireNonNull(file));
    }
    int seen = 0;
    for (JsonNode vector : vectors.get("subscriptionIds")) {
      seen++;
      assertThat(
              PublishedIds.subscription(
                  vector.get("origin").asText(),
                  vector.get("clientId").asText(),
                  vector.get("requestId").asText()))
          .isEqualTo(vector.get("subscriptionId").asText());
    }
    for (JsonNode vector : vectors.get("paymentIds")) {
      seen++;
      String what = vector.has("period") ? "period" : "requestId";
      assertThat(
              PublishedIds.payment(
                  vector.get("subscriptionId").asText(),
                  vector.get("purpose").asText(),
                  vector.get(what).asText()))
          .isEqualTo(vector.get("paymentId").asText());
    }
    assertThat(seen).isGreaterThan(5);
  }
}
