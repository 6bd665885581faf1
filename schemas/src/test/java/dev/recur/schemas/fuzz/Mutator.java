package dev.recur.schemas.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes an input a little, so that it gets as far as the right one and then is wrong. */
@FunctionalInterface
public interface Mutator {

  /** Longest input that is made, in bytes; a longer one is cut. */
  int BYTES_MAX = 256 * 1024;

  /**
   * Another input.
   *
   * @param input stays as it is
   * @param random decides everything, so that a seed makes the same inputs again
   */
  byte[] mutate(byte[] input, RandomGenerator random);

  /** Bytes of any form. */
  static Mutator bytes() {
    return new ByteMutator();
  }

  /**
   * Text in UTF-8.
   *
   * @param words that mean something to whoever reads it
   */
  static Mutator text(String... words) {
    return new TextMutator(List.of(words));
  }

  /**
   * JSON: mostly still well-formed, with values, names and nesting of other kinds.
   *
   * @param words values that mean something to whoever reads it
   */
  static Mutator json(String... words) {
    return new JsonMutator(List.of(words));
  }

  /**
   * What comes behind a head that stays.
   *
   * @param head length of the head, in bytes
   */
  static Mutator behind(int head, Mutator rest) {
    return (input, random) -> {
      int at = Math.min(head, input.length);
      byte[] changed = rest.mutate(Arrays.copyOfRange(input, at, input.length), random);
      byte[] whole = Arrays.copyOf(input, at + changed.length);
      System.arraycopy(changed, 0, whole, at, changed.length);
      return whole;
    };
  }

  /** One of these at a time. */
  static Mutator oneOf(Mutator... mutators) {
    return (input, random) -> mutators[random.nextInt(mutators.length)].mutate(input, random);
  }
}
