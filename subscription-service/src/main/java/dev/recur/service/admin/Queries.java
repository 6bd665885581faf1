package dev.recur.service.admin;

import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import io.micronaut.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what operators send, of which every field must be known: a slip of theirs does harm. */
public final class Queries {

  private Queries() {}

  /** The body, which must be there, with these fields; no query. */
  public static Fields body(HttpRequest<byte[]> request, Set<String> names) {
    requireNone(request);
    return Fields.parse(request.getBody().orElseGet(() -> new byte[0])).only(names);
  }

  /** The body, which may be left out, with these fields; no query. */
  public static Fields bodyOrNothing(HttpRequest<byte[]> request, Set<String> names) {
    requireNone(request);
    return request
        .getBody()
        .filter(body -> body.length > 0)
        .map(body -> Fields.parse(body).only(names))
        .orElse(Fields.NOTHING);
  }

  /**
   * For a call that takes no parameter.
   *
   * @throws InvalidInputException when there is a query
   */
  public static void requireNone(HttpRequest<?> request) {
    if (request.getParameters().names().iterator().hasNext()) {
      throw new InvalidInputException(
          "This call takes no query: leave it out, and send what the call takes in its path and body.");
    }
  }

  /**
   * The query, with these parameters.
   *
   * @throws InvalidInputException when a parameter stands in it twice, or is not known
   */
  public static Fields query(HttpRequest<?> request, Set<String> names) {
    Map<String, String> parameters = new HashMap<>();
    for (Map.Entry<String, List<String>> each : request.getParameters().asMap().entrySet()) {
      if (each.getValue().size() != 1) {
        throw new InvalidInputException("A parameter stands in the query twice: send it once.");
      }
      parameters.put(each.getKey(), each.getValue().getFirst());
    }
    return Fields.of(parameters).only(names);
  }
}
