package dev.recur.schemas.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Changes values, names and the nesting of JSON; what is not JSON is changed as text. */
final class JsonMutator implements Mutator {

  /** Writes what is nested deeper than Jackson reads: what can be read is wrapped once more. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamWriteConstraints(
                  StreamWriteConstraints.builder()
                      .maxNestingDepth(2 * StreamReadConstraints.DEFAULT_MAX_DEPTH)
                      .build())
              .build());

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEPTH_MAX = 20_000;

  /** Stands in the tree for what no tree can hold, and is replaced in the text. */
  private static final String RAW = "@raw@";

  private final TextMutator text;
  private final List<String> words;

  JsonMutator(List<String> words) {
    this.text = new TextMutator(words);
    this.words = words;
  }

  /** A value in the tree, and how to put another one in its place. */
  private record Place(JsonNode parent, String name, JsonNode value, Consumer<JsonNode> put) {}

  @Override
  public byte[] mutate(byte[] input, RandomGenerator random) {
    JsonNode root;
    try {
      root = JSON.readTree(input);
    } catch (IOException e) {
      return text.mutate(input, random);
    }
    List<Place> places = new ArrayList<>();
    collect(root, places);
    if (places.isEmpty() || random.nextInt(6) == 0) {
      return text.mutate(input, random);
    }
    change(places, random);
    return write(root, random);
  }

  private void change(List<Place> places, RandomGenerator random) {
    Place place = places.get(random.nextInt(places.size()));
    Place other = places.get(random.nextInt(places.size()));
    switch (random.nextInt(8)) {
      case 0 -> remove(place);
      case 1 -> place.put().accept(other.value().deepCopy());
      case 2 -> place.put().accept(NODES.arrayNode().add(place.value().deepCopy()));
      case 3 -> place.put().accept(NODES.objectNode().set(other.name(), place.value().deepCopy()));
      case 4 -> {
        if (place.parent() instanceof ObjectNode object) {
          object.set(Hostile.text(random), place.value().deepCopy());
        } else if (place.parent() instanceof ArrayNode array) {
          for (int i = random.nextInt(50); i >= 0; i--) {
            array.add(place.value().deepCopy());
          }
        }
      }
      default -> place.put().accept(hostile(random));
    }
  }

  private JsonNode hostile(RandomGenerator random) {
    return switch (random.nextInt(9)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(Hostile.number(random));
      case 3 -> NODES.textNode(Long.toString(Hostile.number(random)));
      case 4 -> NODES.textNode(RAW);
      case 5 -> NODES.objectNode();
      case 6 -> NODES.arrayNode();
      default ->
          NODES.textNode(
              words.isEmpty() || random.nextBoolean()
                  ? Hostile.text(random)
                  : words.get(random.nextInt(words.size())));
    };
  }

  private static void remove(Place place) {
    if (place.parent() instanceof ObjectNode object) {
      object.remove(place.name());
    } else if (place.parent() instanceof ArrayNode array && !array.isEmpty()) {
      array.remove(array.size() - 1);
    }
  }

  private static void collect(JsonNode node, List<Place> places) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              entry -> {
                String name = entry.getKey();
                places.add(
                    new Place(object, name, entry.getValue(), value -> object.set(name, value)));
                collect(entry.getValue(), places);
              });
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        places.add(new Place(array, "", array.get(i), value -> array.set(at, value)));
        collect(array.get(i), places);
      }
    }
  }

  private static byte[] write(JsonNode root, RandomGenerator random) {
    try {
      return JSON.writeValueAsString(root).replace("\"" + RAW + "\"", raw(random)).getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of Jackson's is always JSON.", e);
    }
  }

  /** What a tree cannot hold. */
  private static String raw(RandomGenerator random) {
    return switch (random.nextInt(7)) {
      case 0 -> "[".repeat(random.nextInt(DEPTH_MAX));
      case 1 -> nested("[", "]", 1 + random.nextInt(2_000));
      case 2 -> nested("{\"a\":", "}", 1 + random.nextInt(2_000));
      case 3 -> "9".repeat(1 + random.nextInt(5_000));
      case 4 -> "1e" + Hostile.number(random);
      case 5 -> "\"\\ud800\"";
      default -> "1,\"a\":2,\"a\":3";
    };
  }

  private static String nested(String open, String close, int depth) {
    return open.repeat(depth) + "1" + close.repeat(depth);
  }
}
