package dev.recur.billing.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final List<String> exits = new ArrayList<>();
  private Instant machine = Instant.parse("2026-11-26T10:00:00Z");
  private @Nullable Instant cluster = machine;
  private @Nullable ExecutionException failure;
  private long nanos = 1_000;
  private int asked;

  private final ClockWatch watch =
      new ClockWatch(this::ask, () -> machine, () -> nanos, (what, _) -> exits.add(what));

  private Instant ask() throws ExecutionException, TimeoutException {
    asked++;
    if (failure != null) {
      throw failure;
    }
    if (cluster == null) {
      throw new TimeoutException();
    }
    return cluster;
  }

  @Test
  void agreeing_shouldBelieveTheMachine_andAskSeldom() throws InterruptedException {
    watch.look();
    pass(Duration.ofSeconds(30));

    assertThat(watch.believed(machine)).isEqualTo(machine);
    assertThat(watch.dueThrough(machine)).isEqualTo(machine);
    assertThat(asked).isEqualTo(1);
    pass(Duration.ofMinutes(10));
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void unasked_shouldTakeNothingThatFallsDue_butKnowTheTime() {
    assertThat(watch.dueThrough(machine)).isEqualTo(Instant.EPOCH);
    assertThat(watch.believed(machine)).isEqualTo(machine);
  }

  @Test
  void putAhead_shouldGoOnByTheClustersTime_untilItAgrees() throws InterruptedException {
    watch.look();
    machine = machine.plus(HOUR);
    pass(Duration.ofSeconds(20));

    assertThat(watch.dueThrough(machine)).isEqualTo(machine.minus(HOUR));
    assertThat(watch.believed(machine)).isEqualTo(machine.minus(HOUR));
    assertThat(watch.aheadSeconds()).isEqualTo(3_600);

    // A machine that slept finds the cluster an hour on, too.
    cluster = machine;
    pass(Duration.ofSeconds(1));
    assertThat(watch.dueThrough(machine)).isEqualTo(machine);
    assertThat(exits).isEmpty();
  }

  @Test
  void putAhead_shouldBeNoticedBeforeTheNextQuestion() throws InterruptedException {
    watch.look();
    machine = machine.plus(HOUR);

    assertThat(watch.dueThrough(machine)).isEqualTo(machine.minus(HOUR));
  }

  @Test
  void startedAhead_shouldGoByTheClustersTime() throws InterruptedException {
    cluster = machine.minus(HOUR);
    watch.look();

    assertThat(watch.dueThrough(machine)).isEqualTo(machine.minus(HOUR));
  }

  @Test
  void behind_shouldBeBelieved_becauseLateCanBeMended() throws InterruptedException {
    cluster = machine.plus(HOUR);
    watch.look();

    assertThat(watch.dueThrough(machine)).isEqualTo(machine);
    assertThat(watch.aheadSeconds()).isEqualTo(-3_600);
  }

  @Test
  void aFewSecondsAhead_shouldBeBelieved() throws InterruptedException {
    cluster = machine.minus(AgreedTime.AHEAD_MAX);
    watch.look();

    assertThat(watch.dueThrough(machine)).isEqualTo(machine);
  }

  @Test
  void putBack_shouldEndTheProcess() throws InterruptedException {
    watch.look();
    machine = machine.minus(HOUR);
    watch.look();

    assertThat(exits).singleElement().asString().contains("put back by 3600 s");
  }

  @Test
  void slowedALittle_shouldGoOn() throws InterruptedException {
    watch.look();
    for (int i = 0; i < 100; i++) {
      nanos += Duration.ofMillis(250).toNanos();
      machine = machine.plusMillis(240);
      watch.look();
    }

    assertThat(exits).isEmpty();
  }

  @Test
  void noAnswer_shouldBeAskedForAgain() throws InterruptedException {
    Instant known = cluster;
    cluster = null;
    watch.look();
    assertThat(watch.dueThrough(machine)).isEqualTo(Instant.EPOCH);

    cluster = known;
    pass(Duration.ofSeconds(1));
    assertThat(watch.dueThrough(machine)).isAfter(Instant.EPOCH);
  }

  @Test
  void clusterThatDoesNotTell_shouldLeaveTheMachineBelieved() throws InterruptedException {
    failure = new ExecutionException(new ClusterAuthorizationException("no"));
    watch.look();

    assertThat(watch.dueThrough(machine)).isEqualTo(machine);
    assertThat(watch.dueThrough(machine.plus(HOUR))).isEqualTo(machine.plus(HOUR));
  }

  /** A machine that was known to be ahead does not become right by a right that is taken away. */
  @Test
  void clusterThatNoLongerTells_shouldBeCountedOn() throws InterruptedException {
    watch.look();
    machine = machine.plus(HOUR);
    failure = new ExecutionException(new ClusterAuthorizationException("no more"));
    pass(Duration.ofMinutes(11));

    assertThat(watch.dueThrough(machine)).isEqualTo(machine.minus(HOUR));
  }

  @Test
  void clusterThatNeverAnswers_shouldNotHoldChargesForEver() throws InterruptedException {
    failure = new ExecutionException(new IllegalStateException("no controller"));
    watch.look();
    pass(ClockWatch.UNANSWERED_MAX.minusSeconds(1));
    assertThat(watch.dueThrough(machine)).isEqualTo(Instant.EPOCH);
    assertThat(watch.aheadSeconds()).isNaN();

    pass(Duration.ofSeconds(1));
    assertThat(watch.dueThrough(machine)).isEqualTo(machine);
  }

  /** Until when a key may be presented was written down by the cluster's time. */
  @Test
  void sharedTime_shouldBeTheClusters_whereTheMachineIsAheadOrBehind() throws InterruptedException {
    assertThat(watch.instant()).isEqualTo(machine);
    Instant known = machine;
    for (Duration off : List.of(HOUR, HOUR.negated())) {
      cluster = known.minus(off);
      nanos += Duration.ofMinutes(10).toNanos();
      cluster = cluster.plus(Duration.ofMinutes(10));
      machine = known.plus(Duration.ofMinutes(10));
      known = machine;
      watch.look();
      assertThat(watch.instant()).isEqualTo(cluster);
    }
  }

  /** Time passes for everybody, and the watch looks. */
  private void pass(Duration time) throws InterruptedException {
    nanos += time.toNanos();
    machine = machine.plus(time);
    if (cluster != null) {
      cluster = cluster.plus(time);
    }
    watch.look();
  }
}
