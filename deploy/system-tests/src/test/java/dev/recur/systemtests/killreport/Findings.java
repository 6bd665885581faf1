package dev.recur.systemtests.killreport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.Due;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.LedgerCheck;
import dev.recur.systemtests.expect.Purpose;
import dev.recur.systemtests.killreport.Receipts.Arrival;
import dev.recur.systemtests.killreport.Receipts.Told;
import dev.recur.systemtests.stack.Bank;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the channel's ledger and the merchants show, against what the test's own calendar says.
 *
 * @param ledger the charges, without their times: on the live clock they are what they are
 * @param presentedAgain keys that the channel saw more than once
 * @param early charges that were made before they fell due
 * @param lateness how long after its cycle fell due each charge was made, ascending; without those
 *     that fell due while the run was being set up
 * @param delivered the webhooks
 * @param deliveredAgain what merchants were told more than once
 */
public record Findings(
    LedgerCheck ledger,
    Set<String> presentedAgain,
    long early,
    List<Duration> lateness,
    Delivered delivered,
    Set<Arrival> deliveredAgain) {

  public Findings {
    presentedAgain = Set.copyOf(presentedAgain);
    lateness = List.copyOf(lateness);
    deliveredAgain = Set.copyOf(deliveredAgain);
  }

  /**
   * Counts.
   *
   * @param expected what must follow, of each subscription
   * @param ready when all was set up: what fell due before is late for other reasons
   * @param until when all of it had fallen due
   * @param lines the channel's whole ledger, as it shows it
   * @param arrived what arrived about a subscription
   */
  public static Findings of(
      List<Expectation> expected,
      Instant ready,
      OffsetDateTime until,
      JsonNode lines,
      Function<String, List<Told>> arrived) {
    List<Charge> charges = new ArrayList<>();
    Map<Purpose, Instant> dueAt = new HashMap<>();
    Delivered delivered = Delivered.NOTHING;
    Set<Arrival> deliveredAgain = new HashSet<>();
    for (Expectation of : expected) {
      List<String> told = new ArrayList<>(List.of("CREATE"));
      String id = of.subscriptionId();
      for (Due due : of.calendar().dueBy(until)) {
        dueAt.put(new Purpose(id, "PERIOD", due.period()), due.dueAt().toInstant());
        told.add(Receipts.paid(due.period()));
      }
      charges.addAll(of.charges(until));
      List<Told> here = arrived.apply(id);
      delivered = delivered.plus(Delivered.of(told, here));
      Set<Long> seen = new HashSet<>();
      here.stream()
          .map(Told::sequence)
          .filter(sequence -> !seen.add(sequence))
          .forEach(sequence -> deliveredAgain.add(new Arrival(id, sequence)));
    }
    List<Charge> found = new ArrayList<>();
    List<Duration> lateness = new ArrayList<>();
    Set<String> again = new HashSet<>();
    long early = 0;
    for (JsonNode json : lines) {
      Bank.Line line = Bank.line(json);
      found.add(line.charge());
      if (line.calls() > 1) {
        again.add(line.charge().key());
      }
      Instant due = dueAt.get(line.charge().what());
      if (due != null) {
        Duration late = Duration.between(due, Instant.parse(json.required("seenAt").asText()));
        early += late.isNegative() ? 1 : 0;
        if (!due.isBefore(ready)) {
          lateness.add(late);
        }
      }
    }
    lateness.sort(null);
    return new Findings(
        LedgerCheck.of(timeless(charges), timeless(found)),
        again,
        early,
        lateness,
        delivered,
        deliveredAgain);
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
  public Duration lateness(int perMille) {
    return lateness.isEmpty()
        ? Duration.ZERO
        : lateness.get((int) ((lateness.size() - 1L) * perMille / 1_000));
  }

  /** True when nothing is missed, doubled, early, lost or out of sequence. */
  public boolean isClean() {
    return ledger.isExact()
        && early == 0
        && delivered.lost() == 0
        && delivered.surplus() == 0
        && delivered.gaps() == 0
        && delivered.late() == 0;
  }

  /** True when nothing more is to come: all is charged and told, however often. */
  public boolean isComplete() {
    return ledger.missed().isEmpty() && delivered.lost() == 0;
  }
}
