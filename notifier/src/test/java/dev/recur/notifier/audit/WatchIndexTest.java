package dev.recur.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.audit.rules.Watch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class WatchIndexTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final Optional<String> LIVE = Optional.empty();

  /** Where each look has begun. */
  private final List<Bytes> lookedFrom = new ArrayList<>();

  private final WatchIndex index = new WatchIndex(store());

  @SuppressWarnings("unchecked")
  private KeyValueStore<Bytes, byte[]> store() {
    KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("watches").get();
    return (KeyValueStore<Bytes, byte[]>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("range")) {
                lookedFrom.add((Bytes) arguments[0]);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Watch expected(Instant since, String id) {
    return new Watch(Watch.Kind.EXPECTED, LIVE, since, id, "a charge");
  }

  private WatchIndex.Late late(Instant until) {
    return index.late(Watch.Kind.EXPECTED, LIVE, until, 10);
  }

  @Test
  void whatIsOver_shouldNotBeSteppedOver_byTheNextLook() {
    Set<Watch> watched = Set.of(expected(NOON, "sub-1"));
    index.replace(Set.of(), watched);
    assertThat(late(NOON.plusSeconds(60)).first()).containsExactlyElementsOf(watched);
    index.replace(watched, Set.of());

    assertThat(late(NOON.plusSeconds(62)).count()).isZero();
    assertThat(late(NOON.plusSeconds(64)).count()).isZero();

    assertThat(lookedFrom).isSorted();
    assertThat(lookedFrom.get(2)).isGreaterThan(lookedFrom.get(1));
  }

  @Test
  void whatIsWatchedLater_thoughItFellDueBefore_shouldBeFound() {
    assertThat(late(NOON).count()).isZero();
    Watch before = expected(NOON.minusSeconds(3_600), "sub-1");
    Watch another = expected(NOON.minusSeconds(60), "sub-2");

    index.replace(Set.of(), Set.of(before, another));

    assertThat(late(NOON.plusSeconds(2)).first()).containsExactly(before, another);
    assertThat(late(NOON.plusSeconds(4)).count()).isEqualTo(2);
  }

  @Test
  void clockPutBack_shouldFindNothing_andAllOfItWhenItIsRightAgain() {
    assertThat(late(NOON).count()).isZero();
    index.replace(Set.of(), Set.of(expected(NOON.plusSeconds(1), "sub-1")));

    assertThat(late(NOON.minusSeconds(3_600)).count()).isZero();
    assertThat(late(NOON.plusSeconds(2)).count()).isOne();
  }
}
