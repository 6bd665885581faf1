package dev.recur.systemtests.killreport;

import dev.recur.benchmark.rig.Waiting;
import dev.recur.systemtests.stack.ChannelGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Sees to it that a fault meets work under way: when a bunch of cycles falls due, every second
 * answer of the bank is held back, and every second acknowledgement of the merchant. Money has
 * moved and the worker does not know; the merchant was told and the notifier does not know.
 */
final class InFlight {

  /** So much must be held before a fault strikes. */
  private static final int CHARGES_MIN = 4;

  private static final int WEBHOOKS_MIN = 2;

  /** A bunch that is under way by then; shorter than anybody's patience with an answer. */
  private static final Duration CAUGHT_WITHIN = Duration.ofSeconds(4);

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /** After a fault all may be catching up yet, so the next bunch may not be under way in time. */
  private static final int BUNCHES_MAX = 6;

  private final ChannelGate gate;
  private final Receipts receipts;
  private final Cycles cycles;
  private Instant heldUntil = Instant.MIN;

  InFlight(ChannelGate gate, Receipts receipts, Cycles cycles) {
    this.gate = gate;
    this.receipts = receipts;
    this.cycles = cycles;
  }

  /**
   * What was held back when a fault struck.
   *
   * @param at when it struck
   * @param charges their keys
   * @param webhooks what was told
   */
  record Caught(Instant at, Set<String> charges, Set<Receipts.Arrival> webhooks) {}

  /** Holds a bunch's answers back, and returns so long after some are held. */
  void hold(Duration longer) {
    boolean caught = false;
    for (int bunch = 0; bunch < BUNCHES_MAX && !caught; bunch++) {
      release();
      Strikes.pauseUntil(cycles.nextBunch(Instant.now()));
      gate.holdAnswers(key -> key.hashCode() % 2 == 0);
      receipts.holdAcknowledgements();
      caught = isCaught();
    }
    Waiting.pause(longer);
    heldUntil = Instant.now();
  }

  /** What is held back now, or was last. */
  Caught caught() {
    return new Caught(heldUntil, Set.copyOf(gate.held()), receipts.held());
  }

  /** Lets it go its way, where there is still somebody to take it. */
  void release() {
    gate.release();
    receipts.release();
  }

  /** Loses the bank's answers on their way. */
  void lose() {
    gate.lose();
    receipts.release();
  }

  private boolean isCaught() {
    long deadline = System.nanoTime() + CAUGHT_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      List<String> charges = gate.held();
      if (charges.size() >= CHARGES_MIN && receipts.held().size() >= WEBHOOKS_MIN) {
        return true;
      }
      Waiting.pause(LOOK_EVERY);
    }
    return false;
  }
}
