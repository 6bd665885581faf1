package dev.recur.billing.topology;

import dev.recur.billing.domain.Amendment;
import dev.recur.billing.domain.Calendar;
import dev.recur.billing.domain.Change;
import dev.recur.billing.domain.Dues;
import dev.recur.billing.domain.Few;
import dev.recur.billing.domain.Missed;
import dev.recur.billing.domain.Pause;
import dev.recur.billing.domain.Period;
import dev.recur.billing.domain.Schedule;
import dev.recur.billing.domain.State;
import dev.recur.schemas.avro.AmendmentState;
import dev.recur.schemas.avro.CalendarState;
import dev.recur.schemas.avro.ChangeState;
import dev.recur.schemas.avro.LiveState;
import dev.recur.schemas.avro.MissedPeriodState;
import dev.recur.schemas.avro.PaidState;
import dev.recur.schemas.avro.StandingState;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A running subscription as the state keeps it. */
final class LiveCodec {
  private LiveCodec() {}

  static LiveState avro(State.Live live) {
    Dues dues = live.dues();
    return LiveState.newBuilder()
        .setPaymentMethod(Nouns.method(live.method()))
        .setApprovedAt(live.approvedAt())
        .setCurrentPeriod(live.progress().current())
        .setOpenedPeriod(live.progress().opened())
        .setSettledPeriod(live.progress().settled())
        .setAnnouncedPeriod(live.progress().announced())
        .setStanding(StandingState.valueOf(live.standing().name()))
        .setRenewalOff(live.renewal() == State.Renewal.OFF)
        .setRecentCharges(dues.recentCharges())
        .setCollection(dues.collection().map(CollectionCodec::avro).orElse(null))
        .setCalendar(calendar(live))
        .setAmendments(Few.map(live.schedule().amendments(), LiveCodec::amendment))
        .setPaused(live.pause().isPresent())
        .setResumeTime(live.pause().flatMap(Pause::resumeTime).orElse(null))
        .setFinalActAt(dues.finalActAt().orElse(null))
        .setBacklog(Few.map(dues.backlog(), LiveCodec::missed))
        .setHeld(Few.map(dues.held(), LiveCodec::missed))
        .setPaid(Few.map(dues.paid(), p -> new PaidState(p.period(), p.paymentId())))
        .setUnpaid(Few.map(dues.unpaid(), CollectionCodec::avro))
        .setRefunds(Few.map(live.refunds(), CollectionCodec::avro))
        .setChange(live.change().map(LiveCodec::change).orElse(null))
        .build();
  }

  static State.Live live(State.Head head, LiveState live) {
    return new State.Live(
        head,
        Nouns.method(live.getPaymentMethod()),
        live.getApprovedAt(),
        schedule(head, live),
        new State.Progress(
            live.getCurrentPeriod(),
            live.getOpenedPeriod(),
            live.getSettledPeriod(),
            live.getAnnouncedPeriod()),
        State.Standing.valueOf(live.getStanding().name()),
        live.getRenewalOff() ? State.Renewal.OFF : State.Renewal.ON,
        live.getPaused()
            ? Optional.of(new Pause(Optional.ofNullable(live.getResumeTime())))
            : Optional.empty(),
        dues(live),
        Few.map(live.getRefunds(), CollectionCodec::refund),
        Optional.ofNullable(live.getChange()).map(stored -> change(head, stored)));
  }

  private static Dues dues(LiveState live) {
    return new Dues(
        live.getRecentCharges(),
        Optional.ofNullable(live.getCollection()).map(CollectionCodec::collection),
        Few.map(live.getBacklog(), LiveCodec::missed),
        Few.map(live.getHeld(), LiveCodec::missed),
        Optional.ofNullable(live.getFinalActAt()),
        Few.map(live.getPaid(), p -> new Dues.Paid(p.getPeriod(), p.getPaymentId())),
        Few.map(live.getUnpaid(), CollectionCodec::unpaid));
  }

  /** None where periods are counted from the start time, as the terms say anyway. */
  private static @Nullable CalendarState calendar(State.Live live) {
    Calendar calendar = live.schedule().calendar();
    return calendar.equals(live.head().terms().calendar()) ? null : calendar(calendar);
  }

  private static Schedule schedule(State.Head head, LiveState live) {
    ZoneId zone = head.terms().zone();
    return new Schedule(
        Optional.ofNullable(live.getCalendar())
            .map(stored -> calendar(stored, zone))
            .orElseGet(head.terms()::calendar),
        Few.map(live.getAmendments(), stored -> amendment(stored, zone)));
  }

  private static CalendarState calendar(Calendar calendar) {
    return new CalendarState(
        calendar.anchor(), calendar.anchorPeriod(), Nouns.rule(calendar.rule()));
  }

  private static Calendar calendar(CalendarState stored, ZoneId zone) {
    return new Calendar(
        stored.getAnchor(),
        stored.getAnchorPeriod(),
        zone,
        Nouns.rule(stored.getRule()).orElseThrow());
  }

  private static AmendmentState amendment(Amendment amendment) {
    return AmendmentState.newBuilder()
        .setRequestId(amendment.requestId())
        .setFromPeriod(amendment.fromPeriod())
        .setAwaited(amendment.awaited())
        .setCalendar(amendment.calendar().map(LiveCodec::calendar).orElse(null))
        .setDescription(amendment.description().orElse(null))
        .setPaymentAmount(amendment.price().map(Nouns::money).orElse(null))
        .setEndTime(amendment.endTime().orElse(null))
        .setOrderAmount(amendment.orderAmount().map(Nouns::money).orElse(null))
        .build();
  }

  private static Amendment amendment(AmendmentState stored, ZoneId zone) {
    return new Amendment(
        stored.getRequestId(),
        stored.getFromPeriod(),
        stored.getAwaited(),
        Optional.ofNullable(stored.getCalendar()).map(calendar -> calendar(calendar, zone)),
        Optional.ofNullable(stored.getDescription()),
        Optional.ofNullable(stored.getPaymentAmount()).map(Nouns::money),
        Optional.ofNullable(stored.getEndTime()),
        Optional.ofNullable(stored.getOrderAmount()).map(Nouns::money));
  }

  private static MissedPeriodState missed(Missed missed) {
    Period period = missed.period();
    return new MissedPeriodState(
        period.number(), period.start(), period.end(), Nouns.money(missed.amount()));
  }

  private static Missed missed(MissedPeriodState stored) {
    return new Missed(
        new Period(stored.getPeriod(), stored.getPeriodStart(), stored.getPeriodEnd()),
        Nouns.money(stored.getAmount()));
  }

  private static ChangeState change(Change change) {
    return new ChangeState(
        change.requestId(),
        change.fingerprint(),
        change.commandId(),
        change.newSubscriptionId(),
        change.terms().map(TermsMapping::avro).orElse(null),
        change.askedAt().orElse(null),
        change.asked());
  }

  private static Change change(State.Head head, ChangeState stored) {
    Change change =
        new Change(
            stored.getRequestId(),
            stored.getFingerprint(),
            stored.getCommandId(),
            stored.getNewSubscriptionId(),
            Optional.ofNullable(stored.getTerms())
                .map(
                    terms ->
                        TermsMapping.terms(
                            stored.getNewSubscriptionId(), head.terms().clientId(), terms)),
            Optional.ofNullable(stored.getAskedAt()),
            stored.getAsked());
    // An earlier release did not keep when it asked, and had asked once: no later than its last
    // event. Else nobody would ever look after a change whose create is lost.
    return change.askedAt().isEmpty() && change.terms().isPresent()
        ? change.askedAt(head.at())
        : change;
  }
}
