package dev.recur.billing.domain;

import java.time.Instant;

/** What follows when a moment has come that {@link Agenda} had named. */
final class DueItems {
  private DueItems() {}

  static Decision decide(State state, Input.Due due, Moment moment) {
    // A stale entry of the index: the state has moved on, and names another moment or none.
    return Agenda.next(state)
        .filter(item -> item.dueAt().equals(due.dueAt()))
        .map(item -> act(new Story(state, moment), item))
        .orElse(Decision.NOTHING);
  }

  private static Decision act(Story story, Agenda.Item item) {
    return switch (item) {
      case Agenda.Item.Expire expire ->
          story.tell(new Event.AuthorisationExpired(expire.dueAt())).decision();
      case Agenda.Item.Inquire inquire ->
          story
              .tell(
                  new Event.InquiryRequested(
                      inquire.collection().payment(),
                      inquire.collection().attempt(),
                      inquire.inquiry()))
              .decision();
      case Agenda.Item.Retry retry -> {
        Collection declined = retry.collection();
        yield Charging.attempt(story, declined.payment(), declined.attempt() + 1).decision();
      }
      case Agenda.Item.Boundary boundary -> boundary(story, boundary.period()).decision();
      case Agenda.Item.Charge charge -> charge(story, charge.period()).decision();
    };
  }

  private static Story boundary(Story story, int period) {
    State.Live live = (State.Live) story.state();
    Terms terms = live.head().terms();
    Period next = terms.calendar().period(period);
    if (live.renewal() == State.Renewal.OFF && period > live.servedThrough()) {
      Commands.abandonRetry(story, live);
      return story.tell(new Event.Canceled(false));
    }
    if (terms.endsBefore(next.start())) {
      Commands.abandonRetry(story, live);
      return story.tell(new Event.Ended(next.start()));
    }
    return story.tell(new Event.PeriodStarted(next));
  }

  private static Story charge(Story story, int number) {
    State.Live live = (State.Live) story.state();
    // A period's retries end where the next period's charge falls due.
    Commands.abandonRetry(story, live);
    Terms terms = live.head().terms();
    Instant at = story.moment().at();
    Payment payment =
        new Payment(
            PaymentIds.of(terms.subscriptionId(), new Purpose.ForPeriod(number)),
            new Purpose.ForPeriod(number),
            terms.priceOf(number),
            at,
            terms.calendar().period(number));
    return payment.amount().isZero()
        ? story.tell(new Event.PeriodWaived(payment))
        : Charging.attempt(story, payment, 1);
  }
}
