package dev.recur.service.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.micronaut.jackson.core.tree.JsonNodeTreeCodec;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object field by field. Numbers and booleans are taken as such and as strings, since
 * Antom's documents ask for strings and its SDK sends numbers; fields nobody asks for are ignored
 * unless {@link #only} is asked, and null or an empty string is as good as absent. What is missing,
 * too long or of the wrong type is refused with a message that names the field.
 */
public final class Fields {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What nothing else than a field's name looks like; no number of a card does. */
  static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

  /** A body of which every field is absent. */
  public static final Fields NOTHING = new Fields(JsonNode.createObjectNode(Map.of()), "");

  private final JsonNode object;
  private final String path;

  private Fields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * Reads a whole body.
   *
   * @throws InvalidInputException when it is not one JSON object
   */
  public static Fields parse(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() == null) {
        throw new InvalidInputException("The body is empty: send a JSON object.");
      }
      JsonNode node = JsonNodeTreeCodec.getInstance().readTree(parser);
      if (parser.nextToken() != null) {
        throw new InvalidInputException(
            "Something follows the JSON object in the body: send it alone.");
      }
      if (!node.isObject()) {
        throw new InvalidInputException("The body is not a JSON object: send one.");
      }
      return new Fields(node, "");
    } catch (JsonParseException e) {
      throw DoubledName.in(e).orElseGet(Fields::notWellFormed);
    } catch (IOException e) {
      throw notWellFormed();
    }
  }

  private static InvalidInputException notWellFormed() {
    return new InvalidInputException(
        "The body is not well-formed JSON: send a JSON object in UTF-8.");
  }

  /** Reads a query's parameters as the fields of an object. */
  public static Fields of(Map<String, String> parameters) {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    parameters.forEach((name, value) -> nodes.put(name, JsonNode.createStringNode(value)));
    return new Fields(JsonNode.createObjectNode(nodes), "");
  }

  /**
   * This object, of which these are all fields there can be. For calls in which a field that is
   * overlooked changes what is done: a mistyped filter lets everything through.
   *
   * @throws InvalidInputException when there is another field
   */
  public Fields only(Set<String> names) {
    for (Map.Entry<String, JsonNode> entry : object.entries()) {
      if (!names.contains(entry.getKey())) {
        throw new InvalidInputException(unknown(entry.getKey(), names));
      }
    }
    return this;
  }

  /** A name is repeated only where nothing else than a name can stand in it. */
  private String unknown(String name, Set<String> names) {
    String which = NAME.matcher(name).matches() ? path + name : "A field of " + whole();
    return names.isEmpty()
        ? which + " is not known here: send nothing."
        : "%s is not known here: send only what is named %s."
            .formatted(which, String.join(", ", new TreeSet<>(names)));
  }

  private String whole() {
    return path.isEmpty() ? "the request" : path.substring(0, path.length() - 1);
  }

  /** A text that must be there. */
  public String text(String name, int charsMax) {
    return required(name, optionalText(name, charsMax));
  }

  /** A text. */
  public @Nullable String optionalText(String name, int charsMax) {
    return optional(name, scalar -> scalar.text(charsMax));
  }

  /** A whole number that must be there. */
  public long integer(String name, long min, long max) {
    return required(name, optionalInteger(name, min, max));
  }

  /** A whole number. */
  public @Nullable Long optionalInteger(String name, long min, long max) {
    return optional(name, scalar -> scalar.integer(min, max));
  }

  /** A whole number of a currency's smallest unit that must be there. */
  public long minorUnits(String name, long max) {
    return required(name, optional(name, scalar -> scalar.minorUnits(max)));
  }

  /** One of an enum's names; it must be there. */
  public <E extends Enum<E>> E oneOf(String name, Class<E> type) {
    return required(name, optionalOneOf(name, type));
  }

  /** One of an enum's names. */
  public <E extends Enum<E>> @Nullable E optionalOneOf(String name, Class<E> type) {
    return optional(name, scalar -> scalar.oneOf(type));
  }

  /** True or false. */
  public @Nullable Boolean optionalBoolean(String name) {
    return optional(
        name,
        scalar ->
            switch (scalar.text(Integer.MAX_VALUE)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw refuse(name, "is neither true nor false: send one of them.");
            });
  }

  /** True when there is something under a name. */
  public boolean has(String name) {
    return present(name).isPresent();
  }

  /** True when there is an object under a name. */
  public boolean hasObject(String name) {
    return present(name).filter(JsonNode::isObject).isPresent();
  }

  /** An object that must be there. */
  public Fields object(String name) {
    return required(name, optionalObject(name).orElse(null));
  }

  /** An object. */
  public Optional<Fields> optionalObject(String name) {
    return present(name).map(node -> objectAt(path + name, node));
  }

  /** The objects of an array; none when it is absent. */
  public List<Fields> objects(String name, int countMax) {
    return optionalArray(name, countMax, scalar -> objectAt(scalar.label(), scalar.node()))
        .orElse(List.of());
  }

  /** The whole numbers of an array. */
  public Optional<List<Long>> optionalIntegers(String name, int countMax, long min, long max) {
    return optionalArray(name, countMax, scalar -> scalar.integer(min, max));
  }

  /** The texts of an array. */
  public Optional<List<String>> optionalTexts(String name, int countMax, int charsMax) {
    return optionalArray(name, countMax, scalar -> scalar.text(charsMax));
  }

  /** The names of an enum's constants in an array. */
  public <E extends Enum<E>> Optional<List<E>> optionalAnyOf(
      String name, int countMax, Class<E> type) {
    return optionalArray(name, countMax, scalar -> scalar.oneOf(type));
  }

  /**
   * The texts of an object whose fields the sender names. Those without a value are left out; no
   * message repeats a name.
   */
  public Optional<Map<String, String>> optionalTextsByName(
      String name, int countMax, int nameCharsMax, int charsMax) {
    Optional<Fields> fields = optionalObject(name);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    JsonNode named = fields.get().object;
    if (named.size() > countMax) {
      throw refuse(name, "has %d fields: send at most %d.".formatted(named.size(), countMax));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    int place = 0;
    for (Map.Entry<String, JsonNode> entry : named.entries()) {
      String label = path + name + "[" + place++ + "]";
      JsonNode key = JsonNode.createStringNode(entry.getKey());
      String text = new Scalar("The name of " + label, key).text(nameCharsMax);
      fields
          .get()
          .present(entry.getKey())
          .ifPresent(value -> texts.put(text, new Scalar(label, value).text(charsMax)));
    }
    return Optional.of(texts);
  }

  /** What to throw because of a field of this object. */
  public InvalidInputException refuse(String name, String whyAndWhatToDo) {
    return new InvalidInputException(path + name + " " + whyAndWhatToDo);
  }

  private <T> @Nullable T optional(String name, Function<Scalar, T> reading) {
    return present(name).map(node -> reading.apply(new Scalar(path + name, node))).orElse(null);
  }

  private <T> Optional<List<T>> optionalArray(
      String name, int countMax, Function<Scalar, T> reading) {
    Optional<JsonNode> present = present(name);
    if (present.isEmpty()) {
      return Optional.empty();
    }
    JsonNode array = present.get();
    if (!array.isArray()) {
      throw refuse(name, "is not an array: send a JSON array.");
    }
    if (array.size() > countMax) {
      throw refuse(name, "has %d elements: send at most %d.".formatted(array.size(), countMax));
    }
    List<T> elements = new ArrayList<>(array.size());
    for (JsonNode element : array.values()) {
      String label = path + name + "[" + elements.size() + "]";
      elements.add(reading.apply(new Scalar(label, element)));
    }
    return Optional.of(elements);
  }

  private static Fields objectAt(String label, JsonNode node) {
    if (!node.isObject()) {
      throw new InvalidInputException(label + " is not an object: send a JSON object.");
    }
    return new Fields(node, label + ".");
  }

  private Optional<JsonNode> present(String name) {
    return Optional.ofNullable(object.get(name))
        .filter(node -> !node.isNull() && !(node.isString() && node.getStringValue().isEmpty()));
  }

  private <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw refuse(name, "is missing: send it.");
    }
    return value;
  }
}
