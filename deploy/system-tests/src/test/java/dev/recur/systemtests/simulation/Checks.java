package dev.recur.systemtests.simulation;

import dev.recur.billing.topology.DecidedAgain;
import dev.recur.local.channel.ledger.LedgerLine;
import dev.recur.local.channel.ledger.Operation;
import dev.recur.local.channel.ledger.Outcome;
import dev.recur.schemas.avro.Actor;
import dev.recur.schemas.avro.DecisionInput;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;

/** What must be true once all is still, whatever went wrong on the way. */
final class Checks {

  private final Simulation simulation;
  private final World world;
  private final List<String> broken = new ArrayList<>();

  private Checks(Simulation simulation) {
    this.simulation = simulation;
    this.world = simulation.world();
  }

  /** Everything that is wrong, each in one sentence; empty when nothing is. */
  static List<String> of(Simulation simulation) {
    Checks checks = new Checks(simulation);
    checks.check();
    return checks.broken;
  }

  private void check() {
    Map<String, List<SubscriptionEvent>> events = new LinkedHashMap<>();
    for (SubscriptionEvent event : world.all(Topics.SUBSCRIPTION_EVENTS)) {
      events.computeIfAbsent(event.getSubscriptionId(), _ -> new ArrayList<>()).add(event);
    }
    Map<String, History> histories = new LinkedHashMap<>();
    events.forEach((id, told) -> histories.put(id, new History(id, told)));
    histories.values().forEach(this::sequence);
    histories.values().forEach(this::outcomes);
    histories.values().forEach(this::decidedOnce);
    money(histories);
    for (Merchant merchant : simulation.merchants()) {
      History history = histories.get(merchant.plan().subscriptionId());
      if (history == null && merchant.isTooLate()) {
        world.saw(Seen.TOO_LATE);
      } else if (history == null) {
        wrong("%s was never created", merchant.plan().requestId());
      }
      if (!merchant.isOver()) {
        wrong("the merchant of %s still waits", merchant.plan().requestId());
      }
      accepted(merchant, histories);
    }
    new CourseChecks(simulation, histories, broken).check();
    histories.values().forEach(history -> changes(history, histories));
    broken.addAll(ReadingOrder.of(world, histories.values()));
    broken.addAll(ToldChecks.of(simulation, histories.values()));
    simulation.billing().slots().forEach(slot -> decidedAgain(slot, histories.values()));
    world.programs().audit().objections().forEach(what -> wrong("the audit shows %s", what));
    nothingStuck();
  }

  @SuppressWarnings("AnnotateFormatMethod") // Its annotation is in no library that is here.
  private void wrong(String format, Object... what) {
    broken.add(format.formatted(what));
  }

  private void sequence(History history) {
    long expected = 1;
    for (SubscriptionEvent event : history.events()) {
      if (event.getSequence() != expected++) {
        wrong("%s: event %d is not the next", history.subscriptionId(), event.getSequence());
        return;
      }
    }
  }

  private void outcomes(History history) {
    int expected = 1;
    for (Map.Entry<Integer, List<History.Fate>> period : history.fates().entrySet()) {
      // Who charges by hand owes no period an outcome, but each has one at most.
      if (history.isManaged() && period.getKey() != expected++) {
        wrong("%s: no outcome of period %d", history.subscriptionId(), expected - 1);
        expected = period.getKey() + 1;
      }
      if (period.getValue().size() != 1) {
        wrong(
            "%s: period %d has the outcomes %s",
            history.subscriptionId(), period.getKey(), period.getValue());
      }
    }
    if (!history.open().isEmpty()) {
      wrong("%s: no outcome of %s", history.subscriptionId(), history.open());
    }
    if (history.isParked()) {
      wrong("%s: is still parked", history.subscriptionId());
    }
    if (history.overAt().isEmpty()) {
      wrong("%s: is not over", history.subscriptionId());
    }
  }

  /** However often a command came and was read, it was done once, also after a refusal. */
  private void decidedOnce(History history) {
    Set<String> decided = new HashSet<>();
    for (SubscriptionEvent event : history.events()) {
      DecisionInput input = event.getInput();
      SubscriptionCommand command = input == null ? null : input.getCommand();
      // The steps of a change are all called by the subscription that is made.
      if (command != null
          && command.getActor() != Actor.WORKER
          && event.getCommandRefused() == null
          && !decided.add(command.getCommandId())) {
        wrong(
            "%s: event %d is the second thing done for the command %s",
            history.subscriptionId(), event.getSequence(), command.getCommandId());
      }
    }
  }

  /** Everything of which a merchant was told that it is accepted was done. */
  private void accepted(Merchant merchant, Map<String, History> histories) {
    for (Merchant.Accepted accepted : merchant.accepted()) {
      History history = histories.get(accepted.subscriptionId());
      if (history == null || !isDone(accepted.act(), merchant.plan(), history)) {
        wrong("%s: %s was accepted and not done", accepted.subscriptionId(), accepted.act());
      }
    }
  }

  private static boolean isDone(Act act, Plan plan, History history) {
    return switch (act.kind()) {
      case PAUSE, PRICE_NOW, PRICE_NEXT, PERIOD, REPLACE_METHOD, REFUND, CHARGE, CHANGE ->
          history.granted().contains(act.requestIdIn(plan));
      case CANCEL ->
          history.isOver()
              || history.events().stream().anyMatch(event -> event.getRenewalCancelled() != null);
      case HELD_CYCLES ->
          history.events().stream()
              .map(SubscriptionEvent::getHeldCyclesDecided)
              .filter(Objects::nonNull)
              .anyMatch(decided -> decided.getApproved() == Wishes.approves(act));
      // Of one that is not paused it is what is asked for.
      case RESUME -> true;
    };
  }

  /** A change has one outcome: this subscription and no other, or that one and not this. */
  private void changes(History history, Map<String, History> histories) {
    history
        .changes()
        .forEach(
            (next, outcome) -> {
              History other = histories.get(next);
              // One that came in another one's place, under the same id, is not its own.
              boolean began = other != null && other.follows(history.subscriptionId());
              if (outcome == History.ChangeFate.UNDER_WAY
                  || began != (outcome == History.ChangeFate.CHANGED)) {
                wrong(
                    "%s: its change to %s is %s, and that one %s",
                    history.subscriptionId(), next, outcome, began ? "began" : "did not begin");
              }
            });
  }

  /** The bank's statement and the ledger say the same, and nobody paid twice for one thing. */
  private void money(Map<String, History> histories) {
    TreeMap<String, Long> told = new TreeMap<>();
    histories.values().forEach(history -> told.putAll(history.moved()));
    histories
        .values()
        .forEach(
            history ->
                history
                    .successes()
                    .forEach(
                        (key, times) -> {
                          if (times > 1) {
                            wrong("the ledger tells %d times of %s", times, key);
                          }
                        }));
    TreeMap<String, Long> moved = new TreeMap<>();
    Map<String, Integer> chargesOfPayment = new HashMap<>();
    for (LedgerLine line : simulation.bank().lines()) {
      LedgerLine now = line.after(world.timeOf(line.request().subscriptionId()));
      if (now.outcome() != Outcome.SUCCEEDED) {
        continue;
      }
      boolean charge = now.request().operation() == Operation.CHARGE;
      long amount = charge ? now.request().amountMinor() : -now.request().amountMinor();
      if (moved.put(now.request().key(), amount) != null) {
        wrong("the bank moved money twice under %s", now.request().key());
      }
      if (charge) {
        chargesOfPayment.merge(now.request().paymentId(), 1, Integer::sum);
      }
    }
    chargesOfPayment.forEach(
        (payment, times) -> {
          if (times > 1) {
            wrong("the buyer paid %d times for %s", times, payment);
          }
        });
    if (!moved.equals(told)) {
      wrong("the bank moved %s, and the ledger tells of %s", moved, told);
    }
  }

  /** A task's ledgers, decided again, give what its stores hold and the snapshots, to the byte. */
  private void decidedAgain(TaskSlot slot, Collection<History> histories) {
    List<History> own =
        histories.stream()
            .filter(history -> slot.partition() == partitionOf(history.subscriptionId()))
            .toList();
    DecidedAgain again = world.programs().decidedAgain();
    again.clear();
    own.forEach(history -> history.events().forEach(again::take));
    again.stores().forEach((store, expected) -> holds(slot, store, expected));
    broken.addAll(Indexes.objections(slot));
    own.forEach(history -> snapshot(history, again));
    again.clear();
  }

  private int partitionOf(String subscriptionId) {
    return Identity.partition(subscriptionId, world.log().partitions());
  }

  private void holds(TaskSlot slot, String store, Map<Bytes, byte[]> expected) {
    Map<Bytes, byte[]> held = slot.committed(store);
    Set<Bytes> keys = new TreeSet<>(held.keySet());
    keys.addAll(expected.keySet());
    keys.removeIf(key -> Arrays.equals(held.get(key), expected.get(key)));
    if (store.equals("requests-answered")) {
      keys.removeIf(
          key ->
              held.containsKey(key)
                  && DecidedAgain.isAnsweredUntold(key, expected.get(key), held.get(key)));
    }
    if (!keys.isEmpty()) {
      wrong("%s: decided again, its ledgers give other %s: %s", slot, store, keys);
    }
  }

  private void snapshot(History history, DecidedAgain again) {
    String id = history.subscriptionId();
    Optional<Log.Entry> snapshot =
        world.log().all(Topics.SUBSCRIPTION_SNAPSHOTS.name()).stream()
            .filter(entry -> entry.keyText().equals(id))
            .reduce((_, later) -> later);
    if (snapshot.isEmpty()
        || !Arrays.equals(snapshot.get().value(), again.snapshot(id).orElseThrow())) {
      wrong("%s: decided again, its ledger gives another snapshot", id);
    } else {
      broken.addAll(
          ReadSide.objections(
              history, world.decode(Topics.SUBSCRIPTION_SNAPSHOTS, snapshot.get())));
    }
  }

  private void nothingStuck() {
    simulation.shopkeeper().closed().forEach(lane -> wrong("the lane %s was closed", lane));
    if (!simulation.testClock().isOver()) {
      wrong("the test clock shows %s and goes no further", simulation.testClock().shown());
    }
    for (TaskSlot slot : simulation.notifier().slots()) {
      for (String store : DueDeliveries.STORES) {
        if (!slot.committed(store).isEmpty()) {
          wrong("%s: %d left in %s", slot, slot.committed(store).size(), store);
        }
      }
    }
    for (TaskSlot slot : simulation.billing().slots()) {
      DueOnLiveClock.of(world, slot)
          .filter(at -> !at.isAfter(world.now()))
          .ifPresent(at -> wrong("%s: due since %s", slot, at));
    }
    for (TopicSpec<?> topic : Topics.all()) {
      int letters = world.log().all(topic.deadLetters()).size();
      if (letters > 0) {
        wrong("%d dead letters of %s", letters, topic.name());
      }
    }
  }
}
