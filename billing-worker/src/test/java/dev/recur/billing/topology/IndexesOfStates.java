package dev.recur.billing.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.billing.domain.Agenda;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.State;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;

/**
 * What the indexes must hold, worked out from nothing but the states of their partition's
 * subscriptions.
 */
public final class IndexesOfStates {

  private IndexesOfStates() {}

  /**
   * The keys of each index, by its store's name.
   *
   * @param states as their store holds them
   */
  public static Map<String, Set<Bytes>> keys(Collection<byte[]> states) {
    Set<Bytes> due = new TreeSet<>();
    Set<Bytes> waiting = new TreeSet<>();
    for (byte[] stored : states) {
      State.Existing state = (State.Existing) StateCodec.decode(stored).state();
      String subscriptionId = state.head().terms().subscriptionId();
      if (state.head().terms().clock() instanceof ClockId.Test test
          && StepMaker.isAwaiting(state)) {
        // Time stands still for it: what it does next is done once it has its answer.
        waiting.add(waitingKey(test, subscriptionId));
      } else {
        Agenda.nextDueAt(state)
            .map(at -> new DueKey(state.head().terms().clock(), at, subscriptionId))
            .ifPresent(key -> due.add(key.toBytes()));
      }
    }
    return Map.of(BillingTopology.DUE_STORE, due, BillingTopology.WAITING_STORE, waiting);
  }

  private static Bytes waitingKey(ClockId.Test clock, String subscriptionId) {
    byte[] prefix = DueKey.prefix(clock);
    byte[] id = subscriptionId.getBytes(UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(prefix.length + id.length).put(prefix).put(id).array());
  }
}
