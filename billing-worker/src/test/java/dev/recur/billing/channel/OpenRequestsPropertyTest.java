package dev.recur.billing.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.TopicPartition;

/** What is committed never passes over a request that has no result. */
class OpenRequestsPropertyTest {

  private static final TopicPartition PARTITION = new TopicPartition("requests", 0);

  private final OpenRequests open = new OpenRequests();

  @Property(tries = 300)
  void commit_shouldCoverAllThatIsDone_andNothingElse(
      @ForAll @IntRange(max = 40) int count, @ForAll long seed) {
    OpenRequests requests = new OpenRequests();
    Random random = new Random(seed);
    List<Long> left = new ArrayList<>();
    long offset = 100;
    for (int n = 0; n < count; n++) {
      requests.took(PARTITION, offset);
      left.add(offset);
      // What ends a transaction has an offset, too.
      offset += 1 + random.nextInt(3);
    }
    requests.readTo(PARTITION, offset);
    long next = offset;
    Collections.shuffle(left, random);
    long committed = 100;
    while (!left.isEmpty()) {
      requests.done(PARTITION, left.removeLast());
      long position = left.stream().mapToLong(Long::longValue).min().orElse(next);
      assertThat(requests.toCommit())
          .isEqualTo(position > committed ? Map.of(PARTITION, position) : Map.of());
      assertThat(requests.count()).isEqualTo(left.size());
      assertThat(requests.span()).isEqualTo(next - position);
      if (random.nextBoolean()) {
        requests.committed(requests.toCommit());
        committed = position;
      }
    }
  }

  /** A worker that was killed leaves a transaction that is given up, and nothing may follow it. */
  @Example
  void whatHoldsNoRequest_shouldBeCommitted_thoughThePartitionIsMetFirst() {
    open.readTo(PARTITION, 12);
    assertThat(open.toCommit()).isEqualTo(Map.of(PARTITION, 12L));
    open.committed(open.toCommit());
    assertThat(open.toCommit()).isEmpty();
    assertThat(open.span()).isZero();
  }

  @Example
  void whatWentElsewhere_shouldNotBeCommitted() {
    open.took(PARTITION, 5);
    open.forget(Set.of(PARTITION));
    open.done(PARTITION, 5);
    assertThat(open.toCommit()).isEmpty();
    assertThat(open.count()).isZero();
  }
}
