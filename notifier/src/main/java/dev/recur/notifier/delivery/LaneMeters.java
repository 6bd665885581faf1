package dev.recur.notifier.delivery;

import dev.recur.notifier.queue.Health;
import dev.recur.notifier.queue.LaneControl;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * What an operator sees of lanes. Each task shows its own from time to time; here they are put
 * together. Only the worst lanes have a gauge of their own: their number must not grow with the
 * merchants'.
 */
public final class LaneMeters {

  /** Most lanes that are shown by name. */
  static final int WORST_MAX = 20;

  private static final double MS_PER_SECOND = 1_000.0;

  private final Set<Part> parts = ConcurrentHashMap.newKeySet();
  private final MultiGauge worst;
  private final DistributionSummary ages;

  /**
   * How one lane is doing.
   *
   * @param lane its text
   * @param oldestMs how long the oldest of what is due has been due, in milliseconds
   * @param obstacle why it is not sent
   */
  public record Waiting(String lane, long oldestMs, Obstacle obstacle) {}

  /**
   * How one task's lanes are doing.
   *
   * @param statuses how many lanes have each status
   * @param breakers how many lanes' breakers are in each state
   * @param worst those that wait longest, longest first
   * @param held how many deliveries are held, about
   * @param replaying how many lanes have a replay that is not over
   */
  private record Picture(
      Map<Health.Status, Long> statuses,
      Map<LaneControl.Breaker, Long> breakers,
      List<Waiting> worst,
      long held,
      long replaying) {
    static final Picture NOTHING = new Picture(Map.of(), Map.of(), List.of(), 0, 0);
  }

  public LaneMeters(MeterRegistry registry) {
    worst =
        MultiGauge.builder("recur.notifier.lane.oldest.due")
            .description("How long the oldest due delivery of the lanes that wait longest waits")
            .baseUnit("seconds")
            .register(registry);
    ages =
        DistributionSummary.builder("recur.notifier.lanes.oldest.due")
            .description("How long each lane's oldest due delivery waits, looked at every 10 s")
            .baseUnit("seconds")
            .serviceLevelObjectives(1, 5, 30, 60, 300, 3_600, 86_400)
            .register(registry);
    for (Health.Status status : Health.Status.values()) {
      gauge(
          registry,
          "recur.notifier.lanes",
          "Lanes by status: all that are failing or disabled, and the active ones in memory",
          status,
          picture -> picture.statuses().getOrDefault(status, 0L));
    }
    for (LaneControl.Breaker breaker : LaneControl.Breaker.values()) {
      gauge(
          registry,
          "recur.notifier.breakers",
          "Lanes in memory, by breaker",
          breaker,
          picture -> picture.breakers().getOrDefault(breaker, 0L));
    }
    Gauge.builder("recur.notifier.deliveries.held", () -> sum(Picture::held))
        .description("Deliveries that are held, about")
        .register(registry);
    Gauge.builder("recur.notifier.lanes.replaying", () -> sum(Picture::replaying))
        .description("Lanes with a replay that is not over")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      Enum<?> state,
      ToLongFunction<Picture> count) {
    Gauge.builder(name, () -> sum(count))
        .description(description)
        .tag("state", state.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private long sum(ToLongFunction<Picture> count) {
    return parts.stream().mapToLong(part -> count.applyAsLong(part.picture)).sum();
  }

  /** How many lanes have this status. */
  public long count(Health.Status status) {
    return sum(picture -> picture.statuses().getOrDefault(status, 0L));
  }

  /** How many deliveries are held, about. */
  public long held() {
    return sum(Picture::held);
  }

  /** The lanes that wait longest, longest first. */
  public List<Waiting> worst() {
    return parts.stream()
        .flatMap(part -> part.picture.worst().stream())
        .sorted(Comparator.comparingLong(Waiting::oldestMs).reversed())
        .limit(WORST_MAX)
        .toList();
  }

  /** The part of a new task. Close it when the task goes. */
  public Part part() {
    Part part = new Part();
    parts.add(part);
    return part;
  }

  /** One task's lanes. */
  public final class Part implements AutoCloseable {
    private volatile Picture picture = Picture.NOTHING;

    private Part() {}

    /**
     * Shows how they are doing now.
     *
     * @param lanes those in memory
     * @param unwell how many lanes, in memory or not, have each status but ACTIVE
     */
    void show(
        Collection<Lane> lanes,
        Map<Health.Status, Long> unwell,
        long held,
        long replaying,
        long nowMs) {
      Map<Health.Status, Long> statuses = new EnumMap<>(Health.Status.class);
      statuses.putAll(unwell);
      Map<LaneControl.Breaker, Long> breakers = new EnumMap<>(LaneControl.Breaker.class);
      List<Waiting> waiting = new ArrayList<>();
      for (Lane lane : lanes) {
        if (lane.health().status() == Health.Status.ACTIVE) {
          statuses.merge(Health.Status.ACTIVE, 1L, Long::sum);
        }
        breakers.merge(lane.control().breaker(), 1L, Long::sum);
        long oldestMs = Math.max(0, nowMs - lane.dueAtMs());
        ages.record(oldestMs / MS_PER_SECOND);
        if (oldestMs > 0) {
          waiting.add(new Waiting(lane.text(), oldestMs, lane.obstacle(nowMs)));
        }
      }
      waiting.sort(Comparator.comparingLong(Waiting::oldestMs).reversed());
      picture =
          new Picture(
              statuses,
              breakers,
              List.copyOf(waiting.subList(0, Math.min(WORST_MAX, waiting.size()))),
              held,
              replaying);
      name();
    }

    @Override
    public void close() {
      parts.remove(this);
      name();
    }
  }

  private synchronized void name() {
    worst.register(
        worst().stream()
            .map(
                waiting ->
                    Row.of(Tags.of("lane", waiting.lane()), waiting.oldestMs() / MS_PER_SECOND))
            .toList(),
        true);
  }
}
