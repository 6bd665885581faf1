package dev.recur.notifier.endpoint;

import dev.recur.notifier.queue.Ordering;
import dev.recur.notifier.queue.Schedule;
import dev.recur.schemas.avro.EndpointOrdering;
import dev.recur.schemas.avro.EndpointSchedule;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.id.EndpointLane;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The endpoints of all merchants, as topic merchants has them. */
public final class MerchantEndpoints implements EndpointDirectory, TopicListener<Merchant> {

  private final Map<String, List<Endpoint>> endpoints = new ConcurrentHashMap<>();
  private final Map<String, Shop> shops = new ConcurrentHashMap<>();
  private final AtomicLong loosened = new AtomicLong();

  @Override
  public List<Endpoint> of(String clientId) {
    return endpoints.getOrDefault(clientId, List.of());
  }

  @Override
  public long loosened() {
    return loosened.get();
  }

  @Override
  public Optional<Shop> shop(String clientId) {
    return Optional.ofNullable(shops.get(clientId));
  }

  @Override
  public void onRecord(TopicRecord<Merchant> record) {
    Merchant merchant = record.value();
    record.requireKey("clientId", Merchant::getClientId);
    if (merchant == null) {
      shops.remove(record.key());
    } else {
      shops.put(record.key(), new Shop(merchant.getName(), merchant.getSandbox()));
    }
    List<Endpoint> before = of(record.key());
    if (merchant == null || merchant.getEndpoints().isEmpty()) {
      endpoints.remove(record.key());
    } else {
      endpoints.put(
          record.key(), merchant.getEndpoints().stream().map(MerchantEndpoints::endpoint).toList());
    }
    // Whoever sees that it has grown finds the endpoints as they are now.
    loosened.addAndGet(loosened(before, of(record.key())));
  }

  private static long loosened(List<Endpoint> before, List<Endpoint> now) {
    return before.stream()
        .filter(Endpoint::isStrict)
        .filter(it -> Endpoint.find(now, it.endpointId()).filter(Endpoint::isStrict).isEmpty())
        .count();
  }

  private static Endpoint endpoint(dev.recur.schemas.avro.Endpoint endpoint) {
    return new Endpoint(
        endpoint.getEndpointId(),
        endpoint.getUrl(),
        endpoint.getEventTypes(),
        endpoint.getAlsoOverridden(),
        ordering(endpoint.getOrdering()),
        schedule(endpoint.getSchedule()),
        rate(endpoint.getRatePerSecond()),
        Math.clamp(endpoint.getShards(), 1, EndpointLane.SHARDS_MAX));
  }

  private static Ordering ordering(EndpointOrdering ordering) {
    return switch (ordering) {
      case BEST_EFFORT -> Ordering.BEST_EFFORT;
      case STRICT -> Ordering.STRICT;
    };
  }

  private static Schedule schedule(EndpointSchedule schedule) {
    return switch (schedule) {
      case ANTOM -> Schedule.ANTOM;
      case DAYS_3 -> Schedule.DAYS_3;
      case DAYS_30 -> Schedule.DAYS_30;
    };
  }

  private static OptionalInt rate(@Nullable Integer perSecond) {
    return perSecond == null || perSecond < 1 ? OptionalInt.empty() : OptionalInt.of(perSecond);
  }
}
