package dev.recur.systemtests.killreport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.systemtests.expect.LedgerCheck;
import dev.recur.systemtests.killreport.InFlight.Caught;
import dev.recur.systemtests.killreport.Receipts.Arrival;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A run that shows nothing does not count, however clean it is. */
class ProofTest {

  private static final Instant LAST = Instant.parse("2026-11-26T10:00:00Z");
  private static final Arrival TOLD = new Arrival("S1", 2);
  private static final Caught WORK = new Caught(LAST, Set.of("P1/1", "P2/1"), Set.of(TOLD));
  private static final Blow BLOW = new Blow(Fault.KILL_WORKER, WORK);
  private static final Findings AGAIN = findings(Set.of("P1/1"), Set.of(TOLD));

  @Test
  void faultThatMetWork_shouldCount_withWhatItMet() {
    Proof proof = new Proof(List.of(BLOW), 1, LAST, 1, AGAIN, 0);

    assertThat(proof.wanting()).isEmpty();
    assertThat(proof.charges(Fault.KILL_WORKER)).isEqualTo(2);
    assertThat(proof.presentedAgain(Fault.KILL_WORKER)).isEqualTo(1);
    assertThat(proof.webhooks(Fault.KILL_WORKER)).isEqualTo(1);
    assertThat(proof.deliveredAgain(Fault.KILL_WORKER)).isEqualTo(1);
    assertThat(proof.charges(Fault.KILL_BROKER)).isZero();
  }

  @Test
  void nothingPresentedAgain_shouldBeSaid() {
    Findings others = findings(Set.of("P9/1"), Set.of(TOLD));

    assertThat(new Proof(List.of(BLOW), 1, LAST, 1, others, 0).wanting())
        .containsExactly("no fault met work in flight: no charge was presented again");
  }

  @Test
  void nothingDeliveredAgain_shouldBeSaid() {
    Findings others = findings(Set.of("P1/1"), Set.of(new Arrival("S1", 1)));

    assertThat(new Proof(List.of(BLOW), 1, LAST, 1, others, 0).wanting())
        .containsExactly("no fault met work in flight: no webhook was delivered again");
  }

  @Test
  void faultThatMetNothing_shouldBeSaid() {
    Blow idle = new Blow(Fault.KILL_BROKER, new Caught(LAST, Set.of(), Set.of()));

    assertThat(new Proof(List.of(BLOW, idle), 2, LAST, 1, AGAIN, 0).wanting())
        .containsExactly("the broker killed by SIGKILL: met no work in flight");
  }

  @Test
  void faultAfterTheLastCycle_shouldBeSaid() {
    Blow late =
        new Blow(
            Fault.KILL_BROKER, new Caught(LAST.plusSeconds(1), WORK.charges(), WORK.webhooks()));

    assertThat(new Proof(List.of(BLOW, late), 2, LAST, 1, AGAIN, 0).wanting())
        .singleElement()
        .asString()
        .startsWith("the broker killed by SIGKILL: struck at 2026-11-26T10:00:01Z");
  }

  /** A run that shows too little is made once more; one after which something is broken is not. */
  @Test
  void faultThatAllDidNotRecoverFrom_shouldFail() {
    Blow broken = new Blow(Fault.FULL_DISK, WORK, "worker-0 was not ready", false);

    Page page = page(new Proof(List.of(BLOW, broken), 2, LAST, 1, AGAIN, 0));
    assertThat(page.wanting())
        .containsExactly("the broker's file system full: worker-0 was not ready");
    assertThat(page.isInconclusive()).isFalse();
  }

  @Test
  void faultThatDidNotTakeHold_shouldBeTriedOnceMore() {
    Blow unnoticed = new Blow(Fault.FULL_DISK, WORK, "the broker did not notice", true);

    Page page = page(new Proof(List.of(BLOW, unnoticed), 2, LAST, 1, AGAIN, 0));
    assertThat(page.wanting())
        .containsExactly("the broker's file system full: the broker did not notice");
    assertThat(page.isInconclusive()).isTrue();
  }

  @Test
  void faultThatDidNotStrike_andShopThatSoldNothing_shouldBeSaid() {
    assertThat(new Proof(List.of(BLOW), 3, LAST, 0, AGAIN, 0).wanting())
        .containsExactly("1 of 3 faults struck", "nothing was sold at the checkout");
  }

  @Test
  void runInWhichTheAuditFoundSomething_shouldFail() {
    Page page = page(new Proof(List.of(BLOW), 1, LAST, 1, AGAIN, 2));

    assertThat(page.wanting())
        .containsExactly("the audit found something that does not add up: see the notifier's log");
    assertThat(page.isInconclusive()).isFalse();
    assertThat(page.counts()).containsEntry("found by the audit not to add up", 2L);
  }

  private static Page page(Proof proof) {
    return Page.of("a run", Map.of(), proof, Map.of());
  }

  private static Findings findings(Set<String> presentedAgain, Set<Arrival> deliveredAgain) {
    return new Findings(
        LedgerCheck.of(List.of(), List.of()),
        presentedAgain,
        0,
        List.of(),
        Delivered.NOTHING,
        deliveredAgain);
  }
}
