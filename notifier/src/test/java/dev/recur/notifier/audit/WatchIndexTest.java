package dev.recur.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.audit.rules.Watch;
import dev.recur.schemas.kafka.WatchedStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class WatchIndexTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final Optional<String> LIVE = Optional.empty();

  /** Where each look has begun. */
  private final List<Bytes> lookedFrom = new ArrayList<>();

  private final WatchIndex index = new WatchIndex(WatchedStore.tellingRanges(lookedFrom::add));

  private static Watch expected(Instant since, String id) {
    return new Watch(Watch.Kind.EXPECTED, LIVE, since, id, "a charge");
  }

  private WatchIndex.Late late(Instant until) {
    return index.late(Watch.Kind.EXPECTED, LIVE, until, 10);
  }

  @Test
  void whatIsOver_shouldNotBeSteppedOver_thoughSomethingStaysLate() {
    Watch stays = expected(NOON.minusSeconds(1), "sub-late");
    index.replace(Set.of(), Set.of(stays));
    for (int n = 0; n < 500; n++) {
      Set<Watch> watched = Set.of(expected(NOON.plusSeconds(n), "sub-" + n));
      index.replace(Set.of(), watched);
      index.replace(watched, Set.of());

      assertThat(late(NOON.plusSeconds(n)).first()).containsExactly(stays);
    }

    assertThat(lookedFrom).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void moreThanIsCounted_shouldBeCountedUpToThat_andLessOnceThereIsLess() {
    Set<Watch> many = new HashSet<>();
    for (int n = 0; n < WatchIndex.COUNTED_MAX + 10; n++) {
      many.add(expected(NOON.plusMillis(n), "sub-" + n));
    }
    index.replace(Set.of(), many);
    assertThat(late(NOON.plusSeconds(60)).count()).isEqualTo(WatchIndex.COUNTED_MAX);

    Watch one = expected(NOON.plusMillis(7), "sub-7");
    index.replace(many, Set.of(one));

    assertThat(late(NOON.plusSeconds(60))).isEqualTo(new WatchIndex.Late(1, List.of(one)));
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
