package dev.recur.systemtests.input;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Consumer;

/** The body of a correct create, and ways to change it. */
final class CreateBody {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CreateBody() {}

  /** A correct one. */
  static ObjectNode of(String requestId, OffsetDateTime start, String testClockId) {
    ObjectNode body =
        MAPPER
            .createObjectNode()
            .put("subscriptionRequestId", requestId)
            .put("subscriptionDescription", "Coffee")
            .put("subscriptionRedirectUrl", "https://shop.example/back")
            .put("subscriptionStartTime", start.toString())
            .put("subscriptionNotificationUrl", "https://shop.example/hooks")
            .put("testClockId", testClockId);
    body.putObject("periodRule").put("periodType", "MONTH").put("periodCount", 1);
    body.putObject("paymentMethod").put("paymentMethodType", "GCASH").put("paymentMethodId", "ok");
    body.putObject("paymentAmount").put("currency", "PHP").put("value", "1000");
    return body;
  }

  /** With a field that nobody asks for, so that it has so many bytes. */
  static ObjectNode padded(ObjectNode body, int bytes) {
    body.put("padding", "");
    return body.put("padding", "x".repeat(bytes - body.toString().length()));
  }

  static Consumer<ObjectNode> text(String field, String value) {
    return body -> parent(body, field).put(leaf(field), value);
  }

  static Consumer<ObjectNode> time(String field, OffsetDateTime time) {
    return text(field, time.toString());
  }

  static Consumer<ObjectNode> in(String field, Consumer<ObjectNode> change) {
    return body -> change.accept((ObjectNode) body.get(field));
  }

  static Consumer<ObjectNode> trials(ObjectNode... trials) {
    return body -> {
      ArrayNode all = body.putArray("trials");
      List.of(trials).forEach(trial -> all.add(trial.deepCopy()));
    };
  }

  static ObjectNode trial(int start, int end, String currency) {
    ObjectNode trial =
        MAPPER.createObjectNode().put("trialStartPeriod", start).put("trialEndPeriod", end);
    trial.putObject("trialAmount").put("currency", currency).put("value", "0");
    return trial;
  }

  static ObjectNode parent(ObjectNode body, String field) {
    int dot = field.indexOf('.');
    return dot < 0 ? body : (ObjectNode) body.get(field.substring(0, dot));
  }

  static String leaf(String field) {
    return field.substring(field.indexOf('.') + 1);
  }
}
