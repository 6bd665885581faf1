package dev.recur.notifier.audit;

import static dev.recur.notifier.audit.AuditBench.ID;
import static dev.recur.notifier.audit.AuditBench.LEAD;
import static dev.recur.notifier.audit.AuditBench.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.notifier.audit.AuditMeters.ClockKind;
import dev.recur.notifier.audit.rules.Finding;
import dev.recur.notifier.audit.rules.Watch;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PeriodSkipped;
import dev.recur.schemas.avro.SkipReason;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.kafka.Cures;
import dev.recur.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTopologyTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Bytes BOOKS_OF_ID = Bytes.wrap(ID.getBytes(UTF_8));

  /** Behind the two bytes that every stored value begins with. */
  private static final int BYTE_OF_FINGERPRINT = 2;

  @TempDir Path stateDir;
  private AuditBench bench;

  @BeforeEach
  void start() {
    bench = new AuditBench(stateDir);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void aLifeThatAddsUp_shouldCountNothing() {
    bench.begins(null);
    bench.charged(1, START);
    Instant due = bench.startOf(2).minus(LEAD);
    bench.passUntil(due);
    bench.charged(2, due);
    bench.passUntil(bench.startOf(2));
    bench.started(2);
    bench.pass(PATIENCE.plusMinutes(1));

    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.LIVE)).isZero();
    assertThat(bench.late(Watch.Kind.IN_FLIGHT, ClockKind.LIVE)).isZero();
    assertThat(bench.late(Watch.Kind.UNMATCHED, ClockKind.LIVE)).isZero();
    assertThat(bench.findings()).isZero();
  }

  /** The worker is down: nobody says anything, and that is what is counted. */
  @Test
  void periodThatIsNotCharged_shouldBeOverdue_untilItIs() {
    bench.begins(null);
    bench.charged(1, START);
    Instant due = bench.startOf(2).minus(LEAD);
    bench.passUntil(due.plus(PATIENCE).minusSeconds(10));
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.LIVE)).isZero();

    bench.pass(Duration.ofSeconds(20));
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.LIVE)).isEqualTo(1);
    assertThat(bench.oldest(Watch.Kind.EXPECTED, ClockKind.LIVE)).isGreaterThan(PATIENCE);
    assertThat(bench.meters().named().getFirst().watch().id()).isEqualTo(ID);

    bench.charged(2, due.plus(PATIENCE));
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.LIVE)).isZero();
  }

  @Test
  void chargeWithoutAnAnswer_shouldCountAfterItsTime() {
    bench.begins(null);
    bench.asked(1, START);
    bench.requested(1, 19_900);
    bench.pass(Duration.ofHours(24).minusMinutes(1));
    assertThat(bench.late(Watch.Kind.IN_FLIGHT, ClockKind.LIVE)).isZero();

    bench.pass(Duration.ofMinutes(2));
    assertThat(bench.late(Watch.Kind.IN_FLIGHT, ClockKind.LIVE)).isEqualTo(1);
  }

  @Test
  void successThatOnlyTheChannelKnows_shouldBeUnmatched() {
    bench.begins(null);
    bench.asked(1, START);
    bench.requested(1, 19_900);
    bench.answered(1);
    bench.pass(PATIENCE.plusSeconds(10));
    assertThat(bench.late(Watch.Kind.UNMATCHED, ClockKind.LIVE)).isEqualTo(1);

    bench.paid(1, START);
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.late(Watch.Kind.UNMATCHED, ClockKind.LIVE)).isZero();
  }

  @Test
  void otherAmountAtTheChannel_shouldBeFound() {
    bench.begins(null);
    bench.asked(1, START);
    bench.requested(1, 19_901);
    bench.pass(Duration.ofSeconds(10));

    assertThat(bench.findings(Finding.Kind.AMOUNT_CHANGED)).isEqualTo(1);
    assertThat(bench.meters().latestFindings().getFirst()).contains(ID, "19901");
  }

  /** A test clock's time is its own: what lies beyond it is not due, however much time passes. */
  @Test
  void subscriptionOnATestClock_shouldBeOverdueByThatClock_onceItIsQuiet() {
    chargedOnATestClock();
    bench.pass(Duration.ofDays(400));
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.TEST)).isZero();
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.LIVE)).isZero();

    bench.tick("clock-1", bench.startOf(2).minus(LEAD));
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.TEST)).isZero();
    assertThat(bench.meters().busyClocks()).isEqualTo(1);

    bench.pass(PATIENCE);
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.TEST)).isEqualTo(1);
    assertThat(bench.meters().busyClocks()).isZero();

    bench.charged(2, bench.startOf(2).minus(LEAD));
    bench.pass(PATIENCE.plusSeconds(10));
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.TEST)).isZero();
  }

  private void chargedOnATestClock() {
    bench.tick("clock-1", START);
    bench.begins("clock-1");
    bench.charged(1, START);
  }

  /** The worker does not go there, and so nothing on that clock is overdue. */
  @Test
  void tickThatTheWorkerPutsAside_shouldBeUnreadable_andMoveNoClock() {
    chargedOnATestClock();
    bench.tick("clock-1", Instant.ofEpochMilli(Long.MAX_VALUE));
    bench.pass(PATIENCE.plusSeconds(10));

    assertThat(bench.unreadable(Topics.CLOCK_TICKS)).isEqualTo(1);
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.TEST)).isZero();
  }

  @Test
  void tickUnderAnotherClocksKey_shouldBeUnreadable_andMoveNoClock() {
    chargedOnATestClock();
    bench.tickUnder("clock-2", "clock-1", bench.startOf(9));
    bench.pass(PATIENCE.plusSeconds(10));

    assertThat(bench.unreadable(Topics.CLOCK_TICKS)).isEqualTo(1);
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.TEST)).isZero();
  }

  /** An earlier release took such a tick, and its clock shows where no other one is. */
  @Test
  void clockThatWasSentWhereNoneIs_shouldBeForgotten_andGoOnWithTheNextTick() {
    chargedOnATestClock();
    bench.put(AuditTopology.CLOCKS, "clock-1", Long.MAX_VALUE);
    bench.restart();
    bench.pass(PATIENCE.plusSeconds(10));
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.TEST)).isZero();

    bench.tick("clock-1", bench.startOf(2).minus(LEAD));
    bench.pass(PATIENCE.plusSeconds(10));
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.TEST)).isEqualTo(1);
  }

  @Test
  void restart_shouldKeepAllCounts() {
    bench.begins(null);
    bench.charged(1, START);
    bench.paid(1, START);
    bench.answered(7);
    bench.passUntil(bench.startOf(2).plus(PATIENCE));
    assertThat(bench.findings(Finding.Kind.PAID_TWICE)).isEqualTo(1);
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.LIVE)).isEqualTo(1);
    assertThat(bench.late(Watch.Kind.UNMATCHED, ClockKind.LIVE)).isEqualTo(1);

    bench.restart();

    assertThat(bench.findings(Finding.Kind.PAID_TWICE)).isEqualTo(1);
    assertThat(bench.findings()).isEqualTo(1);
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.LIVE)).isEqualTo(1);
    assertThat(bench.late(Watch.Kind.UNMATCHED, ClockKind.LIVE)).isEqualTo(1);
  }

  /** What the old processor has at hand is old, and must not be put over what is new. */
  @Test
  void taskThatBeginsAnew_shouldBeLookedAtByTheNewProcessorOnly() {
    bench.begins(null);
    bench.asked(1, START);
    bench.pass(Duration.ofSeconds(2));
    bench.beginTaskAnew();
    bench.requested(1, 19_900);
    bench.answered(1);
    bench.paid(1, START);
    bench.pass(PATIENCE.plusSeconds(10));
    bench.restart();

    assertThat(bench.late(Watch.Kind.UNMATCHED, ClockKind.LIVE)).isZero();
    bench.started(2);
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.findings()).isZero();
  }

  /** A broker may lose how far a group had read, and so may somebody who sets it back. */
  @Test
  void recordsReadBefore_shouldNotBeTakenForOnesWrittenTwice() {
    bench.begins(null);
    bench.charged(1, START);
    bench.tick("clock-1", START);
    bench.pipe(Topics.SUBSCRIPTION_EVENTS, new byte[] {1, 2, 3});
    bench.restartAtTheFirstRecord();
    bench.pass(PATIENCE.plusSeconds(10));

    assertThat(bench.findings()).isZero();
    for (Watch.Kind kind : Watch.Kind.values()) {
      assertThat(bench.late(kind, ClockKind.LIVE)).as("%s", kind).isZero();
    }
  }

  @Test
  void eventWrittenTwice_shouldBeFound_alsoAfterOthersWereReadAgain() {
    bench.begins(null);
    bench.restartAtTheFirstRecord();
    bench.happens(bench.ledger().get(1));
    bench.pass(Duration.ofSeconds(2));

    assertThat(bench.findings(Finding.Kind.SEQUENCE_REPEATED)).isEqualTo(1);
    assertThat(bench.findings()).isEqualTo(1);
  }

  /** Offsets begin anew, times do not. */
  @Test
  void topicsMadeAnew_shouldBeLookedAt() {
    bench.begins(null);
    bench.charged(1, START);
    bench.restart();
    bench.requested(2, 19_900);
    bench.answered(2);
    bench.pass(PATIENCE.plusSeconds(10));

    assertThat(bench.late(Watch.Kind.UNMATCHED, ClockKind.LIVE)).isPositive();
  }

  @Test
  void booksThatAreNoLongerAtHand_shouldBeReadAgain() {
    bench.begins(null);
    for (int i = 0; i < 50; i++) {
      bench.another("S%040x".formatted(i));
      bench.begins(null);
    }

    bench.another(ID);
    bench.started(1);
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.findings(Finding.Kind.SEQUENCE_REPEATED)).isEqualTo(1);
    assertThat(bench.findings()).isEqualTo(1);
  }

  @Test
  void bytesThatNobodyCanRead_shouldBeCounted_andWorkGoesOn() {
    bench.begins(null);
    for (var topic :
        new dev.recur.schemas.topic.TopicSpec<?>[] {
          Topics.SUBSCRIPTION_EVENTS,
          Topics.CHARGE_REQUESTS,
          Topics.CHARGE_RESULTS,
          Topics.CLOCK_TICKS
        }) {
      bench.pipe(topic, new byte[] {1, 2, 3});
      assertThat(bench.unreadable(topic)).isEqualTo(1);
    }
    bench.charged(1, START);
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.findings()).isZero();
  }

  /** Each record of that subscription is a fault, and every other one is audited. */
  @Test
  void booksThatNobodyCanRead_shouldBeAFault_andWorkGoesOn() {
    byte[] broken = {1, 2, 3};
    bench.put(AuditTopology.BOOKS, BOOKS_OF_ID, broken);
    bench.begins(null);
    bench.another("S%040x".formatted(2));
    bench.begins(null);
    bench.started(7);
    bench.pass(Duration.ofSeconds(2));

    assertThat(bench.findings(Finding.Kind.FAULT)).isEqualTo(3);
    assertThat(bench.findings(Finding.Kind.OFF_CALENDAR)).isEqualTo(1);
    assertThat(bench.get(AuditTopology.BOOKS, BOOKS_OF_ID)).isEqualTo(broken);
  }

  /** Nobody sends a record of it, so the time that was noted down shows that they are broken. */
  @Test
  void booksThatNobodyCanRead_shouldBeAFault_whenTheirTimeComes_andWatchedOnceTheyCanBeRead() {
    bench.begins(null);
    bench.charged(1, START);
    byte[] right = (byte[]) Objects.requireNonNull(bench.get(AuditTopology.BOOKS, BOOKS_OF_ID));
    bench.put(AuditTopology.BOOKS, BOOKS_OF_ID, new byte[] {1, 2, 3});
    bench.restart();
    bench.pass(PATIENCE);
    assertThat(bench.findings(Finding.Kind.FAULT)).isEqualTo(1);
    bench.pass(Duration.ofMinutes(50));
    assertThat(bench.findings()).isEqualTo(1);

    bench.put(AuditTopology.BOOKS, BOOKS_OF_ID, right);
    bench.passUntil(bench.startOf(2).plus(PATIENCE));
    assertThat(bench.findings()).isEqualTo(1);
    assertThat(bench.late(Watch.Kind.EXPECTED, ClockKind.LIVE)).isEqualTo(1);
  }

  /** Passed over, what happens now would be missing from the books once that release is back. */
  @Test
  void booksOfALaterRelease_shouldStopTheAudit_andStayAsTheyAre() {
    bench.begins(null);
    byte[] later = later((byte[]) bench.get(AuditTopology.BOOKS, BOOKS_OF_ID));
    bench.put(AuditTopology.BOOKS, BOOKS_OF_ID, later);
    bench.restart();

    assertThatThrownBy(() -> bench.charged(1, START))
        .extracting(Cures::of)
        .asString()
        .contains("roll out that release of the notifier again");
    assertThat(bench.get(AuditTopology.BOOKS, BOOKS_OF_ID)).isEqualTo(later);
    assertThat(bench.findings()).isZero();
  }

  @Test
  void booksOfALaterRelease_shouldStopTheAudit_whenTheirTimeComes() {
    bench.begins(null);
    bench.charged(1, START);
    byte[] later = later((byte[]) bench.get(AuditTopology.BOOKS, BOOKS_OF_ID));
    bench.put(AuditTopology.BOOKS, BOOKS_OF_ID, later);
    bench.restart();

    assertThatThrownBy(() -> bench.pass(PATIENCE))
        .extracting(Cures::of)
        .asString()
        .contains("roll out that release of the notifier again");
    assertThat(bench.get(AuditTopology.BOOKS, BOOKS_OF_ID)).isEqualTo(later);
  }

  /** The same books under a schema that nobody knows yet. */
  private static byte[] later(byte @Nullable [] books) {
    byte[] later = Objects.requireNonNull(books).clone();
    later[BYTE_OF_FINGERPRINT]++;
    return later;
  }

  /** Nearly everything that is watched is over in a second. */
  @Test
  void chargeThatGoesThrough_shouldWriteNothingAboutWhatIsWatched() {
    bench.begins(null);
    var before = bench.entries(AuditTopology.WATCHES);
    assertThat(before).hasSize(1);

    bench.asked(1, START);
    assertThat(bench.entries(AuditTopology.WATCHES)).isEqualTo(before);
    bench.requested(1, 19_900);
    bench.answered(1);
    bench.paid(1, START);
    assertThat(bench.entries(AuditTopology.WATCHES)).isEqualTo(before);

    bench.pass(PATIENCE.plusSeconds(10));
    assertThat(bench.entries(AuditTopology.WATCHES)).hasSize(1).isNotEqualTo(before);
  }

  /** A later version ran for a while, and found what this one has no word for. */
  @Test
  void kindOfALaterVersion_shouldBeSetAside() {
    bench.begins(null);
    bench.charged(1, START);
    bench.paid(1, START);
    bench.put(AuditTopology.FINDINGS, "OF_A_LATER_VERSION", 3L);
    bench.restart();

    assertThat(bench.findings()).isEqualTo(1);
    assertThat(bench.get(AuditTopology.FINDINGS, "OF_A_LATER_VERSION")).isEqualTo(3L);
  }

  @Test
  void nameThatIsTooLong_shouldBeUnreadable_andKeptNowhere() {
    bench.begins(null);
    String name = "k".repeat(AuditProcessor.NAME_CHARS_MAX + 1);
    bench.pipe(Topics.CHARGE_REQUESTS, ChargeRequest.newBuilder(request()).setKey(name).build());
    bench.pipe(
        Topics.CHARGE_REQUESTS, ChargeRequest.newBuilder(request()).setPaymentId(name).build());
    bench.pipe(
        Topics.CHARGE_REQUESTS,
        ChargeRequest.newBuilder(request()).setSubscriptionId(name).build());
    bench.pipe(
        Topics.CHARGE_REQUESTS,
        ChargeRequest.newBuilder(request()).setAmount(new Money(1L, name)).build());
    bench.pipe(
        Topics.CHARGE_RESULTS, ChargeResult.newBuilder(bench.result(1)).setKey(name).build());
    bench.pipe(
        Topics.CHARGE_RESULTS, ChargeResult.newBuilder(bench.result(1)).setPaymentId(name).build());
    bench.pass(PATIENCE.plusSeconds(10));

    assertThat(bench.unreadable(Topics.CHARGE_REQUESTS)).isEqualTo(4);
    assertThat(bench.unreadable(Topics.CHARGE_RESULTS)).isEqualTo(2);
    assertThat(bench.late(Watch.Kind.UNMATCHED, ClockKind.LIVE)).isZero();
    assertThat(bench.findings()).isZero();
  }

  private ChargeRequest request() {
    return bench.request(1, 19_900);
  }

  /** Left out, it would be missing from the books, and all that follows would not add up. */
  @Test
  void wordOfALaterRelease_shouldStopTheAudit() {
    bench.begins(null);
    SubscriptionEvent skipped =
        bench
            .event(START)
            .setPeriodSkipped(
                new PeriodSkipped(2, bench.startOf(2), bench.startOf(3), SkipReason.UNKNOWN))
            .build();
    assertThatThrownBy(() -> bench.happens(skipped))
        .rootCause()
        .hasMessageContaining("update the notifier first");
  }

  @Test
  void eventOfALaterRelease_shouldStopTheAudit() {
    assertThatThrownBy(() -> bench.happens(bench.event(START).build()))
        .extracting(Cures::of)
        .asString()
        .contains("update the notifier first")
        .contains("topic=subscription.events", "partition=", "offset=");
  }
}
