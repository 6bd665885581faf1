package dev.recur.service.input;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that has a name twice is refused, since readers disagree which of the two counts.
 * JSON's own grammar allows it, so whoever sent it is told which one it was.
 */
final class DoubledName {

  /** How the parser's words for this fault begin; it has no type for it. */
  private static final String WORDS = "Duplicate ";

  /** Longer than any path that is read here. */
  private static final int PATH_CHARS_MAX = 200;

  private DoubledName() {}

  /** The refusal, where that is what the parser has met. */
  static Optional<InvalidInputException> in(JsonParseException e) {
    JsonParser parser = e.getProcessor();
    return parser != null && e.getOriginalMessage().startsWith(WORDS)
        ? Optional.of(
            new InvalidInputException(
                path(parser.getParsingContext())
                        .filter(path -> path.length() <= PATH_CHARS_MAX)
                        .orElse("A field of the request")
                    + " is there twice: send each field of a JSON object once."))
        : Optional.empty();
  }

  /** Where the parser stands; empty where a part of it may be something else than a name. */
  private static Optional<String> path(@Nullable JsonStreamContext at) {
    if (at == null || at.inRoot()) {
      return Optional.of("");
    }
    Optional<String> before = path(at.getParent());
    if (at.inArray()) {
      return before.map(path -> path + "[" + at.getCurrentIndex() + "]");
    }
    String name = at.getCurrentName();
    return before
        .filter(_ -> name != null && Fields.NAME.matcher(name).matches())
        .map(path -> path.isEmpty() ? name : path + "." + name);
  }
}
