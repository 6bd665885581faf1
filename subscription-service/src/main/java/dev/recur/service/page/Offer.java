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
 * @param view the subscription
 * @param from when it can begin: when the offer was made, on the subscription's clock
 * @param leadMinutes how long before a period its charge falls due
 */
record Offer(SubscriptionView view, Instant from, int leadMinutes) {

  static Offer of(SubscriptionView view, @Nullable Authorisation authorisation) {
    return authorisation == null
        ? new Offer(view, view.at(), 0)
        : new Offer(view, authorisation.since(), authorisation.chargeLeadMinutes());
  }

  /** Price of a period that no trial covers. */
  String price() {
    return Wording.price(view.paymentAmount()) + " " + Wording.perPeriod(view.periodRule());
  }

  /** What is paid, from the first period on; empty when it is the same always. */
  List<String> steps() {
    List<Trial> trials =
        view.trials().stream().sorted(Comparator.comparingInt(Trial::startPeriod)).toList();
    if (trials.isEmpty()) {
      return List.of();
    }
    List<String> steps = new ArrayList<>();
    int next = 1;
    for (Trial trial : trials) {
      if (next < trial.startPeriod()) {
        steps.add(step(next, trial.startPeriod() - 1, view.paymentAmount()));
      }
      steps.add(step(trial.startPeriod(), trial.endPeriod(), trial.price()));
      next = trial.endPeriod() + 1;
    }
    steps.add("Then " + price());
    return steps;
  }

  private String step(int first, int last, Amount price) {
    String until = "until " + Wording.day(view.periodEnd(last), view.zoneId());
    if (price.isFree()) {
      return first == 1
          ? "%s free, %s".formatted(Wording.days(view.freeDaysFrom(from)), until)
          : "%s free, %s".formatted(Wording.length(view.periodRule(), last - first + 1L), until);
    }
    return "%s %s for %s, %s"
        .formatted(
            Wording.price(price),
            Wording.perPeriod(view.periodRule()),
            Wording.length(view.periodRule(), last - first + 1L),
            until);
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
    return Wording.price(price)
        + (due.isAfter(from)
            ? " on " + Wording.moment(due, view.zoneId())
            : " as soon as you approve");
  }

  /** Where agreeing pays nothing and the first period runs already, that one is never paid. */
  private int firstCharged() {
    boolean firstIsGone = view.billing().isSignOnly() && !view.startTime().isAfter(from);
    return view.firstPaidPeriodFrom(firstIsGone ? 2 : 1);
  }

  /** Of a self-managed subscription only what agreeing pays is known beforehand. */
  private boolean isTheSellersToAsk(int period) {
    return view.billing().isSelfManaged() && (period > 1 || view.billing().isSignOnly());
  }

  /** When it renews, and how that ends. */
  String renewal() {
    String how =
        view.billing().isSelfManaged()
            ? "Whenever the seller asks for a payment"
            : "Automatically " + Wording.everyPeriod(view.periodRule());
    return how + ", " + ending();
  }

  private String ending() {
    Integer cycles = view.billing().cycleCount();
    if (cycles != null) {
      return Wording.periods(cycles) + " in all";
    }
    Instant end = view.endTime();
    return end == null ? "until you cancel" : "until " + Wording.moment(end, view.zoneId());
  }

  /** How long before each period its payment is taken; null when at its start. */
  @Nullable String takenBefore() {
    return leadMinutes == 0 || view.billing().isSelfManaged()
        ? null
        : "Each renewal is paid " + Wording.minutes(leadMinutes) + " before its period begins.";
  }

  /** Until when it stands. */
  String standsUntil() {
    return Wording.moment(view.expiryTime(), view.zoneId());
  }
}
