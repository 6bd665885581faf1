package dev.recur.systemtests.expect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds what one subscription's merchant received against what it was to be told. A delivery may
 * come more than once; what is compared is each event's first delivery.
 *
 * @param expected how many events were to be told
 * @param found how many were told
 * @param repeats how often one was delivered again
 * @param lost what was to be told and was not
 * @param surplus what was told and was not to be
 * @param different what was told otherwise: expected, then told
 * @param broken where the numbers of the deliveries leave a gap: the receiver could not know that
 *     it has everything
 * @param late first deliveries that came after one with a higher sequence
 */
public record WebhookCheck(
    int expected,
    int found,
    int repeats,
    List<Notice> lost,
    List<Notice> surplus,
    List<String> different,
    List<String> broken,
    List<Told> late) {

  /**
   * Compares.
   *
   * @param expected in the order of events
   * @param received in the order of arrival
   */
  public static WebhookCheck of(List<Notice> expected, List<Told> received) {
    Map<Long, Told> first = new LinkedHashMap<>();
    List<String> different = new ArrayList<>();
    for (Told told : received) {
      Told known = first.putIfAbsent(told.sequence(), told);
      if (known != null && !known.equals(told)) {
        different.add(known + "\n  but then " + told);
      }
    }
    List<Told> inSequence = List.copyOf(new TreeMap<>(first).values());
    int common = Math.min(expected.size(), inSequence.size());
    List<Notice> lost = new ArrayList<>();
    List<Notice> surplus = new ArrayList<>();
    if (expected.size() == inSequence.size()) {
      for (int i = 0; i < common; i++) {
        Notice want = expected.get(i);
        Notice told = inSequence.get(i).notice();
        if (!want.isToldBy(told)) {
          different.add(want + "\n  but " + want.narrowed(told));
        }
      }
    } else {
      match(expected, inSequence, lost, surplus);
    }
    return new WebhookCheck(
        expected.size(),
        inSequence.size(),
        received.size() - first.size(),
        List.copyOf(lost),
        List.copyOf(surplus),
        List.copyOf(different),
        gaps(inSequence),
        late(List.copyOf(first.values())));
  }

  /** True when every event was told, as expected, and numbered so that the receiver knows it. */
  public boolean isComplete() {
    return lost.isEmpty() && surplus.isEmpty() && different.isEmpty() && broken.isEmpty();
  }

  /** True when, besides, all first deliveries came in sequence. */
  public boolean isCompleteAndInSequence() {
    return isComplete() && late.isEmpty();
  }

  private static void match(
      List<Notice> expected, List<Told> told, List<Notice> lost, List<Notice> surplus) {
    List<Told> rest = new ArrayList<>(told);
    for (Notice want : expected) {
      boolean found = false;
      for (int i = 0; i < rest.size() && !found; i++) {
        if (want.isToldBy(rest.get(i).notice())) {
          rest.remove(i);
          found = true;
        }
      }
      if (!found) {
        lost.add(want);
      }
    }
    rest.forEach(left -> surplus.add(left.notice()));
  }

  private static List<String> gaps(List<Told> inSequence) {
    List<String> gaps = new ArrayList<>();
    long before = 0;
    for (Told told : inSequence) {
      if (told.previousSequence() != before) {
        gaps.add(
            "sequence %d names %d as the one before, which was %d"
                .formatted(told.sequence(), told.previousSequence(), before));
      }
      before = told.sequence();
    }
    return List.copyOf(gaps);
  }

  private static List<Told> late(List<Told> inArrival) {
    List<Told> late = new ArrayList<>();
    long highest = 0;
    for (Told told : inArrival) {
      if (told.sequence() < highest) {
        late.add(told);
      }
      highest = Math.max(highest, told.sequence());
    }
    return List.copyOf(late);
  }
}
