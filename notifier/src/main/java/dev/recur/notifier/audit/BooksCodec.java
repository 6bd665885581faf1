package dev.recur.notifier.audit;

import dev.recur.notifier.audit.rules.Attempt;
import dev.recur.notifier.audit.rules.Books;
import dev.recur.notifier.audit.rules.Money;
import dev.recur.notifier.audit.rules.Plan;
import dev.recur.notifier.audit.rules.Rhythm;
import dev.recur.notifier.audit.rules.Timetable;
import dev.recur.notifier.state.AuditAttemptState;
import dev.recur.notifier.state.AuditMoneyState;
import dev.recur.notifier.state.AuditOpenState;
import dev.recur.notifier.state.AuditPlanState;
import dev.recur.notifier.state.AuditRefundedState;
import dev.recur.notifier.state.AuditRhythmState;
import dev.recur.notifier.state.AuditState;
import dev.recur.notifier.state.AuditTermsChangeState;
import dev.recur.notifier.streams.StateCodec;
import dev.recur.notifier.streams.StateHistory;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/** A subscription's books as they lie in the store. */
final class BooksCodec {

  private static final StateCodec<AuditState> CODEC =
      new StateCodec<>(AuditState.class, StateHistory.AUDIT);

  private BooksCodec() {}

  static byte[] encode(Books books) {
    Books.Progress progress = books.progress();
    Books.Halts halts = books.halts();
    return CODEC.encode(
        AuditState.newBuilder()
            .setSequence(books.sequence())
            .setAt(books.at())
            .setStage(books.stage().name())
            .setPlan(
                books
                    .plan()
                    .flatMap(plan -> books.timetable().map(timetable -> state(plan, timetable)))
                    .orElse(null))
            .setApprovedAt(progress.approvedAt().orElse(null))
            .setCurrent(progress.current())
            .setOpened(progress.opened())
            .setLastAskedAt(progress.lastAskedAt().orElse(null))
            .setBacklog(progress.backlog())
            .setHeld(progress.held())
            .setRenewalOff(halts.renewalOff())
            .setPaused(halts.paused())
            .setParked(halts.parked())
            .setChanging(halts.changing())
            .setMethodRefused(halts.methodRefused())
            .setOpen(books.open().stream().map(BooksCodec::state).toList())
            .setFailed(books.failed())
            .setFailedForgotten(books.failedForgotten())
            .setAttempts(books.attempts().stream().map(BooksCodec::state).toList())
            .setRefunded(
                books.refunded().stream()
                    .map(r -> new AuditRefundedState(r.paymentId(), r.timesPaid(), r.takenMinor()))
                    .toList())
            .setRefundedForgotten(books.refundedForgotten())
            .build());
  }

  /**
   * The books in these bytes.
   *
   * @throws RuntimeException when they were not written by this program or an earlier version: the
   *     bytes are no books, or hold a word that this version does not know
   */
  static Books decode(byte[] bytes) {
    AuditState state = CODEC.decode(bytes);
    Optional<AuditPlanState> plan = Optional.ofNullable(state.getPlan());
    return new Books(
        state.getSequence(),
        state.getAt(),
        Books.Stage.valueOf(state.getStage()),
        plan.map(BooksCodec::plan),
        plan.map(BooksCodec::timetable),
        new Books.Progress(
            Optional.ofNullable(state.getApprovedAt()),
            state.getCurrent(),
            state.getOpened(),
            Optional.ofNullable(state.getLastAskedAt()),
            state.getBacklog(),
            state.getHeld()),
        new Books.Halts(
            state.getRenewalOff(),
            state.getPaused(),
            state.getParked(),
            state.getChanging(),
            state.getMethodRefused()),
        state.getOpen().stream().map(BooksCodec::open).toList(),
        state.getFailed(),
        state.getFailedForgotten(),
        state.getAttempts().stream().map(BooksCodec::attempt).toList(),
        state.getRefunded().stream()
            .map(r -> new Books.Refunded(r.getPaymentId(), r.getTimesPaid(), r.getTakenMinor()))
            .toList(),
        state.getRefundedForgotten());
  }

  private static AuditPlanState state(Plan plan, Timetable timetable) {
    return AuditPlanState.newBuilder()
        .setClock(plan.clock().orElse(null))
        .setExpiry(plan.expiry())
        .setCycles(plan.cycles().isPresent() ? plan.cycles().getAsInt() : null)
        .setLeadMs(plan.lead().toMillis())
        .setManaged(plan.managed())
        .setZone(timetable.zone().getId())
        .setRhythm(state(timetable.rhythm()))
        .setEnd(timetable.end().orElse(null))
        .setChanges(
            timetable.changes().stream()
                .map(
                    change ->
                        new AuditTermsChangeState(
                            change.fromPeriod(),
                            change.rhythm().map(BooksCodec::state).orElse(null),
                            change.end().orElse(null)))
                .toList())
        .build();
  }

  private static Plan plan(AuditPlanState state) {
    Integer cycles = state.getCycles();
    return new Plan(
        Optional.ofNullable(state.getClock()),
        state.getExpiry(),
        cycles == null ? OptionalInt.empty() : OptionalInt.of(cycles),
        Duration.ofMillis(state.getLeadMs()),
        state.getManaged());
  }

  private static Timetable timetable(AuditPlanState state) {
    return new Timetable(
        ZoneId.of(state.getZone()),
        rhythm(state.getRhythm()),
        Optional.ofNullable(state.getEnd()),
        state.getChanges().stream()
            .map(
                change ->
                    new Timetable.Change(
                        change.getFromPeriod(),
                        Optional.ofNullable(change.getRhythm()).map(BooksCodec::rhythm),
                        Optional.ofNullable(change.getEnd())))
            .toList());
  }

  private static AuditRhythmState state(Rhythm rhythm) {
    return new AuditRhythmState(
        rhythm.anchor(), rhythm.anchorPeriod(), rhythm.unit().name(), rhythm.count());
  }

  private static Rhythm rhythm(AuditRhythmState state) {
    return new Rhythm(
        state.getAnchor(),
        state.getAnchorPeriod(),
        ChronoUnit.valueOf(state.getUnit()),
        state.getCount());
  }

  private static AuditOpenState state(Books.Open open) {
    return new AuditOpenState(
        open.id(),
        state(open.money()),
        open.attempt(),
        open.askedAt(),
        open.inFlight(),
        open.retryAt().orElse(null),
        open.refund());
  }

  private static Books.Open open(AuditOpenState state) {
    return new Books.Open(
        state.getId(),
        money(state.getMoney()),
        state.getAttempt(),
        state.getAskedAt(),
        state.getInFlight(),
        Optional.ofNullable(state.getRetryAt()),
        state.getRefund());
  }

  private static AuditAttemptState state(Attempt attempt) {
    return new AuditAttemptState(
        attempt.key(),
        attempt.paymentId(),
        attempt.money().map(BooksCodec::state).orElse(null),
        attempt.askedInLedger().orElse(null),
        attempt.askedOfChannel().orElse(null),
        attempt.paidInLedger().orElse(null),
        attempt.paidByChannel().orElse(null));
  }

  private static Attempt attempt(AuditAttemptState state) {
    return new Attempt(
        state.getKey(),
        state.getPaymentId(),
        Optional.ofNullable(state.getMoney()).map(BooksCodec::money),
        Optional.ofNullable(state.getAskedInLedger()),
        Optional.ofNullable(state.getAskedOfChannel()),
        Optional.ofNullable(state.getPaidInLedger()),
        Optional.ofNullable(state.getPaidByChannel()));
  }

  private static AuditMoneyState state(Money money) {
    return new AuditMoneyState(money.minor(), money.currency());
  }

  private static Money money(AuditMoneyState state) {
    return new Money(state.getMinor(), state.getCurrency());
  }
}
