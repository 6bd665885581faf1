package dev.recur.billing.topology;

import dev.recur.billing.domain.Event;
import dev.recur.billing.domain.Memory;
import dev.recur.billing.domain.SettledPayment;
import dev.recur.billing.domain.State;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The payments that one decision touches, event by event. */
final class Payments {
  private final Map<String, SettledPayment> known = new LinkedHashMap<>();
  private final Map<String, SettledPayment> changed = new LinkedHashMap<>();
  private final SettledPayment.Before before;

  /**
   * @param state the subscription before the decision
   * @param memory what was known of them before
   */
  Payments(State state, Memory memory) {
    before =
        new SettledPayment.Before(state, paymentId -> Optional.ofNullable(known.get(paymentId)));
    memory.payment().ifPresent(payment -> known.put(payment.payment().paymentId(), payment));
    memory.refunded().forEach(payment -> known.put(payment.payment().paymentId(), payment));
  }

  void take(Event event) {
    for (SettledPayment after : SettledPayment.after(event, before)) {
      known.put(after.payment().paymentId(), after);
      changed.put(after.payment().paymentId(), after);
    }
  }

  /** Those that are otherwise now, by their id. */
  Map<String, SettledPayment> changed() {
    return changed;
  }
}
