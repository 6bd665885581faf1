package dev.recur.systemtests.killreport;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Does to a rig's processes what a plan says, and knows what cannot be done here and why. */
final class Strikes {

  /** And a minute: a broker takes no record whose time is more than an hour ahead of its own. */
  private static final Duration HOUR = Duration.ofMinutes(61);

  /** Several bunches of cycles fall due meanwhile. */
  private static final Duration WRONG_FOR = Duration.ofSeconds(20);

  private static final Duration GUEST_STAYS = Duration.ofSeconds(10);
  private static final Duration FULL_FOR = Duration.ofSeconds(5);
  private static final Duration NOTICED_WITHIN = Duration.ofMinutes(1);

  private final KillRig rig;

  Strikes(KillRig rig) {
    this.rig = rig;
  }

  /** What cannot be done here, with the reason. */
  Map<Fault, String> impossible() {
    Map<Fault, String> why = new EnumMap<>(Fault.class);
    why.put(
        Fault.PARTITION, "these are processes on one host, and a network of their own is missing");
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

  /** What can. */
  Set<Fault> possible() {
    Set<Fault> all = EnumSet.allOf(Fault.class);
    all.removeAll(impossible().keySet());
    return all;
  }

  /** Does it, and returns when everything is ready again. */
  void strike(Plan.Step step) {
    Watched worker = rig.workers().get(step.choice() % rig.workers().size());
    switch (step.fault()) {
      case KILL_WORKER -> worker.kill();
      case KILL_SERVICE -> rig.service().kill();
      case KILL_NOTIFIER -> rig.notifier().kill();
      case KILL_CHANNEL -> rig.channel().kill();
      case KILL_BROKER -> rig.broker().kill();
      case KILL_REGISTRY -> rig.registry().kill();
      case REBALANCE -> visit();
      case LOST_STORE -> loseStore(worker);
      case FULL_DISK -> fillDisk();
      case CLOCK_AHEAD -> putClock(HOUR);
      case CLOCK_BEHIND -> putClock(HOUR.negated());
      case PARTITION -> throw new IllegalStateException("not possible here");
    }
    rig.all().forEach(Watched::awaitReady);
  }

  private void visit() {
    rig.guest().up();
    rig.guest().awaitReady();
    pause(GUEST_STAYS);
    rig.guest().endAndKeepDown();
  }

  private void loseStore(Watched worker) {
    worker.killAndKeepDown();
    KillRig.delete(rig.stateDir(worker));
    worker.up();
  }

  /** Until the broker gives up, as it does once it cannot write; then there is room again. */
  private void fillDisk() {
    SmallDisk disk = rig.disk().orElseThrow();
    int before = rig.broker().endedByItself();
    disk.fill();
    try {
      await("the broker to notice that its disk is full")
          .atMost(NOTICED_WITHIN)
          .until(() -> rig.broker().endedByItself() > before);
      pause(FULL_FOR);
    } finally {
      disk.free();
    }
  }

  /** The second worker's clock is wrong for a while, and then right again. */
  private void putClock(Duration ahead) {
    FakeClock clock = rig.clock().orElseThrow();
    clock.put(ahead);
    pause(WRONG_FOR);
    clock.put(Duration.ZERO);
    pause(WRONG_FOR);
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
