package dev.recur.systemtests.killreport;

import static org.awaitility.Awaitility.await;

import dev.recur.benchmark.rig.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ConditionTimeoutException;

/** Does to a rig's processes what a plan says, and knows what cannot be done here and why. */
final class Strikes {

  /**
   * Not quite an hour: of a time further ahead the broker would take no record, and nothing that a
   * worker does too early would come about and be counted.
   */
  private static final Duration AHEAD = Duration.ofMinutes(59);

  private static final Duration AHEAD_SEEN = AHEAD.minusMinutes(1);
  private static final Duration BEHIND = Duration.ofMinutes(61);

  /** Several bunches of cycles fall due meanwhile. */
  private static final Duration WRONG_FOR = Duration.ofSeconds(20);

  private static final Duration GUEST_STAYS = Duration.ofSeconds(8);

  /** What a process needs to see that its clock was put, or that it is to end. */
  private static final Duration SEEN_AFTER = Duration.ofSeconds(2);

  private static final Duration FULL_FOR = Duration.ofSeconds(5);
  private static final Duration NOTICED_WITHIN = Duration.ofMinutes(1);

  /** Left on the disk until work is in flight. */
  private static final long ALMOST_FULL_BYTES = 64L << 20;

  private final KillRig rig;
  private final InFlight inFlight;
  private final List<Blow> blows = new ArrayList<>();

  Strikes(KillRig rig, InFlight inFlight) {
    this.rig = rig;
    this.inFlight = inFlight;
  }

  /** What cannot be done here, with the reason. */
  static Map<Fault, String> impossible(KillRig rig) {
    Map<Fault, String> why = new EnumMap<>(Fault.class);
    why.put(
        Fault.PARTITION, "these are processes on one host: deploy/system-tests/containers does it");
    if (rig.disk().isEmpty()) {
      why.put(Fault.FULL_DISK, "mount -t tmpfs is not allowed here; root may");
    }
    if (rig.clock().isEmpty()) {
      String missing = "no libfaketime here; apt-get install faketime brings it";
      why.put(Fault.CLOCK_AHEAD, missing);
      why.put(Fault.CLOCK_BEHIND, missing);
    }
    return why;
  }

  /** What has struck, in its order. */
  List<Blow> blows() {
    return List.copyOf(blows);
  }

  /**
   * Does it while work is in flight, and returns when everything is ready again, or should have
   * been.
   */
  Blow strike(Plan.Step step) {
    String trouble;
    boolean isBack;
    try {
      trouble = waitedInVain(() -> doIt(step));
      String notBack = waitedInVain(() -> rig.all().forEach(Watched::awaitReady));
      isBack = notBack.isEmpty();
      trouble = isBack ? trouble : notBack;
    } finally {
      inFlight.release();
    }
    Blow blow = new Blow(step.fault(), inFlight.caught(), trouble, isBack);
    blows.add(blow);
    return blow;
  }

  /** What did not come in time, in words; empty where all did. */
  private static String waitedInVain(Runnable waiting) {
    try {
      waiting.run();
      return "";
    } catch (ConditionTimeoutException e) {
      return "waited in vain: " + e.getMessage();
    }
  }

  private void doIt(Plan.Step step) {
    Watched worker = rig.workers().get(step.choice() % rig.workers().size());
    Duration held = step.held();
    switch (step.fault()) {
      case KILL_WORKER -> kill(worker, held);
      case KILL_SERVICE -> kill(rig.service(), held);
      case KILL_NOTIFIER -> kill(rig.notifier(), held);
      case KILL_CHANNEL -> {
        kill(rig.channel(), held);
        // Its answers go with it.
        inFlight.lose();
      }
      case KILL_BROKER -> kill(rig.broker(), held);
      case KILL_REGISTRY -> kill(rig.registry(), held);
      case REBALANCE -> visit(held);
      case LOST_STORE -> loseStore(worker, held);
      case FULL_DISK -> fillDisk(held);
      case CLOCK_AHEAD -> putClockAhead(held);
      case CLOCK_BEHIND -> putClockBehind(held);
      case PARTITION -> throw new IllegalStateException("not possible here");
    }
    inFlight.release();
  }

  private void kill(Watched victim, Duration held) {
    inFlight.hold(held);
    victim.kill();
  }

  /** The guest comes, and leaves while all three have requests in flight. */
  private void visit(Duration held) {
    rig.guest().up();
    rig.guest().awaitReady();
    Waiting.pause(GUEST_STAYS);
    inFlight.hold(held);
    CompletableFuture<Void> leaving = CompletableFuture.runAsync(rig.guest()::endAndKeepDown);
    Waiting.pause(SEEN_AFTER);
    inFlight.release();
    leaving.join();
  }

  private void loseStore(Watched worker, Duration held) {
    inFlight.hold(held);
    worker.killAndKeepDown();
    inFlight.release();
    KillRig.delete(rig.stateDir(worker));
    worker.up();
  }

  /** Until the broker gives up, as it does once it cannot write; then there is room again. */
  private void fillDisk(Duration held) {
    SmallDisk disk = rig.disk().orElseThrow();
    int before = rig.broker().endedByItself();
    try {
      disk.fill(ALMOST_FULL_BYTES);
      inFlight.hold(held);
      disk.fill();
      inFlight.release();
      awaitEnded(rig.broker(), before, "the broker to notice that its disk is full");
      Waiting.pause(FULL_FOR);
    } finally {
      disk.free();
    }
  }

  /**
   * It is not believed meanwhile, by the worker's own figure, and the worker lives on; put back, it
   * ends the worker.
   */
  private void putClockAhead(Duration held) {
    FakeClock clock = rig.clock().orElseThrow();
    Watched worker = rig.clocked();
    int before = worker.endedByItself();
    inFlight.hold(held);
    try {
      clock.put(AHEAD);
      Waiting.pause(SEEN_AFTER);
      inFlight.release();
      await("the worker to see that its clock is an hour ahead")
          .atMost(NOTICED_WITHIN)
          .ignoreExceptions()
          .until(() -> rig.clockAhead().compareTo(AHEAD_SEEN) > 0);
      Waiting.pause(WRONG_FOR);
      if (worker.endedByItself() > before) {
        throw new AssertionError("The worker ended while its clock was ahead.");
      }
    } finally {
      clock.put(Duration.ZERO);
    }
    awaitEnded(worker, before, "the worker to see that its clock was put back from ahead");
  }

  /** The worker ends over it, starts anew an hour behind and is believed; then it is put right. */
  private void putClockBehind(Duration held) {
    FakeClock clock = rig.clock().orElseThrow();
    Watched worker = rig.clocked();
    int before = worker.endedByItself();
    inFlight.hold(held);
    try {
      clock.put(BEHIND.negated());
      Waiting.pause(SEEN_AFTER);
      inFlight.release();
      awaitEnded(worker, before, "the worker to see that its clock was put back");
      worker.awaitReady();
      Waiting.pause(WRONG_FOR);
    } finally {
      clock.put(Duration.ZERO);
    }
  }

  private static void awaitEnded(Watched process, int before, String what) {
    await(what).atMost(NOTICED_WITHIN).until(() -> process.endedByItself() > before);
  }

  static void pauseUntil(Instant time) {
    Duration left = Duration.between(Instant.now(), time);
    if (left.isPositive()) {
      Waiting.pause(left);
    }
  }
}
