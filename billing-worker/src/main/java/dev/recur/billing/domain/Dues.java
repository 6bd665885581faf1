package dev.recur.billing.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the buyer owes, and how collecting it goes.
 *
 * @param recentCharges when the latest attempts were asked for, within 24 hours, ascending; never
 *     more than the safety bound
 * @param collection the payment that has no final outcome yet
 * @param backlog missed periods that are to be charged, ascending
 * @param held missed periods that wait for approval, ascending
 * @param finalActAt when the policies' final act follows, unless something is paid before
 * @param paid the latest payments that succeeded, of the running period and of later ones, the
 *     latest last
 * @param unpaid payments of the running period and of later ones that failed for good, ascending
 */
public record Dues(
    List<Instant> recentCharges,
    Optional<Collection> collection,
    List<Missed> backlog,
    List<Missed> held,
    Optional<Instant> finalActAt,
    List<Paid> paid,
    List<Unpaid> unpaid) {
  static final Dues NONE =
      new Dues(
          List.of(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          List.of());

  private static final Duration DAY = Duration.ofDays(1);

  /** Most payments of one period that are kept: the latest ones. */
  private static final int PAID_PER_PERIOD_MAX = 10;

  public Dues {
    recentCharges = List.copyOf(recentCharges);
    backlog = List.copyOf(backlog);
    held = List.copyOf(held);
    paid = List.copyOf(paid);
    unpaid = List.copyOf(unpaid);
  }

  /**
   * A payment of a period that succeeded.
   *
   * @param period number of the period
   * @param paymentId the payment
   */
  public record Paid(int period, String paymentId) {}

  /** True while the channel may still say that it charged. */
  boolean mayStillSucceed() {
    return collection.filter(Collection::mayStillSucceed).isPresent();
  }

  /** How many attempts were asked for in the 24 hours before {@code at}. */
  long chargesWithinDayOf(Instant at) {
    return within(at).size();
  }

  /**
   * When another attempt keeps to a bound per 24 hours; {@link Instant#MIN} when it already does.
   */
  Instant allowedAt(int perDay) {
    return recentCharges.size() < perDay
        ? Instant.MIN
        : recentCharges.get(recentCharges.size() - perDay).plus(DAY);
  }

  /** Payments of the running or a later period that succeeded, the latest first. */
  List<String> paidIn(int period) {
    return paid.reversed().stream().filter(p -> p.period() == period).map(Paid::paymentId).toList();
  }

  Dues collecting(Optional<Collection> next) {
    return new Dues(recentCharges, next, backlog, held, finalActAt, paid, unpaid);
  }

  Dues charged(Instant at) {
    List<Instant> charges = Few.and(within(at), at);
    return new Dues(charges, collection, backlog, held, finalActAt, paid, unpaid);
  }

  Dues finalActAt(Optional<Instant> at) {
    return new Dues(recentCharges, collection, backlog, held, at, paid, unpaid);
  }

  Dues backlog(List<Missed> next) {
    return new Dues(recentCharges, collection, next, held, finalActAt, paid, unpaid);
  }

  Dues held(List<Missed> next) {
    return new Dues(recentCharges, collection, backlog, next, finalActAt, paid, unpaid);
  }

  Dues paid(Payment payment) {
    int period = payment.period().number();
    List<Paid> next = new ArrayList<>(paid);
    next.add(new Paid(period, payment.paymentId()));
    List<Paid> ofPeriod = next.stream().filter(p -> p.period() == period).toList();
    if (ofPeriod.size() > PAID_PER_PERIOD_MAX) {
      next.remove(ofPeriod.getFirst());
    }
    return new Dues(recentCharges, collection, backlog, held, finalActAt, next, unpaid);
  }

  Dues unpaid(List<Unpaid> next) {
    return new Dues(recentCharges, collection, backlog, held, finalActAt, paid, next);
  }

  /** A payment failed for good; it is known for as long as its period lasts. */
  Dues failed(Collection failed) {
    List<Unpaid> next = new ArrayList<>(unpaid);
    next.add(new Unpaid(failed.payment(), failed.attempt(), failed.methods(), false));
    next.sort(Comparator.comparingInt(Unpaid::period));
    return unpaid(next);
  }

  /** The buyer pays otherwise: what was declined is tried again now. */
  Dues triedAgain(Instant at) {
    return collecting(collection.map(open -> open.retriedAt(at))).reopened();
  }

  /** What had failed for good is tried again. */
  Dues reopened() {
    return unpaid(Few.map(unpaid, Unpaid::reopen));
  }

  /** Of periods up to this one nothing is tried again. */
  Dues unpaidAfter(int period) {
    return unpaid(Few.those(unpaid, one -> one.period() > period));
  }

  /** Of a period that is charged, free or skipped nothing is owed beside. */
  Dues without(int period) {
    return new Dues(
        recentCharges,
        collection,
        others(backlog, period),
        others(held, period),
        finalActAt,
        paid,
        Few.those(unpaid, one -> one.period() != period));
  }

  /**
   * What was paid before the running period can no longer be the difference of an update, and what
   * was not paid is not charged any more.
   */
  Dues inPeriod(int current) {
    return new Dues(
        recentCharges,
        collection,
        backlog,
        held,
        finalActAt,
        Few.those(paid, one -> one.period() >= current),
        Few.those(unpaid, one -> one.period() >= current));
  }

  private static List<Missed> others(List<Missed> missed, int period) {
    return Few.those(missed, one -> one.period().number() != period);
  }

  private List<Instant> within(Instant at) {
    Instant dayAgo = at.minus(DAY);
    return Few.those(recentCharges, charge -> charge.isAfter(dayAgo));
  }
}
