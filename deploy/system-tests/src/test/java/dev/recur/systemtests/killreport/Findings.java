package dev.recur.systemtests.killreport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.Due;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.LedgerCheck;
import dev.recur.systemtests.expect.Purpose;
import dev.recur.systemtests.stack.Bank;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the channel's ledger and the merchants show, against what the test's own calendar says.
 *
 * @param ledger the charges, without their times: on the live clock they are what they are
 * @param presentedAgain keys that the channel saw more than once
 * @param early charges that were made before they fell due
 * @param lateness how long after its cycle fell due each charge was made, ascending
 * @param delivered the webhooks
 */
record Findings(
    LedgerCheck ledger,
    long presentedAgain,
    long early,
    List<Duration> lateness,
    Delivered delivered) {

  Findings {
    lateness = List.copyOf(lateness);
  }

  /**
   * Counts.
   *
   * @param expected what must follow, of each subscription
   * @param until when all of it had fallen due
   * @param lines the channel's whole ledger, as it shows it
   * @param arrived what arrived about a subscription
   */
  static Findings of(
      List<Expectation> expected,
      OffsetDateTime until,
      JsonNode lines,
      Function<String, List<Receipts.Told>> arrived) {
    List<Charge> charges = new ArrayList<>();
    Map<Purpose, Instant> dueAt = new HashMap<>();
    Delivered delivered = Delivered.NOTHING;
    for (Expectation of : expected) {
      List<String> told = new ArrayList<>(List.of("CREATE"));
      String id = of.subscriptionId();
      for (Due due : of.calendar().dueBy(until)) {
        dueAt.put(new Purpose(id, "PERIOD", due.period()), due.dueAt().toInstant());
        told.add(Receipts.paid(due.period()));
      }
      charges.addAll(of.charges(until));
      delivered = delivered.plus(Delivered.of(told, arrived.apply(id)));
    }
    List<Charge> found = new ArrayList<>();
    List<Duration> lateness = new ArrayList<>();
    long again = 0;
    for (JsonNode json : lines) {
      Bank.Line line = Bank.line(json);
      found.add(line.charge());
      again += line.calls() > 1 ? 1 : 0;
      Instant due = dueAt.get(line.charge().what());
      if (due != null) {
        lateness.add(Duration.between(due, Instant.parse(json.required("seenAt").asText())));
      }
    }
    lateness.sort(null);
    return new Findings(
        LedgerCheck.of(timeless(charges), timeless(found)),
        again,
        lateness.stream().filter(Duration::isNegative).count(),
        lateness,
        delivered);
  }

  private static List<Charge> timeless(List<Charge> charges) {
    return charges.stream()
        .map(
            charge ->
                new Charge(
                    charge.key(),
                    charge.operation(),
                    charge.what(),
                    charge.paymentId(),
                    charge.amountMinor(),
                    charge.currency(),
                    charge.outcome(),
                    Instant.EPOCH))
        .toList();
  }

  /** The lateness that so many of a thousand charges do not exceed. */
  Duration lateness(int perMille) {
    return lateness.isEmpty()
        ? Duration.ZERO
        : lateness.get((int) ((lateness.size() - 1L) * perMille / 1_000));
  }

  /** True when nothing is missed, doubled, early, lost or out of sequence. */
  boolean isClean() {
    return ledger.isExact()
        && early == 0
        && delivered.lost() == 0
        && delivered.surplus() == 0
        && delivered.gaps() == 0
        && delivered.late() == 0;
  }

  /** True when nothing more is to come: all is charged and told, however often. */
  boolean isComplete() {
    return ledger.missed().isEmpty() && delivered.lost() == 0;
  }
}
