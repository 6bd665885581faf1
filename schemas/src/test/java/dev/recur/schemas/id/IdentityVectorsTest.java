package dev.recur.schemas.id;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The published vectors are right about this code. They were computed by other means: sha256sum,
 * and MurmurHash2 written anew from its definition.
 */
class IdentityVectorsTest {

  private static JsonNode vectors = new ObjectMapper().createObjectNode();

  @BeforeAll
  static void read() throws IOException {
    try (InputStream file = Identity.class.getResourceAsStream("/vectors/identity.json")) {
      vectors = new ObjectMapper().readTree(requireNonNull(file));
    }
  }

  @ParameterizedTest
  @MethodSource
  void subscriptionIds(JsonNode vector) {
    String id =
        Identity.subscriptionId(
            Origin.valueOf(text(vector, "origin")),
            text(vector, "clientId"),
            text(vector, "requestId"));

    assertThat(id).isEqualTo(text(vector, "subscriptionId"));
    assertThat(Identity.isSubscriptionId(id)).isTrue();
  }

  static Stream<JsonNode> subscriptionIds() {
    return vectors("subscriptionIds");
  }

  @ParameterizedTest
  @MethodSource
  void paymentIds(JsonNode vector) {
    String subscriptionId = text(vector, "subscriptionId");

    String id =
        switch (text(vector, "purpose")) {
          case "PERIOD" -> Identity.paymentIdOfPeriod(subscriptionId, vector.get("period").asInt());
          case "CHANGE" -> Identity.paymentIdOfChange(subscriptionId, text(vector, "requestId"));
          case "MANUAL" -> Identity.paymentIdOfManual(subscriptionId, text(vector, "requestId"));
          case "REFUND" -> Identity.paymentIdOfRefund(subscriptionId, text(vector, "requestId"));
          default -> throw new AssertionError(vector);
        };

    assertThat(id).isEqualTo(text(vector, "paymentId"));
    assertThat(Identity.subscriptionIdOf(id)).isEqualTo(subscriptionId);
  }

  static Stream<JsonNode> paymentIds() {
    return vectors("paymentIds");
  }

  @ParameterizedTest
  @MethodSource
  void attemptKeys(JsonNode vector) {
    assertThat(Identity.attemptKey(text(vector, "paymentId"), vector.get("attempt").asInt()))
        .isEqualTo(text(vector, "key"));
  }

  static Stream<JsonNode> attemptKeys() {
    return vectors("attemptKeys");
  }

  @ParameterizedTest
  @MethodSource
  void partitions(JsonNode vector) {
    String key = text(vector, "key");

    assertThat(Identity.partition(key, 4)).isEqualTo(vector.get("of4").asInt());
    assertThat(Identity.partition(key, 64)).isEqualTo(vector.get("of64").asInt());
  }

  static Stream<JsonNode> partitions() {
    return vectors("partitions");
  }

  private static Stream<JsonNode> vectors(String name) {
    Iterator<JsonNode> all = vectors.get(name).elements();
    assertThat(all).as("vectors of " + name).hasNext();
    Iterable<JsonNode> again = vectors.get(name);
    return StreamSupport.stream(again.spliterator(), false);
  }

  private static String text(JsonNode vector, String name) {
    return vector.get(name).asText();
  }
}
