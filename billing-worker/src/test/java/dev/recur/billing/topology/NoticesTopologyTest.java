package dev.recur.billing.topology;

import static dev.recur.billing.topology.Bench.monthly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.LifecycleStatus;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.RenewalUpcoming;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.Trial;
import dev.recur.schemas.avro.TrialEnding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Announcements of charges, on the live clock and on test clocks, as the ledger has them. */
class NoticesTopologyTest {
  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-02-28T00:00:00Z");
  private static final Instant THIRD = Instant.parse("2026-03-31T00:00:00Z");
  private static final Duration LEAD = Duration.ofMinutes(1435);
  private static final Money PRICE = new Money(1999L, "USD");

  private final Bench bench = new Bench("2026-01-31T00:00:00Z");

  @AfterEach
  void close() {
    bench.close();
  }

  /** With the trial's first period free, its end is told, then each renewal. */
  @Test
  void testClock_shouldPassThroughAnnouncementsInOrder() {
    bench.tick("T1", START);
    bench.create(noticed(3, 7).setTestClockId("T1").build());
    bench.approve("r-1");
    bench.tick("T1", SECOND);
    bench.settleAll(ChargeOutcome.SUCCEEDED);
    bench.tick("T1", THIRD);
    bench.settleAll(ChargeOutcome.SUCCEEDED);

    List<SubscriptionEvent> events = bench.events();
    SubscriptionEvent ending = only(events, SubscriptionEvent::getTrialEnding);
    assertThat(ending.getTrialEnding())
        .isEqualTo(new TrialEnding(2, SECOND, THIRD, SECOND.minus(LEAD), PRICE));
    assertThat(ending.getAt()).isEqualTo(SECOND.minus(LEAD).minus(Duration.ofDays(3)));
    assertThat(ending.getLifecycleStatus()).isEqualTo(LifecycleStatus.TRIALING);
    SubscriptionEvent upcoming = only(events, SubscriptionEvent::getRenewalUpcoming);
    assertThat(upcoming.getRenewalUpcoming())
        .isEqualTo(
            new RenewalUpcoming(
                3, THIRD, Instant.parse("2026-04-30T00:00:00Z"), THIRD.minus(LEAD), PRICE));
    assertThat(upcoming.getAt()).isEqualTo(THIRD.minus(LEAD).minus(Duration.ofDays(7)));
    assertThat(events).extracting(SubscriptionEvent::getAt).isSorted();
  }

  /** The jump is an outage: what fell due in it is decided at its end, and the charge is due. */
  @Test
  void testClock_thatJumpsOverACharge_shouldDropItsAnnouncement() {
    bench.tick("T1", START);
    bench.create(noticed(3, 7).setTestClockId("T1").build());
    bench.approve("r-1");
    bench.replies();
    Instant target = SECOND.plus(Duration.ofDays(1));
    bench.jump("T1", target);
    bench.settleAll(ChargeOutcome.SUCCEEDED);

    List<SubscriptionEvent> events = bench.events();
    assertThat(events).noneMatch(event -> event.getTrialEnding() != null);
    assertThat(events).anyMatch(event -> event.getChargeSucceeded() != null);
    assertThat(bench.replies())
        .extracting(CommandReply::getClockReached)
        .filteredOn(Objects::nonNull)
        .isNotEmpty();
  }

  /** One entry in the index, with the policy or without. */
  @Test
  void live_shouldTellItOnceAndKeepOneEntryDue() {
    bench.create(noticed(3, 7).build());
    bench.approve("r-1");
    bench.passTime(Duration.ofDays(1));
    assertThat(bench.dueEntries()).isEqualTo(1);
    bench.events();
    bench.passTime(Duration.ofDays(24));
    assertThat(bench.events()).hasSize(1).allMatch(event -> event.getTrialEnding() != null);
    bench.passTime(Duration.ofDays(1));
    assertThat(bench.events()).isEmpty();
    assertThat(bench.dueEntries()).isEqualTo(1);
  }

  private static CreateSubscription.Builder noticed(int trialDays, int renewalDays) {
    return monthly("r-1", START)
        .setTrials(List.of(new Trial(1, 1, new Money(0L, "USD"))))
        .setPolicies(
            Policies.newBuilder()
                .setTrialNoticeDays(trialDays)
                .setRenewalNoticeDays(renewalDays)
                .build());
  }

  private static SubscriptionEvent only(
      List<SubscriptionEvent> events, Function<SubscriptionEvent, ?> field) {
    List<SubscriptionEvent> found =
        events.stream().filter(event -> field.apply(event) != null).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
