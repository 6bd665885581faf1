package dev.recur.benchmark.rig;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What should arrive, held against what did.
 *
 * @param lost ids that never arrived
 * @param duplicates arrivals beyond the first of their id
 * @param unknown ids that nobody expected
 */
public record Tally(Set<String> lost, int duplicates, Set<String> unknown) {

  /**
   * Counts.
   *
   * @param expected each id once
   * @param arrived ids as they arrived
   */
  public static Tally of(Collection<String> expected, List<String> arrived) {
    Set<String> lost = new HashSet<>(expected);
    Set<String> unknown = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Set<String> known = new HashSet<>(expected);
    int duplicates = 0;
    for (String id : arrived) {
      if (!seen.add(id)) {
        duplicates++;
      } else if (known.contains(id)) {
        lost.remove(id);
      } else {
        unknown.add(id);
      }
    }
    return new Tally(lost, duplicates, unknown);
  }
}
