package dev.recur.notifier.notice;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What merchant and buyer agreed on, as far as notifications need it, as it is in force now.
 *
 * @param birth how the subscription came to be
 * @param urls where its notifications go, as far as it names them
 * @param startTime start of period 1
 * @param endTime no period starts at or after it; empty: open-ended
 * @param zone in which the merchant counts the calendar, and reads times
 * @param periodRule how long a period is
 * @param description what the buyer reads in the statement; empty only where the context is older
 *     than this field
 * @param price of a period that no trial covers; empty only where the context is older
 * @param notifiesBuyer true when somebody was named who is to be written to
 * @param managed true when periods are charged by themselves; false where the merchant asks for
 *     each payment
 * @param cycleCount how many periods were agreed; empty: as {@code endTime} says
 * @param cyclesKnown false where the context is older than {@code cycleCount}: periods may have
 *     been counted all the same
 * @param trialEnd start of the first period at the plan's own price, where others come before it,
 *     all of which cost nothing, and it is part of what was agreed
 * @param finalActAtOnce true when it is cancelled or paused as soon as a period stays unpaid
 */
public record Terms(
    Birth birth,
    ContractUrls urls,
    Instant startTime,
    Optional<Instant> endTime,
    ZoneId zone,
    PeriodRule periodRule,
    Optional<String> description,
    Optional<Money> price,
    boolean notifiesBuyer,
    boolean managed,
    Optional<Integer> cycleCount,
    boolean cyclesKnown,
    Optional<Instant> trialEnd,
    boolean finalActAtOnce) {

  /** True when it was agreed to go on until somebody cancels; false also where nobody can tell. */
  boolean isOpenEnded() {
    return cyclesKnown && cycleCount.isEmpty() && endTime.isEmpty();
  }

  /**
   * The terms after one more event. An update that is in force at once is told at once, also where
   * its new rhythm begins with a later period; one that waits changes nothing before its period.
   */
  Terms after(Happening what) {
    if (what instanceof Happening.Updated updated) {
      return updated.atOnce() ? with(updated.amendment()) : this;
    }
    return what instanceof Happening.UpdateTookEffect took ? with(took.amendment()) : this;
  }

  private Terms with(Amendment amendment) {
    return new Terms(
        birth,
        urls,
        startTime,
        amendment.endTime().or(() -> endTime),
        zone,
        amendment.periodRule().orElse(periodRule),
        amendment.description().or(() -> description),
        amendment.price().or(() -> price),
        notifiesBuyer,
        managed,
        cycleCount,
        cyclesKnown,
        trialEnd,
        finalActAtOnce);
  }
}
