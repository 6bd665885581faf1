package dev.recur.service.admin;

import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import io.micronaut.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what operators send. */
public final class Queries {

  private Queries() {}

  /** The body, which must be there. */
  public static Fields body(HttpRequest<byte[]> request) {
    return Fields.parse(request.getBody().orElseGet(() -> new byte[0]));
  }

  /** The body, which may be left out. */
  public static Fields bodyOrNothing(HttpRequest<byte[]> request) {
    return request
        .getBody()
        .filter(body -> body.length > 0)
        .map(Fields::parse)
        .orElse(Fields.NOTHING);
  }

  /**
   * The query.
   *
   * @throws InvalidInputException when a parameter stands in it twice
   */
  public static Fields query(HttpRequest<?> request) {
    Map<String, String> parameters = new HashMap<>();
    for (Map.Entry<String, List<String>> each : request.getParameters().asMap().entrySet()) {
      if (each.getValue().size() != 1) {
        throw new InvalidInputException("A parameter stands in the query twice: send it once.");
      }
      parameters.put(each.getKey(), each.getValue().getFirst());
    }
    return Fields.of(parameters);
  }
}
