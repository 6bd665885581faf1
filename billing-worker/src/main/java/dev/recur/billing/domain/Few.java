package dev.recur.billing.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is asked of the lists in a subscription's state. Nearly all of them are empty or have one
 * element whenever a cycle is decided, and to set up a stream costs more than to look at that.
 */
public final class Few {
  private Few() {}

  /** Each element made into another, in order. */
  public static <T, R> List<R> map(List<T> all, Function<? super T, ? extends R> made) {
    if (all.isEmpty()) {
      return List.of();
    }
    List<R> others = new ArrayList<>(all.size());
    for (T one : all) {
      others.add(made.apply(one));
    }
    return others;
  }

  /** The elements that are wanted, in order. */
  static <T> List<T> those(List<T> all, Predicate<? super T> wanted) {
    if (all.isEmpty()) {
      return all;
    }
    List<T> found = new ArrayList<>(all.size());
    for (T one : all) {
      if (wanted.test(one)) {
        found.add(one);
      }
    }
    return found;
  }

  /** The first element that is wanted. */
  public static <T> Optional<T> first(List<T> all, Predicate<? super T> wanted) {
    for (T one : all) {
      if (wanted.test(one)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** The elements, and one more after them. */
  static <T> List<T> and(List<T> all, T last) {
    List<T> more = new ArrayList<>(all.size() + 1);
    more.addAll(all);
    more.add(last);
    return more;
  }
}
