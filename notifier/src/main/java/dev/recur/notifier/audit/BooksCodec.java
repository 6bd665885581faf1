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
import dev.recur.notifier.streams.LaterReleaseException;
import dev.recur.notifier.streams.StateCodec;
import dev.recur.notifier.streams.StateHistory;
import dev.recur.notifier.streams.UnreadableStateException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** A subscription's books as they lie in the store. Plain code: it runs for every record. */
final class BooksCodec {

  private static final StateCodec<AuditState> CODEC =
      new StateCodec<>(AuditState.class, StateHistory.AUDIT);

  private BooksCodec() {}

  static byte[] encode(Kept kept) {
    Books books = kept.books();
    Books.Progress progress = books.progress();
    Books.Halts halts = books.halts();
    // In the order of the schema; a builder would check and copy what is written at once.
    return CODEC.encode(
        new AuditState(
            books.sequence(),
            books.at(),
            books.stage().name(),
            books
                .plan()
                .flatMap(plan -> books.timetable().map(timetable -> state(plan, timetable)))
                .orElse(null),
            progress.approvedAt().orElse(null),
            progress.current(),
            progress.opened(),
            progress.lastAskedAt().orElse(null),
            progress.backlog(),
            progress.held(),
            halts.renewalOff(),
            halts.paused(),
            halts.parked(),
            halts.changing(),
            halts.methodRefused(),
            each(books.open(), BooksCodec::state),
            books.failed(),
            books.failedForgotten(),
            each(books.attempts(), BooksCodec::state),
            each(
                books.refunded(),
                r -> new AuditRefundedState(r.paymentId(), r.timesPaid(), r.takenMinor())),
            books.refundedForgotten(),
            kept.lookAt().orElse(null)));
  }

  /**
   * The books in these bytes.
   *
   * @throws LaterReleaseException when a later version wrote them: with a schema, or a word, that
   *     this one does not know
   * @throws UnreadableStateException when the bytes are no books
   */
  static Kept decode(byte[] bytes) {
    return CODEC.decode(
        bytes, state -> new Kept(books(state), Optional.ofNullable(state.getLookAt())));
  }

  private static Books books(AuditState state) {
    Optional<AuditPlanState> plan = Optional.ofNullable(state.getPlan());
    return new Books(
        state.getSequence(),
        state.getAt(),
        StateCodec.word(Books.Stage.class, state.getStage()),
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
        each(state.getOpen(), BooksCodec::open),
        state.getFailed(),
        state.getFailedForgotten(),
        each(state.getAttempts(), BooksCodec::attempt),
        each(
            state.getRefunded(),
            r -> new Books.Refunded(r.getPaymentId(), r.getTimesPaid(), r.getTakenMinor())),
        state.getRefundedForgotten());
  }

  private static AuditPlanState state(Plan plan, Timetable timetable) {
    return new AuditPlanState(
        plan.clock().orElse(null),
        plan.expiry(),
        plan.cycles().isPresent() ? plan.cycles().getAsInt() : null,
        plan.lead().toMillis(),
        plan.managed(),
        timetable.zone().getId(),
        state(timetable.rhythm()),
        timetable.end().orElse(null),
        each(
            timetable.changes(),
            change ->
                new AuditTermsChangeState(
                    change.fromPeriod(),
                    change.rhythm().map(BooksCodec::state).orElse(null),
                    change.end().orElse(null))));
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
        each(
            state.getChanges(),
            change ->
                new Timetable.Change(
                    change.getFromPeriod(),
                    Optional.ofNullable(change.getRhythm()).map(BooksCodec::rhythm),
                    Optional.ofNullable(change.getEnd()))));
  }

  private static AuditRhythmState state(Rhythm rhythm) {
    return new AuditRhythmState(
        rhythm.anchor(), rhythm.anchorPeriod(), rhythm.unit().name(), rhythm.count());
  }

  private static Rhythm rhythm(AuditRhythmState state) {
    return new Rhythm(
        state.getAnchor(),
        state.getAnchorPeriod(),
        StateCodec.word(ChronoUnit.class, state.getUnit()),
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

  /** Plain code, and nothing for the empty lists that most are. */
  private static <A, B> List<B> each(List<A> all, Function<A, B> to) {
    if (all.isEmpty()) {
      return List.of();
    }
    List<B> made = new ArrayList<>(all.size());
    for (A one : all) {
      made.add(to.apply(one));
    }
    return made;
  }
}
