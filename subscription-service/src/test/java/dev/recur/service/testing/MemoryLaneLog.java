package dev.recur.service.testing;

import dev.recur.service.history.LaneLog;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was looked for, and finds one thing. */
@Singleton
public class MemoryLaneLog implements LaneLog {

  private final List<Search> searches = new CopyOnWriteArrayList<>();

  /** What was looked for last. */
  public Search last() {
    return searches.getLast();
  }

  @Override
  public Page search(Search search) {
    searches.add(search);
    return new Page(
        List.of(
            JsonNode.createObjectNode(
                Map.of("endpoint", JsonNode.createStringNode(search.lanes().getFirst())))),
        search.after().text(),
        true);
  }
}
