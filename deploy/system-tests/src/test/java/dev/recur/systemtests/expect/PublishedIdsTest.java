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
      if (vector.get("origin").asText().equals("CREATE")) {
        seen++;
        assertThat(
                PublishedIds.subscription(
                    vector.get("clientId").asText(), vector.get("requestId").asText()))
            .isEqualTo(vector.get("subscriptionId").asText());
      }
    }
    for (JsonNode vector : vectors.get("paymentIds")) {
      if (vector.get("purpose").asText().equals("PERIOD")) {
        seen++;
        assertThat(
                PublishedIds.paymentOfPeriod(
                    vector.get("subscriptionId").asText(), vector.get("period").asInt()))
            .isEqualTo(vector.get("paymentId").asText());
      }
    }
    assertThat(seen).isGreaterThan(5);
  }
}
