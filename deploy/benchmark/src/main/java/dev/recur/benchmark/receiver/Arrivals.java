package dev.recur.benchmark.receiver;

import java.util.ArrayList;
import java.util.List;

/** What arrived, in order. Written by one thread and read by others. */
final class Arrivals {

  private final List<Arrival> all = new ArrayList<>();

  synchronized void add(Arrival arrival) {
    all.add(arrival);
  }

  synchronized int count() {
    return all.size();
  }

  /** What arrived from the nth on. */
  synchronized List<Arrival> from(int index) {
    return List.copyOf(all.subList(Math.min(index, all.size()), all.size()));
  }
}
