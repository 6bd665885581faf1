package dev.recur.notifier.sender;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Optional;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The contract's acknowledgement: HTTP 200, and a JSON body whose result.resultStatus is S (Antom,
 * notifySubscription: response). Nothing else counts.
 */
final class Acknowledgement {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final int STATUS_OK = 200;
  private static final int QUOTED_CHARS_MAX = 32;

  private Acknowledgement() {}

  /**
   * Why an answer is no acknowledgement.
   *
   * @return empty when it is one
   */
  static Optional<String> missing(int status, ByteString body) {
    if (status != STATUS_OK) {
      return Optional.of(
          isRedirect(status)
              ? "HTTP " + status + ": redirects are not followed; give the final URL."
              : "HTTP " + status + " instead of 200.");
    }
    try {
      String resultStatus = resultStatus(body);
      if (resultStatus == null) {
        return Optional.of("The answer has no result.resultStatus: answer with S there.");
      }
      return resultStatus.equals("S")
          ? Optional.empty()
          : Optional.of(
              "The answer's result.resultStatus is "
                  + resultStatus.substring(0, Math.min(resultStatus.length(), QUOTED_CHARS_MAX))
                  + " instead of S.");
    } catch (IOException e) {
      return Optional.of("The answer is not JSON: answer with result.resultStatus S.");
    }
  }

  private static boolean isRedirect(int status) {
    return status >= 300 && status < 400;
  }

  /** The value of result.resultStatus, read from a document that is sound to its end. */
  private static @Nullable String resultStatus(ByteString body) throws IOException {
    try (JsonParser json = JSON.createParser(body.toByteArray())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      String found = null;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.START_OBJECT && name.equals("result")) {
          found = resultStatus(json);
        } else {
          json.skipChildren();
        }
      }
      return json.nextToken() == null ? found : null;
    }
  }

  private static @Nullable String resultStatus(JsonParser json) throws IOException {
    String found = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING && name.equals("resultStatus")) {
        found = json.getText();
      } else {
        json.skipChildren();
      }
    }
    return found;
  }
}
