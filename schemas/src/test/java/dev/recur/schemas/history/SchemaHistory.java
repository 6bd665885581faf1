package dev.recur.schemas.history;

import dev.recur.schemas.topic.TopicSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;

/** The versions a topic's schema has had, oldest first: {@code v1.avsc}, {@code v2.avsc} … */
final class SchemaHistory {

  private static final Path ROOT = Path.of("src/main/resources/schemas");

  private final Path folder;
  private final Schema current;

  SchemaHistory(TopicSpec<?> topic) {
    folder = ROOT.resolve(topic.name());
    current = SpecificData.get().getSchema(topic.valueType());
  }

  /** The schema the code is generated from. */
  Schema current() {
    return current;
  }

  List<Schema> versions() {
    return IntStream.rangeClosed(1, count())
        .mapToObj(version -> parse(read(file(version))))
        .toList();
  }

  /** True when the newest version is the current schema, its documentation included. */
  boolean isUpToDate() {
    int newest = count();
    return newest > 0 && text(current).equals(text(parse(read(file(newest)))));
  }

  void append() {
    write(count() + 1);
  }

  /** For a version that nobody has been given yet. */
  void replaceNewest() {
    write(Math.max(1, count()));
  }

  /** Names in the folder that are no version, or come after a gap. */
  List<String> strays() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      List<String> names = new ArrayList<>(files.map(f -> f.getFileName().toString()).toList());
      IntStream.rangeClosed(1, count()).forEach(version -> names.remove("v" + version + ".avsc"));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int count() {
    int count = 0;
    while (Files.exists(file(count + 1))) {
      count++;
    }
    return count;
  }

  private Path file(int version) {
    return folder.resolve("v" + version + ".avsc");
  }

  private void write(int version) {
    try {
      Files.createDirectories(folder);
      Files.writeString(file(version), text(current));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema parse(String text) {
    return new Schema.Parser().parse(text);
  }

  private static String text(Schema schema) {
    return SchemaFormatter.format("json/pretty", schema) + "\n";
  }
}
