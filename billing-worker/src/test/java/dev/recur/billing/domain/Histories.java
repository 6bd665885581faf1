package dev.recur.billing.domain;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** What may happen to a subscription, one thing after another. */
public final class Histories {
  private Histories() {}

  /** Any order; weighted so that a history gets somewhere before it ends. */
  public static Arbitrary<List<Happening>> any() {
    Arbitrary<Happening> happening =
        Combinators.combine(
                Arbitraries.frequency(
                    Tuple.of(1, 0),
                    Tuple.of(2, 1),
                    Tuple.of(1, 3),
                    Tuple.of(1, 4),
                    Tuple.of(1, 5),
                    Tuple.of(40, 6),
                    Tuple.of(6, 9),
                    Tuple.of(3, 10),
                    Tuple.of(3, 11),
                    Tuple.of(1, 12),
                    Tuple.of(4, 13),
                    Tuple.of(50, 14),
                    Tuple.of(5, 15),
                    Tuple.of(2, 16),
                    Tuple.of(3, 17),
                    Tuple.of(2, 18),
                    Tuple.of(4, 19),
                    Tuple.of(6, 20),
                    Tuple.of(2, 21),
                    Tuple.of(2, 22),
                    Tuple.of(3, 23),
                    Tuple.of(3, 24),
                    Tuple.of(1, 25),
                    Tuple.of(1, 26),
                    Tuple.of(2, 27),
                    Tuple.of(1, 28),
                    Tuple.of(1, 29),
                    Tuple.of(2, 30)),
                Arbitraries.integers().between(0, Happening.DETAILS - 1))
            .as(Happening::new);
    return happening
        .list()
        .ofMinSize(1)
        .ofMaxSize(120)
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
