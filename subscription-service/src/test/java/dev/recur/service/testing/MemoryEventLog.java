package dev.recur.service.testing;

import dev.recur.service.history.EventLog;
import dev.recur.service.history.Positions;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Events in memory, as if all lay on one partition. */
@Singleton
public class MemoryEventLog implements EventLog {

  private final List<Event> events = new CopyOnWriteArrayList<>();

  /** Makes an event known. */
  public void put(String clientId, String subscriptionId, long sequence) {
    events.add(
        new Event(
            subscriptionId + "/" + sequence,
            subscriptionId,
            clientId,
            sequence,
            "dev.recur.subscription.ChargeSucceeded",
            "2026-01-01T00:00:00Z",
            JsonNode.createObjectNode(Map.of("attempt", JsonNode.createNumberNode(1)))));
  }

  @Override
  public Page ofSubscription(String subscriptionId, long after, int limit) {
    List<Event> all =
        events.stream()
            .filter(event -> event.subscriptionId().equals(subscriptionId))
            .filter(event -> event.sequence() > after)
            .toList();
    List<Event> page = all.stream().limit(limit).toList();
    long next = page.isEmpty() ? after : page.getLast().sequence();
    return new Page(page, Long.toString(next), page.size() < all.size());
  }

  @Override
  public Page ofMerchant(String clientId, Positions after, int limit) {
    long begin = after.next().getOrDefault(0, 0L);
    List<Event> all =
        events.stream().filter(event -> event.clientId().equals(clientId)).skip(begin).toList();
    List<Event> page = all.stream().limit(limit).toList();
    return new Page(
        page, new Positions(Map.of(0, begin + page.size())).text(), page.size() < all.size());
  }
}
