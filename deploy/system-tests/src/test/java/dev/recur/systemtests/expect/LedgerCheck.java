package dev.recur.systemtests.expect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds the ledger of the channel, the one place where money is seen to move, against what was
 * expected. Money is counted per subscription, purpose and period, never per key, so that a double
 * under a second key is seen.
 *
 * @param expected how many charges that take money there should be
 * @param found how many there are
 * @param missed purposes that should have been paid and were not
 * @param doubled purposes that were paid more than once
 * @param surplusPayments how often money was taken that nobody owed
 * @param surplus lines for a purpose that nothing was to be asked for
 * @param different lines that say something else than expected: expected, then found
 */
public record LedgerCheck(
    int expected,
    int found,
    SortedSet<Purpose> missed,
    SortedSet<Purpose> doubled,
    int surplusPayments,
    List<Charge> surplus,
    List<String> different) {

  /** Compares; the order of lines does not matter. */
  public static LedgerCheck of(Collection<Charge> expected, Collection<Charge> ledger) {
    Map<Purpose, Integer> toPay = paid(expected);
    Map<Purpose, Integer> paid = paid(ledger);
    SortedSet<Purpose> missed = new TreeSet<>(toPay.keySet());
    missed.removeAll(paid.keySet());
    SortedSet<Purpose> doubled = new TreeSet<>();
    int surplusPayments = 0;
    for (Map.Entry<Purpose, Integer> entry : paid.entrySet()) {
      if (entry.getValue() > 1) {
        doubled.add(entry.getKey());
      }
      surplusPayments += Math.max(0, entry.getValue() - toPay.getOrDefault(entry.getKey(), 0));
    }

    Map<String, Charge> wanted = new LinkedHashMap<>();
    expected.forEach(charge -> wanted.put(charge.key(), charge));
    List<Charge> surplus = new ArrayList<>();
    List<String> different = new ArrayList<>();
    for (Charge line : ledger) {
      Charge want = wanted.remove(line.key());
      if (want == null) {
        surplus.add(line);
      } else if (!want.equals(line)) {
        different.add(want + "\n  but " + line);
      }
    }
    wanted.values().stream()
        .filter(charge -> !charge.tookMoney())
        .forEach(charge -> different.add(charge + "\n  but there is no such line"));
    return new LedgerCheck(
        sum(toPay),
        sum(paid),
        missed,
        doubled,
        surplusPayments,
        List.copyOf(surplus),
        List.copyOf(different));
  }

  /** True when the ledger is exactly as expected. */
  public boolean isExact() {
    return missed.isEmpty() && doubled.isEmpty() && surplus.isEmpty() && different.isEmpty();
  }

  private static Map<Purpose, Integer> paid(Collection<Charge> charges) {
    Map<Purpose, Integer> paid = new TreeMap<>();
    charges.stream().filter(Charge::tookMoney).forEach(c -> paid.merge(c.what(), 1, Integer::sum));
    return paid;
  }

  private static int sum(Map<Purpose, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
