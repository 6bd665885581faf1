package dev.recur.benchmark.rig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * State that a service has made again, as it says itself in its log.
 *
 * @param records that it read from its changelogs
 * @param time from the first store's begin until the last one's end
 */
public record Restored(long records, Duration time) {

  private static final String MESSAGE = "State restored.";

  /** What it says of each start for which something was missing, the earliest first. */
  public static List<Restored> in(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(MESSAGE)).map(Restored::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Restored parse(String line) {
    try {
      JsonNode event = Json.mapper().readTree(line);
      return new Restored(
          event.required("records").asLong(), Duration.ofMillis(event.required("ms").asLong()));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalStateException("Not what StreamsLifecycle logs: " + line, e);
    }
  }
}
