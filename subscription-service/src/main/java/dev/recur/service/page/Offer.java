package dev.recur.service.page;

import dev.recur.service.read.Authorisation;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription offers, in words. Nothing here decides anything: the worker does, by the same
 * calendar.
 *
 * @param words in which it is said
 * @param view the subscription
 * @param from when it can begin, on the subscription's clock: when the offer was made, or is seen
 * @param leadMinutes how long before a period its charge falls due
 */
record Offer(Wording words, SubscriptionView view, Instant from, int leadMinutes) {

  static Offer of(Wording words, SubscriptionView view, @Nullable Authorisation authorisation) {
    return authorisation == null
        ? new Offer(words, view, view.at(), 0)
        : new Offer(words, view, authorisation.since(), authorisation.chargeLeadMinutes());
  }

  /**
   * The offer as it is later: on the live clock it can begin only then.
   *
   * @param now real time
   */
  Offer seenAt(Instant now) {
    return view.onTestClock() || now.isBefore(from)
        ? this
        : new Offer(words, view, now, leadMinutes);
  }

  /** Price of a period that no trial covers. */
  String price() {
    return words.price(view.paymentAmount(), view.periodRule());
  }

  /**
   * What is paid, from the first period on that is not over when it can begin; empty when it is the
   * same always.
   */
  List<String> steps() {
    List<Trial> trials =
        view.trials().stream().sorted(Comparator.comparingInt(Trial::startPeriod)).toList();
    List<String> steps = new ArrayList<>();
    int next = view.firstPeriodNotOver(from);
    for (Trial trial : trials) {
      if (next < trial.startPeriod()) {
        steps.add(step(next, trial.startPeriod() - 1, view.paymentAmount()));
        next = trial.startPeriod();
      }
      if (next <= trial.endPeriod()) {
        steps.add(step(next, trial.endPeriod(), trial.price()));
        next = trial.endPeriod() + 1;
      }
    }
    if (!steps.isEmpty()) {
      steps.add(words.say("step.then", price()));
    }
    return steps;
  }

  private String step(int first, int last, Amount price) {
    String until = words.day(view.periodEnd(last), view.zoneId());
    String length = words.length(view.periodRule(), last - first + 1L);
    if (!price.isFree()) {
      return words.say("step.paid", words.price(price, view.periodRule()), length, until);
    }
    return first == 1 ? freeAtFirst(last, until) : words.say("step.free", length, until);
  }

  /** What is left of it, where its first period runs already. */
  private String freeAtFirst(int last, String until) {
    int days = view.freeDaysFrom(from);
    return days == 0
        ? words.say("step.free.brief", words.moment(view.periodEnd(last), view.zoneId()))
        : words.say("step.free", words.days(days), until);
  }

  /** How much is paid first, and when; null when nothing ever is, or nobody can tell. */
  @Nullable String firstPayment() {
    int period = firstCharged();
    Amount price = view.price(period);
    if (price.isFree() || isTheSellersToAsk(period)) {
      return null;
    }
    Instant due = view.periodStart(period);
    if (period > 1) {
      Instant early = due.minus(Duration.ofMinutes(leadMinutes));
      Instant earliest = view.periodStart(period - 1);
      due = early.isAfter(earliest) ? early : earliest;
    }
    return due.isAfter(from)
        ? words.say("first.later", words.price(price), words.moment(due, view.zoneId()))
        : words.say("first.now", words.price(price));
  }

  /** Where agreeing pays nothing and the first period runs already, that one is never paid. */
  private int firstCharged() {
    boolean firstIsGone = view.billing().isSignOnly() && !view.startTime().isAfter(from);
    return view.firstPaidPeriodFrom(Math.max(firstIsGone ? 2 : 1, view.firstPeriodNotOver(from)));
  }

  /** Of a self-managed subscription only what agreeing pays is known beforehand. */
  private boolean isTheSellersToAsk(int period) {
    return view.billing().isSelfManaged() && (period > 1 || view.billing().isSignOnly());
  }

  /** When it renews, and how that ends. */
  String renewal() {
    return view.billing().isSelfManaged()
        ? words.say("renewal.selfManaged", ending())
        : words.say("renewal.managed", words.everyPeriod(view.periodRule()), ending());
  }

  private String ending() {
    Integer cycles = view.billing().cycleCount();
    if (cycles != null) {
      return words.say("ending.cycles", words.periods(cycles));
    }
    Instant end = view.endTime();
    return end == null
        ? words.say("ending.open")
        : words.say("ending.dated", words.moment(end, view.zoneId()));
  }

  /** How long before each period its payment is taken; null when at its start. */
  @Nullable String takenBefore() {
    return leadMinutes == 0 || view.billing().isSelfManaged()
        ? null
        : words.say("takenBefore", words.minutes(leadMinutes));
  }

  /** Until when it stands. */
  String standsUntil() {
    return words.moment(view.expiryTime(), view.zoneId());
  }
}
