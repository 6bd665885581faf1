package dev.recur.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.StoreKeys.Due;
import dev.recur.notifier.delivery.StoreKeys.Held;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.common.utils.Bytes;

/** Keys sort as they are looked for. */
class StoreKeysTest {

  @Property
  void keys_shouldBeReadAsTheyWereMade(
      @ForAll @StringLength(max = 40) String endpoint,
      @ForAll @StringLength(max = 40) String subscription,
      @ForAll @LongRange(min = 0) long at,
      @ForAll @LongRange(min = 0) long sequence) {
    DeliveryKey key = new DeliveryKey(clean(endpoint), clean(subscription), sequence);

    assertThat(StoreKeys.pending(StoreKeys.pending(key))).isEqualTo(key);
    assertThat(StoreKeys.due(StoreKeys.due(new Due(at, key)))).isEqualTo(new Due(at, key));
    Held held = new Held(sequence, at, key);
    assertThat(StoreKeys.held(StoreKeys.held(held))).isEqualTo(held);
  }

  @Property
  void oneEndpointsKeys_shouldSortByTime_andLieBetweenItsBounds(
      @ForAll @StringLength(max = 10) String endpoint,
      @ForAll @StringLength(max = 10) String other,
      @ForAll @LongRange(min = 0) long first,
      @ForAll @LongRange(min = 0) long second,
      @ForAll @LongRange(min = 0) long sequence) {
    String lane = clean(endpoint);
    Bytes a = StoreKeys.due(new Due(first, new DeliveryKey(lane, "S1", sequence)));
    Bytes b = StoreKeys.due(new Due(second, new DeliveryKey(lane, "S2", sequence)));

    if (first != second) {
      assertThat(a.compareTo(b) < 0).isEqualTo(first < second);
    }
    assertThat(a).isBetween(StoreKeys.dueFrom(lane, first), StoreKeys.laneEnd(lane));
    if (!clean(other).equals(lane)) {
      Bytes foreign = StoreKeys.due(new Due(second, new DeliveryKey(clean(other), "S", 1)));
      assertThat(
              foreign.compareTo(StoreKeys.dueFrom(lane, 0)) >= 0
                  && foreign.compareTo(StoreKeys.laneEnd(lane)) <= 0)
          .isFalse();
    }
  }

  private static String clean(String text) {
    return text.replaceAll("[\\ud800-\\udfff]", "");
  }
}
