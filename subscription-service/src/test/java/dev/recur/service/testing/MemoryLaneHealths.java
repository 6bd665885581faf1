package dev.recur.service.testing;

import dev.recur.service.read.LaneHealth;
import dev.recur.service.read.LaneHealths;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** How lanes are doing, in memory. */
@Singleton
public class MemoryLaneHealths implements LaneHealths {

  private final NavigableMap<String, LaneHealth> lanes = new ConcurrentSkipListMap<>();

  /** Tells of a lane. */
  public void put(LaneHealth health) {
    lanes.put(health.lane(), health);
  }

  @Override
  public List<LaneHealth> of(String clientId) {
    return lanes.values().stream().filter(health -> health.clientId().equals(clientId)).toList();
  }
}
