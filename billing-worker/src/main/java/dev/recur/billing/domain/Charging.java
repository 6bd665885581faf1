package dev.recur.billing.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Attempts to charge, and what the channel answers to them. */
final class Charging {
  /** What a person does about a charge that nobody knows of. */
  private static final String SETTLE =
      "ask the channel, then write its result to charge.results, then release the subscription.";

  private Charging() {}

  /** Asks for one attempt, or parks the subscription when it was charged too often within a day. */
  static Story attempt(Story story, Payment payment, int attempt) {
    Moment moment = story.moment();
    Optional<String> tooOften = tooOften(story.live(), story.now());
    if (tooOften.isPresent()) {
      return story.tell(
          new Event.Parked(tooOften.get() + ": find out why, then release the subscription."));
    }
    return story.tell(
        new Event.ChargeRequested(payment, attempt, moment.presentUntil(), story.now()));
  }

  /** What is wrong when one more attempt would break the safety bound; empty when it would not. */
  static Optional<String> tooOften(State.Live live, Instant now) {
    int bound = live.head().terms().policies().chargesPerDayMax();
    return live.dues().chargesWithinDayOf(now) >= bound
        ? Optional.of(
            "More than " + bound + " attempts to charge within 24 hours (chargesPerDayMax)")
        : Optional.empty();
  }

  static Decision onAnswer(State state, Input.ChannelAnswer answer, Moment moment) {
    if (!(state instanceof State.Existing existing)) {
      return Decision.NOTHING;
    }
    Story story = new Story(existing, moment);
    Optional<Collection> open =
        existing
            .collection()
            .filter(collection -> collection.payment().paymentId().equals(answer.paymentId()));
    if (open.isPresent()) {
      return onOpen(story, existing, open.get(), answer);
    }
    return Refunding.isAbout(existing, answer)
        ? Refunding.onAnswer(story, existing, answer)
        : onSettled(story, existing, answer);
  }

  private static Decision onOpen(
      Story story, State.Existing state, Collection open, Input.ChannelAnswer answer) {
    boolean latest = answer.attempt() == open.attempt();
    return switch (answer.outcome()) {
      // Money that moved counts whenever that is said, asked for or not, also under the key of an
      // earlier attempt that was declined before.
      case ChannelOutcome.Succeeded success ->
          answer.attempt() <= open.attempt()
              ? succeeded(story, state, open, answer.attempt(), success).decision()
              : Decision.NOTHING;
      case ChannelOutcome.Declined decline ->
          latest && open.mayStillSucceed()
              ? declined(story, state, open, decline).decision()
              : Decision.NOTHING;
      // The others only answer the request that is out; anything else is a repetition.
      case ChannelOutcome.Refused refusal ->
          open.isAnsweredBy(answer)
              ? refused(story, state, open, answer, refusal).decision()
              : Decision.NOTHING;
      case ChannelOutcome.NotFinal notFinal ->
          open.isAnsweredBy(answer)
              ? notFinal(story, open, notFinal.pending()).decision()
              : Decision.NOTHING;
      case ChannelOutcome.NotFound _ ->
          open.isAnsweredBy(answer) ? notFound(story, open, answer).decision() : Decision.NOTHING;
    };
  }

  private static Story succeeded(
      Story story,
      State.Existing state,
      Collection open,
      int attempt,
      ChannelOutcome.Succeeded success) {
    story.tell(
        new Event.ChargeSucceeded(
            open.payment(),
            attempt,
            open.methods().of(attempt).orElseGet(state::method),
            success.reference()));
    boolean askedNoMore =
        attempt < open.attempt() && open.phase() instanceof Collection.Phase.AwaitingInquiry;
    return askedNoMore ? mayBePaidTwice(story, open.payment(), open.attempt()) : story;
  }

  /**
   * The channel went back on its word that an earlier attempt was declined, and does not say what
   * became of this one. The payment is settled, so nobody would ask about it any more.
   */
  private static Story mayBePaidTwice(Story story, Payment payment, int attempt) {
    return story.state() instanceof State.Existing existing && existing.head().parked()
        ? story
        : story.tell(
            new Event.Parked(
                "An earlier attempt of "
                    + payment.paymentId()
                    + " was charged after all, and attempt "
                    + attempt
                    + " may have been too: "
                    + SETTLE));
  }

  private static Story declined(
      Story story, State.Existing state, Collection open, ChannelOutcome.Declined decline) {
    Optional<Instant> retryAt =
        decline.hard() ? Optional.empty() : retryAt(state, open, story.moment().at());
    story.tell(
        new Event.ChargeDeclined(
            open.payment(), open.attempt(), decline.hard(), decline.code(), retryAt));
    return retryAt.isPresent()
        ? story
        : story.tell(new Event.PaymentFailed(open.payment(), decline.code(), decline.hard()));
  }

  /** When a soft decline is tried again: never when nothing is to be charged any more. */
  private static Optional<Instant> retryAt(State.Existing state, Collection open, Instant at) {
    if (!(state instanceof State.Live live)
        || live.renewal() == State.Renewal.OFF
        || live.pause().isPresent()
        || !live.head().terms().billing().managed()) {
      return Optional.empty();
    }
    List<Integer> days = live.head().terms().policies().retryDays();
    if (open.attempt() > days.size()) {
      return Optional.empty();
    }
    int day = days.get(open.attempt() - 1);
    Instant planned = open.payment().createdAt().plus(Duration.ofDays(day));
    // A day that passed by, in an outage or while the outcome was open, is made up for at the
    // distance that was planned: retries never come in a row.
    int dayBefore = open.attempt() == 1 ? 0 : days.get(open.attempt() - 2);
    Instant retryAt = planned.isAfter(at) ? planned : at.plus(Duration.ofDays(day - dayBefore));
    Instant nextCharge = Agenda.chargeDueAt(live, live.progress().opened() + 1);
    // A missed period's payment begins when its period is over; any other ends with its period.
    Instant periodEnd = open.payment().period().end();
    boolean missed = !open.payment().createdAt().isBefore(periodEnd);
    return Optional.of(retryAt)
        .filter(due -> due.isBefore(nextCharge) && (missed || due.isBefore(periodEnd)));
  }

  /**
   * The request was refused, so nothing was charged under its key; but only where it was asked for
   * once. Else the refusal may be that of an earlier request under the key, come late, and the
   * later one be about to charge. A refused inquiry says nothing of the charge.
   */
  private static Story refused(
      Story story,
      State.Existing state,
      Collection open,
      Input.ChannelAnswer answer,
      ChannelOutcome.Refused refusal) {
    return open.isFirstAnsweredBy(answer)
        ? declined(story, state, open, refusal.asDecline())
        : notFinal(story, open, false);
  }

  private static Story notFinal(Story story, Collection open, boolean pending) {
    Optional<Instant> inquireAt = open.nextInquiryAt();
    story.tell(new Event.ChargeUnresolved(open.payment(), open.attempt(), pending, inquireAt));
    return inquireAt.isPresent() ? story : story.tell(new Event.Parked(personDecides(open)));
  }

  private static String personDecides(Collection open) {
    return "The channel does not say what became of "
        + open.payment().paymentId()
        + " attempt "
        + open.attempt()
        + ": "
        + SETTLE;
  }

  /** The channel has answered nothing, neither to the charge nor to any inquiry. */
  static Story giveUp(Story story, Collection open) {
    return story
        .tell(new Event.ChargeUnresolved(open.payment(), open.attempt(), false, Optional.empty()))
        .tell(new Event.Parked(neverAnswered(open)));
  }

  private static String neverAnswered(Collection open) {
    return "The channel has answered nothing about "
        + open.payment().paymentId()
        + " attempt "
        + open.attempt()
        + ": see that charge.requests is read and charge.results has no dead letters, "
        + SETTLE;
  }

  private static Story notFound(Story story, Collection open, Input.ChannelAnswer answer) {
    return open.mayBePresentedAgain(answer, story.moment())
        ? story.tell(
            new Event.ChargePresentedAgain(
                open.payment(), open.attempt(), open.presentUntil(), story.now()))
        : notFinal(story, open, false);
  }

  /**
   * An answer for a payment that had its final outcome: a success adds something. After a final
   * decline it is the payment; after a success, of another attempt, the buyer paid twice. And what
   * is not final, of an attempt after the one that succeeded, may become that.
   */
  private static Decision onSettled(Story story, State.Existing state, Input.ChannelAnswer answer) {
    if (answer.memory().payment().isEmpty() || state instanceof State.Incomplete) {
      return Decision.NOTHING;
    }
    SettledPayment settled = answer.memory().payment().get();
    int attempt = answer.attempt();
    if (!(answer.outcome() instanceof ChannelOutcome.Succeeded success)) {
      return answer.outcome() instanceof ChannelOutcome.NotFinal && settled.isPaidBefore(attempt)
          ? mayBePaidTwice(story, settled.payment(), attempt).decision()
          : Decision.NOTHING;
    }
    PaymentMethod method = settled.methods().of(attempt).orElseGet(state::method);
    if (!settled.succeeded()) {
      return story
          .tell(new Event.ChargeSucceeded(settled.payment(), attempt, method, success.reference()))
          .decision();
    }
    return settled.knowsSuccessOf(attempt)
        ? Decision.NOTHING
        : story
            .tell(new Event.ChargeSurplus(settled.payment(), attempt, method, success.reference()))
            .decision();
  }

  /** A declined payment that waited for its next attempt gets its final outcome. */
  static void abandonRetry(Story story) {
    if (story.live().collection().isPresent()) {
      Collection collection = story.live().collection().get();
      if (collection.phase() instanceof Collection.Phase.AwaitingRetry waiting) {
        story.tell(new Event.PaymentFailed(collection.payment(), waiting.code(), false));
      }
    }
  }
}
