package dev.recur.billing.domain;

import java.time.Instant;
import java.util.Optional;

/** What follows when a moment has come that {@link Agenda} had named. */
final class DueItems {
  private DueItems() {}

  static Decision decide(State state, Input.Due due, Moment moment) {
    // A stale entry of the index: the state has moved on, and names another moment or none.
    return Agenda.next(state)
        .filter(item -> item.dueAt().equals(due.dueAt()))
        .map(item -> act(new Story(state, moment), inTime(state, item, moment)).decision())
        .orElse(Decision.NOTHING);
  }

  /**
   * A charge that is due is not told ahead any more: what is next without it is taken in its place,
   * which is that charge or something that fell due before it.
   */
  private static Agenda.Item inTime(State state, Agenda.Item item, Moment moment) {
    return item instanceof Agenda.Item.Announce announce
            && !moment.at().isBefore(announce.chargeAt())
        ? Agenda.nextUnannounced(state).orElseThrow()
        : item;
  }

  private static Story act(Story story, Agenda.Item item) {
    return switch (item) {
      case Agenda.Item.Expire expire -> story.tell(new Event.AuthorisationExpired(expire.dueAt()));
      case Agenda.Item.Inquire inquire ->
          story.tell(
              new Event.InquiryRequested(
                  inquire.collection().payment(),
                  inquire.collection().attempt(),
                  inquire.inquiry(),
                  story.now()));
      case Agenda.Item.InquireRefund inquire ->
          story.tell(
              new Event.RefundInquiryRequested(
                  inquire.refund().facts(), inquire.inquiry(), story.now()));
      case Agenda.Item.GiveUp giveUp -> Charging.giveUp(story, giveUp.collection());
      case Agenda.Item.GiveUpRefund giveUp -> Refunding.giveUp(story, giveUp.refund());
      case Agenda.Item.Resume _ -> story.tell(new Event.Resumed(Optional.empty()));
      case Agenda.Item.Retry retry -> Charging.attempt(story, retry.payment(), retry.attempt());
      case Agenda.Item.FinalAct _ -> finalAct(story);
      case Agenda.Item.Boundary boundary -> boundary(story, boundary.period());
      case Agenda.Item.Charge charge -> charge(story, charge.period());
      case Agenda.Item.ChargeMissed missed -> chargeMissed(story, missed.missed());
      case Agenda.Item.ChangeOverdue overdue -> Changes.overdue(story, overdue.change());
      case Agenda.Item.Announce announce -> story.tell(announced(announce));
    };
  }

  private static Event announced(Agenda.Item.Announce announce) {
    return announce.endsTrial()
        ? new Event.TrialEnding(announce.period(), announce.chargeAt(), announce.amount())
        : new Event.RenewalUpcoming(announce.period(), announce.chargeAt(), announce.amount());
  }

  /** A period stayed unpaid, and its grace is over: what the policies say. */
  private static Story finalAct(Story story) {
    Charging.abandonRetry(story);
    return switch (story.live().head().terms().policies().finalAct()) {
      case CANCEL -> story.tell(new Event.Canceled(true, true));
      case PAUSE -> Pausing.pause(story, Optional.empty(), Optional.empty());
      case KEEP -> story;
    };
  }

  private static Story boundary(Story story, int number) {
    State.Live live = story.live();
    Period next = live.schedule().period(number);
    skipUnpaid(story);
    if (live.endsAt(number)) {
      Charging.abandonRetry(story);
      CatchUp.leave(story, Event.SkipReason.ENDED);
      return story.tell(
          live.renewal() == State.Renewal.OFF && number > live.servedThrough()
              ? new Event.Canceled(false, false)
              : new Event.Ended(next.start()));
    }
    if (live.standsStill()) {
      Charging.abandonRetry(story);
    }
    CatchUp.atEnd(story, live.progress().current());
    Optional<Amendment> amendment = live.schedule().amendmentOf(number);
    if (amendment.filter(Amendment::changesPriceOrDates).isPresent()) {
      CatchUp.beforeOtherTerms(story);
    }
    if (live.pause().isPresent() && live.progress().opened() < number) {
      story.tell(new Event.PeriodSkipped(next, Event.SkipReason.PAUSED));
    } else {
      story.tell(new Event.PeriodStarted(next));
    }
    amendment.filter(Amendment::awaited).ifPresent(awaited -> story.tell(tookEffect(awaited)));
    CatchUp.atBoundary(story, number);
    return story;
  }

  /**
   * The period that ends now was not charged because the buyer's method is refused; nor were those
   * before it that had waited for the attempt that was refused.
   */
  private static void skipUnpaid(Story story) {
    State.Live live = story.live();
    if (live.standing() == State.Standing.METHOD_REFUSED
        && live.head().terms().billing().managed()) {
      for (int number = live.progress().opened() + 1;
          number <= live.progress().current();
          number++) {
        story.tell(
            new Event.PeriodSkipped(
                live.schedule().period(number), Event.SkipReason.METHOD_REFUSED));
      }
    }
  }

  private static Event.UpdateTookEffect tookEffect(Amendment amendment) {
    return new Event.UpdateTookEffect(
        amendment.requestId(),
        amendment.fromPeriod(),
        amendment.calendar().map(Calendar::rule),
        amendment.description(),
        amendment.price(),
        amendment.endTime(),
        amendment.orderAmount());
  }

  private static Story charge(Story story, int number) {
    if (endsRetries(story)) {
      return finalAct(story);
    }
    Instant now = story.now();
    State.Live live = story.live();
    Payment payment = paymentFor(live, live.schedule().period(number), live.priceOf(number), now);
    if (CatchUp.goesUncharged(story, payment, number)) {
      return story;
    }
    return CatchUp.wasMissed(live, number, now)
        ? CatchUp.decide(story, payment)
        : Charging.attempt(story, payment, 1);
  }

  /**
   * A period's retries end where the next charge falls due.
   *
   * @return true when the final act follows from it, and not that charge
   */
  private static boolean endsRetries(Story story) {
    Charging.abandonRetry(story);
    Instant at = story.moment().at();
    return story.live().dues().finalActAt().filter(due -> !due.isAfter(at)).isPresent();
  }

  private static Story chargeMissed(Story story, Missed missed) {
    if (endsRetries(story)) {
      return finalAct(story);
    }
    Payment payment = paymentFor(story.live(), missed.period(), missed.amount(), story.now());
    return Charging.attempt(story, payment, 1);
  }

  static Payment paymentFor(State.Live live, Period period, Money amount, Instant now) {
    Purpose purpose = new Purpose.ForPeriod(period.number());
    return new Payment(
        PaymentIds.of(live.head().terms().subscriptionId(), purpose), purpose, amount, now, period);
  }
}
