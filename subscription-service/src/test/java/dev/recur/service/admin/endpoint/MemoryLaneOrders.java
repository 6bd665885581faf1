package dev.recur.service.admin.endpoint;

import dev.recur.service.admin.NotDoneException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Orders in memory. */
@Singleton
final class MemoryLaneOrders implements LaneOrders {

  record Given(String clientId, List<String> lanes, LaneOrder order) {}

  private final List<Given> given = new CopyOnWriteArrayList<>();
  private volatile boolean away;

  List<Given> given(String clientId) {
    return given.stream().filter(one -> one.clientId().equals(clientId)).toList();
  }

  void setAway(boolean newAway) {
    away = newAway;
  }

  @Override
  public void give(String clientId, List<String> lanes, LaneOrder order) {
    if (away) {
      throw new NotDoneException("The order could not be written to the broker.", null);
    }
    given.add(new Given(clientId, lanes, order));
  }
}
