package dev.recur.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.BodyCache.Bound;
import dev.recur.notifier.delivery.Shipment.Body;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What has just arrived is in memory, and memory is bounded. */
class BodyCacheTest {

  private static final int BYTES_MAX = 3_000;
  private static final int BYTES_OF_EACH = 1_500;

  @Test
  void oldestBodies_shouldGoFirst() {
    BodyCache cache = new BodyCache(new Bound(BYTES_MAX, 0));
    for (long offset = 0; offset < 10; offset++) {
      cache.put(offset, body(900));
    }

    assertThat(cache.get(6)).isEmpty();
    assertThat(cache.get(7)).isPresent();
    assertThat(cache.get(9)).isPresent();
  }

  @Property(tries = 200)
  void caches_shouldNeverTakeMoreThanTheyMay(
      @ForAll @Size(max = 200) List<@IntRange(min = -50, max = 2_000) Integer> moves) {
    Bound bound = new Bound(BYTES_MAX, BYTES_OF_EACH);
    List<BodyCache> caches = List.of(new BodyCache(bound), new BodyCache(bound));
    for (int i = 0; i < moves.size(); i++) {
      int move = moves.get(i);
      BodyCache cache = caches.get(move % 2 == 0 ? 0 : 1);
      if (move < 0) {
        cache.remove(i + move);
      } else {
        cache.put(i % 40, body(move));
      }
      assertThat(bound.taken())
          .hasValue(caches.getFirst().bytes() + caches.getLast().bytes())
          .satisfies(
              taken -> assertThat(taken.get()).isLessThanOrEqualTo(BYTES_MAX + 2L * BYTES_OF_EACH));
    }
    caches.forEach(BodyCache::clear);
    assertThat(bound.taken()).hasValue(0);
    assertThat(caches.getFirst().bytes()).isZero();
  }

  @Test
  void others_shouldLeaveRoomForEach() {
    Bound bound = new Bound(BYTES_MAX, BYTES_OF_EACH);
    BodyCache greedy = new BodyCache(bound);
    BodyCache late = new BodyCache(bound);
    for (long offset = 0; offset < 10; offset++) {
      greedy.put(offset, body(900));
    }

    late.put(0, body(900));

    assertThat(late.get(0)).isPresent();
    greedy.clear();
    assertThat(bound.taken()).hasValue(late.bytes());
    late.clear();
    assertThat(bound.taken()).hasValue(0);
  }

  private static Body body(int bytes) {
    return new Body("https://shop.example/", new byte[bytes]);
  }
}
