package dev.recur.systemtests.simulation;

import dev.recur.local.channel.ledger.LedgerLine;
import dev.recur.local.channel.ledger.Operation;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Every subscription that merchants asked for, and no other, went as it must; and so the bank's.
 */
final class CourseChecks {

  /** What the worker's own channel says of a key that it comes to present when it must not. */
  private static final String NEVER_PRESENTED = "never_presented";

  private final Simulation simulation;
  private final Map<String, History> histories;
  private final List<String> broken;
  private final Map<String, Course> courses = new HashMap<>();

  /**
   * Checks.
   *
   * @param histories what ledgers tell, by subscription
   * @param broken takes what is wrong, each in one sentence
   */
  CourseChecks(Simulation simulation, Map<String, History> histories, List<String> broken) {
    this.simulation = simulation;
    this.histories = histories;
    this.broken = broken;
  }

  void check() {
    for (Merchant merchant : simulation.merchants()) {
      Plan plan = merchant.plan();
      go(plan, Optional.empty(), plan.subscriptionId());
      for (Act act : plan.acts()) {
        if (act.kind() == Act.Kind.CHANGE) {
          String id =
              Identity.subscriptionId(Origin.CHANGE, plan.clientId(), act.requestIdIn(plan));
          changedAt(id).ifPresent(at -> go(plan, Optional.of(new Course.Change(act, at)), id));
        }
      }
    }
    histories.keySet().stream()
        .filter(id -> !courses.containsKey(id))
        .forEach(id -> broken.add("nobody asked for " + id));
    courses
        .values()
        .forEach(
            course -> {
              broken.addAll(course.broken());
              course.seen().forEach(simulation.world()::saw);
            });
    Map<String, LedgerLine> lines = new HashMap<>();
    simulation.bank().lines().forEach(line -> lines.put(line.request().key(), line));
    lines.values().forEach(this::asked);
    courses
        .values()
        .forEach(course -> course.declines().forEach((key, code) -> declined(key, code, lines)));
  }

  /** Nothing is declined but by the bank, or by whoever asked there. */
  private void declined(String key, String code, Map<String, LedgerLine> lines) {
    LedgerLine line = lines.get(key);
    boolean byBank = line != null && line.decline() != null;
    boolean tooLate = line == null && code.equals(NEVER_PRESENTED);
    if (!byBank && !tooLate && !code.equals(Operator.CODE)) {
      broken.add("%s is declined, as %s, and at the bank it is %s".formatted(key, code, line));
    }
  }

  /** When a change to a subscription was first decided. */
  private Optional<Instant> changedAt(String subscriptionId) {
    return histories.values().stream()
        .flatMap(history -> history.events().stream())
        .filter(
            event ->
                event.getChangeStarted() != null
                    && event.getChangeStarted().getNewSubscriptionId().equals(subscriptionId))
        .map(SubscriptionEvent::getAt)
        .min(Instant::compareTo);
  }

  private void go(Plan plan, Optional<Course.Change> change, String subscriptionId) {
    History history = histories.get(subscriptionId);
    if (history != null) {
      courses.put(
          subscriptionId,
          new Course(plan, change, history, plan.onTestClock() ? jumps() : simulation.stops()));
    }
  }

  /** When the test clock passed over a time in which nothing ran. */
  private List<Course.Stop> jumps() {
    List<Course.Stop> jumps = new ArrayList<>();
    List<TestClock.Leg> legs = simulation.scenario().legs();
    for (int leg = 1; leg < legs.size(); leg++) {
      if (legs.get(leg).outage()) {
        jumps.add(new Course.Stop(legs.get(leg - 1).to(), legs.get(leg).to()));
      }
    }
    return jumps;
  }

  /** What the bank was asked for is what was decided, and no other amount, time or method. */
  private void asked(LedgerLine line) {
    var request = line.request();
    boolean charge = request.operation() == Operation.CHARGE;
    Course course = courses.get(request.subscriptionId());
    Course.Asked asked = course == null ? null : course.asked().get(request.key());
    if (asked == null
        || asked.amountMinor() != request.amountMinor()
        || !asked.at().equals(request.at())
        || (charge && !Objects.equals(asked.methodId(), request.paymentMethodId()))
        || !request.currency().equals("USD")) {
      broken.add("the bank was asked for %s, and decided was %s".formatted(request, asked));
      return;
    }
    // Its key may be forgotten by then.
    if (line.seenAt().isAfter(asked.presentUntil())) {
      broken.add("%s came to the bank at %s".formatted(asked, line.seenAt()));
    }
  }
}
