package dev.recur.service.history;

import dev.recur.service.Deadline;
import dev.recur.service.MeetsKafka;
import dev.recur.service.read.EventIndex;
import dev.recur.service.read.EventPlace;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Finds events in the index, and reads them back. */
@Singleton
@MeetsKafka
final class IndexedEventLog implements EventLog {

  /** Read at once: bounds the memory, at a record's largest size, to 16 MiB per caller. */
  private static final int CHUNK = 16;

  /** Where less is left of the caller's time, no further chunk is begun. */
  private static final Duration CHUNK_WITHIN = Duration.ofSeconds(5);

  /** A page ends once so many bytes are in it; one event always is. */
  private static final int PAGE_BYTES_MAX = 1024 * 1024;

  private final EventIndex index;
  private final LedgerReader reader;

  IndexedEventLog(EventIndex index, LedgerReader reader) {
    this.index = index;
    this.reader = reader;
  }

  @Override
  public Page ofSubscription(String subscriptionId, long after, int limit) {
    List<EventPlace> places = index.ofSubscription(subscriptionId, after, limit + 1);
    List<Event> events = read(places, limit);
    long next = events.isEmpty() ? after : events.getLast().sequence();
    return new Page(events, Long.toString(next), events.size() < places.size());
  }

  @Override
  public Page ofMerchant(String clientId, Positions after, int limit) {
    List<EventPlace> places = places(clientId, after, limit + 1);
    List<Event> events = read(places, limit);
    Map<Integer, Long> next = new HashMap<>(after.next());
    for (EventPlace read : places.subList(0, events.size())) {
      next.put(read.partition(), read.offset() + 1);
    }
    return new Page(events, new Positions(next).text(), events.size() < places.size());
  }

  /** The earliest by the records' times; those of one partition stay in its order. */
  private List<EventPlace> places(String clientId, Positions after, int count) {
    PriorityQueue<Deque<EventPlace>> partitions =
        new PriorityQueue<>(
            Comparator.<Deque<EventPlace>>comparingLong(queue -> queue.getFirst().timestampMs())
                .thenComparingInt(queue -> queue.getFirst().partition()));
    for (int partition : index.partitions()) {
      List<EventPlace> some =
          index.ofMerchant(clientId, partition, after.from(partition, 0), count);
      if (!some.isEmpty()) {
        partitions.add(new ArrayDeque<>(some));
      }
    }
    List<EventPlace> places = new ArrayList<>();
    while (places.size() < count && !partitions.isEmpty()) {
      Deque<EventPlace> earliest = partitions.remove();
      places.add(earliest.remove());
      if (!earliest.isEmpty()) {
        partitions.add(earliest);
      }
    }
    return places;
  }

  private List<Event> read(List<EventPlace> places, int limit) {
    List<Event> events = new ArrayList<>();
    int wanted = Math.min(limit, places.size());
    int bytes = 0;
    while (events.size() < wanted && (events.isEmpty() || hasTimeForMore())) {
      int end = Math.min(events.size() + CHUNK, wanted);
      for (LedgerReader.Read read : reader.read(places.subList(events.size(), end))) {
        events.add(read.event());
        bytes += read.bytes();
        if (bytes >= PAGE_BYTES_MAX) {
          return events;
        }
      }
    }
    return events;
  }

  /** Some events in time are more to the one who asks than all of them too late. */
  private static boolean hasTimeForMore() {
    return Deadline.left(CHUNK_WITHIN).equals(CHUNK_WITHIN);
  }
}
