package dev.recur.systemtests.simulation;

import dev.recur.billing.topology.IndexesOfStates;
import java.util.ArrayList;
import java.util.List;

/**
 * What the worker's processes have beside their tasks: nothing, but somebody who looks at the
 * indexes of each task that ends. What falls due and who waits must be exactly what the committed
 * states say, at every commit: at the end nearly all of them are over, and say nothing.
 */
final class Indexes implements Cluster.Host {

  @Override
  public void taskEnded(TaskSlot slot) {
    List<String> wrong = objections(slot);
    if (!wrong.isEmpty()) {
      throw new AssertionError(wrong.toString());
    }
  }

  /** What is wrong with the committed indexes of a task, each in one sentence. */
  static List<String> objections(TaskSlot slot) {
    List<String> wrong = new ArrayList<>();
    IndexesOfStates.keys(slot.committed("subscriptions").values())
        .forEach(
            (store, keys) -> {
              if (!slot.committed(store).keySet().equals(keys)) {
                wrong.add(
                    "%s: %s holds %s, and by the states it is %s"
                        .formatted(slot, store, slot.committed(store).keySet(), keys));
              }
            });
    return wrong;
  }
}
