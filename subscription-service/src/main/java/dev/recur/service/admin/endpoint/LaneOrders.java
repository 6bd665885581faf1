package dev.recur.service.admin.endpoint;

import dev.recur.service.admin.NotDoneException;
import java.util.List;

/** The way to who delivers. */
interface LaneOrders {

  /**
   * Gives an order to some lanes of a merchant, and returns once all of them have it. Given again,
   * none does anything twice.
   *
   * @throws NotDoneException when some may not have it
   */
  void give(String clientId, List<String> lanes, LaneOrder order);
}
