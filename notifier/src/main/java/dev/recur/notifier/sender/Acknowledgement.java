package dev.recur.notifier.sender;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Optional;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What an answer must be to acknowledge. */
enum Acknowledgement {
  /**
   * The contract's: HTTP 200, and a JSON body whose result.resultStatus is S (Antom,
   * notifySubscription: response). Nothing else counts.
   */
  RESULT_S {
    @Override
    boolean isStatus(int status) {
      return status == 200;
    }

    @Override
    Optional<Failure> missing(ByteString body) {
      return missingS(body);
    }

    @Override
    boolean needsBody() {
      return true;
    }
  },

  /** Standard Webhooks': any status from 200 to 299, whatever the body. */
  ANY_2XX {
    @Override
    boolean isStatus(int status) {
      return status >= 200 && status < 300;
    }

    @Override
    Optional<Failure> missing(ByteString body) {
      return Optional.empty();
    }

    @Override
    boolean needsBody() {
      return false;
    }
  };

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final int QUOTED_CHARS_MAX = 32;

  /** Whether this status may acknowledge. */
  abstract boolean isStatus(int status);

  /** Why a whole body does not acknowledge; empty when it does. */
  abstract Optional<Failure> missing(ByteString body);

  /** Whether the status alone is not enough. */
  abstract boolean needsBody();

  /** Why a status that {@link #isStatus} refuses does. */
  Failure wrongStatus(int status) {
    return isRedirect(status)
        ? new Failure(
            FailureCode.E_REDIRECT,
            "HTTP " + status + ": redirects are not followed; give the final URL.")
        : new Failure(
            FailureCode.E_STATUS,
            "HTTP " + status + (needsBody() ? " instead of 200." : " instead of 2xx."));
  }

  private static Optional<Failure> missingS(ByteString body) {
    try {
      String resultStatus = resultStatus(body);
      if (resultStatus == null) {
        return notS("The answer has no result.resultStatus: answer with S there.");
      }
      return resultStatus.equals("S")
          ? Optional.empty()
          : notS(
              "The answer's result.resultStatus is "
                  + resultStatus.substring(0, Math.min(resultStatus.length(), QUOTED_CHARS_MAX))
                  + " instead of S.");
    } catch (IOException e) {
      return notS("The answer is not JSON: answer with result.resultStatus S.");
    }
  }

  private static Optional<Failure> notS(String reason) {
    return Optional.of(new Failure(FailureCode.E_NOT_ACKNOWLEDGED, reason));
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
