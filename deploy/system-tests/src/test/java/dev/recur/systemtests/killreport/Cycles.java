package dev.recur.systemtests.killreport;

import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.Offer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Subscriptions on the live clock of which two cycles each fall due while a run lasts: the first at
 * the start, the second a minute later, because a day's period is charged that early. They fall due
 * in bunches, so that whatever strikes a bunch meets much at once.
 *
 * @param first when the first bunch falls due
 * @param bunches how many first cycles' bunches there are
 * @param offers in the order of their starts
 */
record Cycles(OffsetDateTime first, int bunches, List<Offer> offers) {

  /** Time between two bunches. */
  static final Duration BUNCH_EVERY = Duration.ofSeconds(5);

  /** How long after its first cycle a subscription's second one falls due; whole minutes. */
  static final Duration SECOND_AFTER = Duration.ofMinutes(1);

  /** Cycles of each subscription that fall due. */
  static final int OF_EACH = 2;

  /** Of so many subscriptions one has a bank that charges and says that it does not know. */
  private static final int UNKNOWN_EVERY = 10;

  /**
   * When such a bank is asked what became of a charge. The last bunches have none, so that a run is
   * not over a minute later for it.
   */
  private static final Duration ASKED_AFTER = Duration.ofMinutes(1);

  Cycles {
    offers = List.copyOf(offers);
  }

  /**
   * As many cycles as asked for, rounded up to whole subscriptions.
   *
   * @param first when the first falls due; in whole seconds
   * @param spread how long until the last subscription's first cycle falls due
   */
  static Cycles of(String name, int count, Instant first, Duration spread) {
    OffsetDateTime start = first.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(8));
    int subscriptions = (count + OF_EACH - 1) / OF_EACH;
    int bunches = (int) Math.max(1, spread.dividedBy(BUNCH_EVERY));
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < subscriptions; i++) {
      int bunch = (int) ((long) i * bunches / subscriptions);
      Offer daily =
          Offer.monthly(
                  name + "-" + i, start.plus(BUNCH_EVERY.multipliedBy(bunch)), 1_000L + i, "PHP")
              .every(1, ChronoUnit.DAYS)
              .withLead(Duration.ofDays(1).minus(SECOND_AFTER));
      boolean unknown =
          i % UNKNOWN_EVERY == 7
              && BUNCH_EVERY.multipliedBy(bunches - 1L - bunch).compareTo(ASKED_AFTER) >= 0;
      offers.add(unknown ? daily.withMood(Offer.Mood.UNKNOWN_THEN_PAYS) : daily);
    }
    return new Cycles(start, bunches, offers);
  }

  /** When the last cycle falls due. */
  Instant last() {
    return first.plus(BUNCH_EVERY.multipliedBy(bunches - 1L)).plus(SECOND_AFTER).toInstant();
  }

  /** True while a bunch is yet to fall due that can be waited for. */
  boolean areToCome() {
    return !nextBunch(Instant.now()).plus(BUNCH_EVERY).isAfter(last());
  }

  /** When the next bunch falls due, after a moment. */
  Instant nextBunch(Instant after) {
    long since = Math.max(0, Duration.between(first.toInstant(), after).toMillis());
    long every = BUNCH_EVERY.toMillis();
    return first.toInstant().plusMillis((since / every + 1) * every);
  }

  /** What must follow, of the merchant that they are all agreed with. */
  List<Expectation> expectations(String clientId) {
    return offers.stream().map(offer -> new Expectation(clientId, offer, offer.start())).toList();
  }
}
