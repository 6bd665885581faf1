package dev.recur.notifier.audit.rules;

import static dev.recur.notifier.audit.rules.Finding.Kind.AMOUNT_CHANGED;
import static dev.recur.notifier.audit.rules.Finding.Kind.KEY_WHILE_OPEN;
import static dev.recur.notifier.audit.rules.Finding.Kind.NOT_ASKED_FOR;
import static dev.recur.notifier.audit.rules.Finding.Kind.OUT_OF_PLACE;
import static dev.recur.notifier.audit.rules.Finding.Kind.PAID_TWICE;
import static dev.recur.notifier.audit.rules.Finding.Kind.REFUNDED_TOO_MUCH;
import static dev.recur.notifier.audit.rules.Finding.Kind.SEQUENCE_GAP;
import static dev.recur.notifier.audit.rules.Finding.Kind.TIME_WENT_BACK;

import dev.recur.notifier.audit.rules.Attempt.Side;
import dev.recur.notifier.audit.rules.Books.Halts;
import dev.recur.notifier.audit.rules.Books.Open;
import dev.recur.notifier.audit.rules.Books.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The books while one record is looked at. What does not add up is a finding, and is taken as it is
 * all the same: one fault should be told once, and not by everything that comes after it.
 */
final class Draft {

  /** Most payments without an outcome that are kept: several times what there may be. */
  private static final int OPEN_MAX = 50;

  /** Most failed payments that are kept: the latest. */
  private static final int FAILED_MAX = 100;

  private final List<Finding> findings = new ArrayList<>();
  final Attempts attempts;
  private final Refunds refunds;
  private final Periods periods;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final List<String> failed;
  private boolean failedForgotten;

  private long sequence;
  private Instant at;
  private Stage stage;
  private Optional<Plan> plan;
  private Optional<Instant> approvedAt;
  private Optional<Instant> lastAskedAt;
  private Halts halts;

  /** Real time of the record. */
  private Instant recordedAt = Instant.EPOCH;

  Draft(Books books, Instant now) {
    attempts = new Attempts(books.attempts(), now, findings::add);
    refunds = new Refunds(books.refunded(), books.refundedForgotten(), findings::add);
    periods = new Periods(books.progress(), books.plan(), books.timetable(), findings::add);
    books.open().forEach(one -> open.put(one.id(), one));
    failed = new ArrayList<>(books.failed());
    failedForgotten = books.failedForgotten();
    sequence = books.sequence();
    at = books.at();
    stage = books.stage();
    plan = books.plan();
    approvedAt = books.progress().approvedAt();
    lastAskedAt = books.progress().lastAskedAt();
    halts = books.halts();
  }

  Audit done() {
    Books after =
        new Books(
            sequence,
            at,
            stage,
            plan,
            periods.timetable(),
            periods.progress(approvedAt, lastAskedAt),
            halts,
            List.copyOf(open.values()),
            failed,
            failedForgotten,
            attempts.all(),
            refunds.all(),
            refunds.forgotten());
    return new Audit(after, findings);
  }

  void take(Entry entry) {
    boolean isNext = entry.sequence() == sequence + 1;
    if (!isNext) {
      find(SEQUENCE_GAP, "event %d after event %d".formatted(entry.sequence(), sequence));
    }
    if (entry.at().isBefore(at)) {
      find(
          TIME_WENT_BACK,
          "event %d is at %s, after %s".formatted(entry.sequence(), entry.at(), at));
    }
    failUntold(entry.fact(), isNext);
    sequence = entry.sequence();
    at = entry.at().isBefore(at) ? at : entry.at();
    recordedAt = entry.recordedAt();
    if (!Places.fits(stage, entry.fact())) {
      find(OUT_OF_PLACE, "%s while %s".formatted(entry.fact().getClass().getSimpleName(), stage));
    }
    take(entry.fact());
  }

  /**
   * With a decline for good it is said at once that the payment failed; where it is not, the
   * payment counts as failed from here on.
   *
   * @param isNext false when that may be what is missing
   */
  private void failUntold(Fact next, boolean isNext) {
    for (Open one : List.copyOf(open.values())) {
      if (one.mustFail() && !speaksOf(one.id(), next)) {
        if (isNext) {
          find(
              OUT_OF_PLACE,
              "%s, while attempt %d of %s was declined for good and nothing says that it failed"
                  .formatted(next.getClass().getSimpleName(), one.attempt(), one.id()));
        }
        open.remove(one.id());
        failedForGood(one.id());
      }
    }
  }

  private static boolean speaksOf(String paymentId, Fact fact) {
    return switch (fact) {
      case Fact.Failed failed -> failed.payment().id().equals(paymentId);
      // Decided twice, which is found by itself.
      case Fact.Declined declined -> declined.payment().id().equals(paymentId);
      default -> false;
    };
  }

  private void take(Fact fact) {
    switch (fact) {
      case Fact.Born born -> {
        stage = Stage.INCOMPLETE;
        plan = Optional.of(born.plan());
        periods.begin(born.plan(), born.timetable());
      }
      case Fact.Approved _ -> {
        stage = Stage.LIVE;
        approvedAt = Optional.of(at);
      }
      case Fact.Over(Fact.End how) -> {
        stage = Stage.OVER;
        periods.over(how);
        nothingLeftOpen();
      }
      case Fact.PeriodBegan began -> periods.began(began.period(), began.start(), began.end());
      case Fact.PeriodSkipped skipped -> periods.skipped(skipped);
      case Fact.PeriodFree free -> free.payment().ownPeriod().ifPresent(periods::decided);
      case Fact.Missed missed -> periods.missed(missed);
      case Fact.HeldDecided decided -> periods.heldDecided(decided);
      case Fact.Amended amended -> periods.amended(amended);
      case Fact.Asked asked -> asked(asked.payment(), asked.attempt());
      case Fact.Paid paid -> paid(paid.payment(), paid.attempt());
      case Fact.PaidAgain paid -> {
        find(PAID_TWICE, "attempt %d of %s".formatted(paid.attempt(), paid.payment().id()));
        say(paid.payment(), paid.attempt(), Side.PAID_IN_LEDGER);
        refunds.paidAgain(paid.payment().id());
      }
      case Fact.Declined declined -> declined(declined);
      case Fact.Failed payment -> failed(payment);
      case Fact.StillOpen still -> answered(still.payment(), still.attempt());
      case Fact.RefundAsked asked -> refundAsked(asked.refund());
      case Fact.RefundPaid paid -> refundPaid(paid.refund());
      case Fact.RefundFailed refused -> refundFailed(refused.refund());
      case Fact.RefundStillOpen still -> {
        if (!open.containsKey(still.refund().id())) {
          find(OUT_OF_PLACE, "%s is not on its way".formatted(still.refund().id()));
        }
      }
      case Fact.Turned turned -> turned(turned.turn());
      case Fact.Told _ -> {
        // Nothing that has to add up.
      }
    }
  }

  /** Only an answer that is still to come may come after the end. */
  private void nothingLeftOpen() {
    open.values().stream()
        .filter(one -> !one.inFlight() && !one.refund())
        .forEach(
            one ->
                find(
                    OUT_OF_PLACE,
                    "the end, while %s has no outcome after attempt %d"
                        .formatted(one.id(), one.attempt())));
  }

  private void asked(Payment payment, int attempt) {
    String id = payment.id();
    Open known = open.get(id);
    if (known != null) {
      if (known.inFlight()) {
        find(
            KEY_WHILE_OPEN,
            "attempt %d of %s while attempt %d has no final answer"
                .formatted(attempt, id, known.attempt()));
      } else if (attempt != known.attempt() + 1) {
        find(
            OUT_OF_PLACE,
            "attempt %d of %s after attempt %d".formatted(attempt, id, known.attempt()));
      }
      sameAmount(id, known.money(), payment.money());
    } else if (attempt == 1) {
      payment.ownPeriod().ifPresent(periods::decided);
      if (payment.ownPeriod().isEmpty() && (failed.contains(id) || attempts.isPaid(id))) {
        find(OUT_OF_PLACE, "%s is asked for a second time".formatted(id));
      }
    } else if (attempts.isPaid(id)) {
      find(
          Finding.Kind.PERIOD_DECIDED_TWICE,
          "attempt %d of %s, which is paid".formatted(attempt, id));
    } else if (!failed.remove(id) && !failedForgotten) {
      find(OUT_OF_PLACE, "attempt %d of %s, which had none before".formatted(attempt, id));
    }
    put(new Open(id, payment.money(), attempt, at, true, Optional.empty(), false));
    lastAskedAt = Optional.of(at);
    say(payment, attempt, Side.ASKED_IN_LEDGER);
  }

  private void paid(Payment payment, int attempt) {
    String id = payment.id();
    Open known = open.remove(id);
    if (known != null) {
      sameAmount(id, known.money(), payment.money());
      if (attempt > known.attempt()) {
        find(NOT_ASKED_FOR, "attempt %d of %s".formatted(attempt, id));
      }
    } else {
      moved(id);
    }
    say(payment, attempt, Side.PAID_IN_LEDGER);
  }

  /** Money moved for something that is not on its way: right only where it had failed before. */
  private void moved(String id) {
    if (attempts.isPaid(id)) {
      find(PAID_TWICE, id);
    } else if (!failed.remove(id) && !failedForgotten) {
      find(NOT_ASKED_FOR, id);
    }
  }

  private void declined(Fact.Declined declined) {
    String id = declined.payment().id();
    answered(declined.payment(), declined.attempt());
    Open known = open.get(id);
    if (known != null) {
      put(
          new Open(
              id,
              known.money(),
              known.attempt(),
              known.askedAt(),
              false,
              declined.retryAt(),
              known.refund()));
    }
  }

  private void failed(Fact.Failed event) {
    String id = event.payment().id();
    Open known = open.remove(id);
    if (known == null) {
      find(Finding.Kind.PERIOD_DECIDED_TWICE, "%s failed, and was not on its way".formatted(id));
    } else {
      sameAmount(id, known.money(), event.payment().money());
      if (known.inFlight()) {
        find(OUT_OF_PLACE, "%s failed before its attempt was answered".formatted(id));
      }
      failedForGood(id);
    }
    if (event.hard()) {
      refuseMethod(true);
    }
  }

  /** An attempt is spoken of that must be out. */
  private void answered(Payment payment, int attempt) {
    Open known = open.get(payment.id());
    if (known == null || !known.inFlight() || known.attempt() != attempt) {
      find(OUT_OF_PLACE, "attempt %d of %s is not on its way".formatted(attempt, payment.id()));
      return;
    }
    sameAmount(payment.id(), known.money(), payment.money());
  }

  private void refundAsked(Refund refund) {
    String id = refund.id();
    if (open.containsKey(id)) {
      find(KEY_WHILE_OPEN, "%s is asked for while it is on its way".formatted(id));
    } else if (failed.contains(id) || attempts.isPaid(id)) {
      find(OUT_OF_PLACE, "%s is asked for a second time".formatted(id));
    }
    if (failed.contains(refund.paymentId())) {
      find(REFUNDED_TOO_MUCH, "%s was never paid".formatted(refund.paymentId()));
    }
    attempts
        .paid(refund.paymentId())
        .ifPresent(paid -> sameAmount(refund.paymentId(), paid, refund.paid()));
    put(new Open(id, refund.money(), 1, at, true, Optional.empty(), true));
    refunds.take(refund, refund.money().minor());
    say(refund, Side.ASKED_IN_LEDGER);
  }

  private void refundPaid(Refund refund) {
    Open known = open.remove(refund.id());
    if (known != null) {
      sameAmount(refund.id(), known.money(), refund.money());
      refunds.take(refund, 0);
    } else {
      moved(refund.id());
      refunds.take(refund, refund.money().minor());
    }
    say(refund, Side.PAID_IN_LEDGER);
  }

  private void refundFailed(Refund refund) {
    Open known = open.remove(refund.id());
    if (known == null) {
      find(OUT_OF_PLACE, "%s failed, and was not on its way".formatted(refund.id()));
      return;
    }
    sameAmount(refund.id(), known.money(), refund.money());
    failedForGood(refund.id());
    refunds.take(refund, -known.money().minor());
  }

  private void turned(Fact.Turn turn) {
    switch (turn) {
      case RENEWAL_OFF -> {
        halts =
            new Halts(
                true, halts.paused(), halts.parked(), halts.changing(), halts.methodRefused());
        periods.renewalOff();
      }
      case PAUSED -> pause(true);
      case RESUMED -> pause(false);
      case PARKED -> park(true);
      case RELEASED -> park(false);
      case CHANGE_STARTED -> change(true);
      case CHANGE_ABANDONED -> change(false);
      case METHOD_REPLACED -> refuseMethod(false);
    }
  }

  private void pause(boolean now) {
    halts =
        new Halts(halts.renewalOff(), now, halts.parked(), halts.changing(), halts.methodRefused());
  }

  private void park(boolean now) {
    halts =
        new Halts(halts.renewalOff(), halts.paused(), now, halts.changing(), halts.methodRefused());
  }

  private void change(boolean now) {
    halts =
        new Halts(halts.renewalOff(), halts.paused(), halts.parked(), now, halts.methodRefused());
  }

  private void refuseMethod(boolean now) {
    halts = new Halts(halts.renewalOff(), halts.paused(), halts.parked(), halts.changing(), now);
  }

  private void failedForGood(String id) {
    failed.remove(id);
    failed.add(id);
    if (failed.size() > FAILED_MAX) {
      failed.removeFirst();
      failedForgotten = true;
    }
  }

  private void put(Open one) {
    open.put(one.id(), one);
    if (open.size() > OPEN_MAX) {
      open.remove(open.keySet().iterator().next());
    }
  }

  private void say(Payment payment, int attempt, Side side) {
    attempts.say(payment.id() + "/" + attempt, payment.id(), side, recordedAt, payment.money());
  }

  private void say(Refund refund, Side side) {
    attempts.say(refund.id() + "/1", refund.id(), side, recordedAt, refund.money());
  }

  private void sameAmount(String id, Money one, Money other) {
    if (!one.equals(other)) {
      find(AMOUNT_CHANGED, "%s is about %s, and was about %s".formatted(id, other, one));
    }
  }

  private void find(Finding.Kind kind, String what) {
    findings.add(new Finding(kind, what));
  }
}
