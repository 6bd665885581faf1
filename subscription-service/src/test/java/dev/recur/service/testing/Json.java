package dev.recur.service.testing;

import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON value whose parts are there, or the test fails. */
public record Json(JsonNode node) {

  /** A field of an object. */
  public Json at(String name) {
    return there(node.get(name), name);
  }

  /** An element of an array. */
  public Json at(int index) {
    return there(node.get(index), Integer.toString(index));
  }

  /** The elements of an array. */
  public List<Json> all() {
    List<Json> all = new ArrayList<>();
    node.values().forEach(each -> all.add(new Json(each)));
    return all;
  }

  /** True when an object has a field. */
  public boolean has(String name) {
    return node.get(name) != null;
  }

  /** How many elements. */
  public int size() {
    return node.size();
  }

  /** A string. */
  public String text() {
    return node.getStringValue();
  }

  /** The string under a name. */
  public String text(String name) {
    return at(name).text();
  }

  /** The number under a name. */
  public long number(String name) {
    return at(name).node().getLongValue();
  }

  private static Json there(@Nullable JsonNode part, String name) {
    if (part == null) {
      throw new AssertionError("no " + name);
    }
    return new Json(part);
  }
}
