package dev.recur.schemas.method;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the catalogue's file: a line of names, then a line per method, values between commas. It is
 * part of the release, so whatever is wrong with it is a fault of the build, and says in which
 * line.
 */
final class CatalogueFile {

  private static final String FILE = "/methods/catalogue.csv";
  private static final String COLUMNS =
      "profile,code,name,kind,countries,currencies,zeroAmount,managed,signOnly,refunds";

  private CatalogueFile() {}

  static Map<Profile, List<MethodRules>> read() {
    try (InputStream file = CatalogueFile.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("The release lacks " + FILE);
      }
      return parse(new String(file.readAllBytes(), UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE, e);
    }
  }

  static Map<Profile, List<MethodRules>> parse(List<String> lines) {
    Map<Profile, List<MethodRules>> methods = new EnumMap<>(Profile.class);
    Set<String> seen = new HashSet<>();
    List<String> table = lines.stream().filter(line -> !line.startsWith("#")).toList();
    if (table.isEmpty() || !table.getFirst().equals(COLUMNS)) {
      throw new IllegalStateException(FILE + " does not begin with " + COLUMNS);
    }
    for (String line : table.subList(1, table.size())) {
      String[] values = line.split(",", -1);
      if (values.length != COLUMNS.split(",", -1).length) {
        throw wrong(line, "not as many values as columns");
      }
      if (!seen.add(values[0] + "," + values[1])) {
        throw wrong(line, "the method stands there twice");
      }
      methods
          .computeIfAbsent(profile(values[0], line), _ -> new ArrayList<>())
          .add(rules(values, line));
    }
    return methods;
  }

  private static MethodRules rules(String[] values, String line) {
    return new MethodRules(
        values[1],
        values[2],
        kind(values[3], line),
        words(values[4]),
        words(values[5]),
        yes(values[6], line),
        yes(values[7], line),
        yes(values[8], line),
        yes(values[9], line));
  }

  private static Profile profile(String name, String line) {
    try {
      return Profile.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw wrong(line, "no such profile: " + name);
    }
  }

  private static MethodKind kind(String name, String line) {
    try {
      return MethodKind.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw wrong(line, "no such kind: " + name);
    }
  }

  private static Set<String> words(String value) {
    return value.isEmpty() ? Set.of() : Set.of(value.split(" ", -1));
  }

  private static boolean yes(String value, String line) {
    return switch (value) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw wrong(line, "neither yes nor no: " + value);
    };
  }

  private static IllegalStateException wrong(String line, String why) {
    return new IllegalStateException("%s, line \"%s\": %s".formatted(FILE, line, why));
  }
}
