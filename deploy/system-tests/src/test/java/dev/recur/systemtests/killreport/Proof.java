package dev.recur.systemtests.killreport;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a run shows anything. Nothing missed and nothing doubled says little where no fault met
 * work under way, where faults struck when all was over, or where nobody bought anything.
 *
 * @param blows the faults that struck
 * @param planned how many were to
 * @param last when the last cycle fell due
 * @param sold how many subscriptions were sold at the checkout meanwhile
 * @param findings what was counted
 * @param audited how much the audit found not to add up
 */
record Proof(
    List<Blow> blows, int planned, Instant last, int sold, Findings findings, long audited) {

  Proof {
    blows = List.copyOf(blows);
  }

  /** Charges that were with the bank when such a fault struck, its answers on their way. */
  long charges(Fault fault) {
    return of(fault).stream().mapToLong(blow -> blow.met().charges().size()).sum();
  }

  /** Those of them that were presented again. */
  long presentedAgain(Fault fault) {
    return of(fault).stream()
        .flatMap(blow -> blow.met().charges().stream())
        .filter(findings.presentedAgain()::contains)
        .distinct()
        .count();
  }

  /** Webhooks that were with the merchant when such a fault struck, not acknowledged yet. */
  long webhooks(Fault fault) {
    return of(fault).stream().mapToLong(blow -> blow.met().webhooks().size()).sum();
  }

  /** Those of them that were delivered again. */
  long deliveredAgain(Fault fault) {
    return of(fault).stream()
        .flatMap(blow -> blow.met().webhooks().stream())
        .filter(findings.deliveredAgain()::contains)
        .distinct()
        .count();
  }

  /** What is wanting, in words; empty for a run that counts. */
  List<String> wanting() {
    List<String> wanting = new ArrayList<>();
    if (blows.size() < planned) {
      wanting.add("%d of %d faults struck".formatted(blows.size(), planned));
    }
    if (blows.stream().noneMatch(blow -> presentedAgain(blow.fault()) > 0)) {
      wanting.add("no fault met work in flight: no charge was presented again");
    }
    if (blows.stream().noneMatch(blow -> deliveredAgain(blow.fault()) > 0)) {
      wanting.add("no fault met work in flight: no webhook was delivered again");
    }
    for (Blow blow : blows) {
      if (!blow.trouble().isEmpty()) {
        wanting.add(blow.fault().words() + ": " + blow.trouble());
      }
      if (blow.met().at().isAfter(last)) {
        wanting.add(
            "%s: struck at %s, and the last cycle fell due at %s"
                .formatted(blow.fault().words(), blow.met().at(), last));
      }
    }
    for (Fault fault : blows.stream().map(Blow::fault).distinct().toList()) {
      if (charges(fault) == 0 && webhooks(fault) == 0) {
        wanting.add(fault.words() + ": met no work in flight");
      }
    }
    if (sold == 0) {
      wanting.add("nothing was sold at the checkout");
    }
    return List.copyOf(wanting);
  }

  /** What went wrong, in words; empty where nothing did. */
  List<String> faulty() {
    List<String> faulty = new ArrayList<>();
    if (!findings.isClean()) {
      faulty.add(
          "something was missed, doubled, early, lost or out of sequence: see what was counted");
    }
    if (audited > 0) {
      faulty.add("the audit found something that does not add up: see the notifier's log");
    }
    return List.copyOf(faulty);
  }

  /** Whether everything was ready again after each fault. */
  boolean allCameBack() {
    return blows.stream().allMatch(Blow::isBack);
  }

  private List<Blow> of(Fault fault) {
    return blows.stream().filter(blow -> blow.fault() == fault).toList();
  }
}
