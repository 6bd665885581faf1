package dev.recur.systemtests.killreport;

import dev.recur.systemtests.killreport.Receipts.Told;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What merchants received, against what they were to be told.
 *
 * @param expected how many events were to be told
 * @param found how many of them were
 * @param lost how many were not
 * @param surplus how many were told that were not to be
 * @param gaps how often an event names another one before it than the one that arrived
 * @param repeats how often an event arrived once more
 * @param late how often an event's first attempt arrived after a later event
 * @param overtaken how often an event arrived after a later one, because an attempt before had
 *     failed on its way: it is repeated minutes later, and the lane goes on
 */
public record Delivered(
    int expected,
    int found,
    int lost,
    int surplus,
    int gaps,
    int repeats,
    int late,
    int overtaken) {

  static final Delivered NOTHING = new Delivered(0, 0, 0, 0, 0, 0, 0, 0);

  /** Of one subscription. */
  static Delivered of(List<String> expected, List<Told> arrived) {
    Map<Long, Told> first = new LinkedHashMap<>();
    int late = 0;
    int overtaken = 0;
    long highest = 0;
    for (Told told : arrived) {
      if (first.putIfAbsent(told.sequence(), told) == null) {
        boolean behind = told.sequence() < highest;
        late += behind && told.attempt() == 1 ? 1 : 0;
        overtaken += behind && told.attempt() > 1 ? 1 : 0;
        highest = Math.max(highest, told.sequence());
      }
    }
    int gaps = 0;
    long before = 0;
    List<String> surplus = new ArrayList<>();
    List<String> missing = new ArrayList<>(expected);
    for (Told told : new TreeMap<>(first).values()) {
      gaps += told.previous() == before ? 0 : 1;
      before = told.sequence();
      if (!missing.remove(told.about())) {
        surplus.add(told.about());
      }
    }
    return new Delivered(
        expected.size(),
        expected.size() - missing.size(),
        missing.size(),
        surplus.size(),
        gaps,
        arrived.size() - first.size(),
        late,
        overtaken);
  }

  /** Both together. */
  Delivered plus(Delivered other) {
    return new Delivered(
        expected + other.expected,
        found + other.found,
        lost + other.lost,
        surplus + other.surplus,
        gaps + other.gaps,
        repeats + other.repeats,
        late + other.late,
        overtaken + other.overtaken);
  }
}
