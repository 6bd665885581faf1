package dev.recur.benchmark.rig;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Records of one kind, as patterns of others that are written after them, one after the other.
 *
 * @param all at least one
 */
public record Patterns(List<Template> all) {

  /**
   * @throws IllegalArgumentException when there is none
   */
  public Patterns {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("There is nothing to write records after.");
    }
  }

  /** All after one. */
  public static Patterns of(Template one) {
    return new Patterns(List.of(one));
  }

  /** Length of a key. */
  public int keyBytes() {
    return all.getFirst().keyBytes();
  }

  /** Of each so many that follow each other, the one at this place, from 0. */
  public Patterns each(int place, int many) {
    return new Patterns(
        IntStream.range(0, all.size()).filter(n -> n % many == place).mapToObj(all::get).toList());
  }
}
