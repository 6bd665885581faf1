package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.PENDING;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One way to reach a state of the table: a real history, from nothing.
 *
 * @param to where it leads
 * @param created what is created
 * @param history what happens, from the create on; it may stop before that
 */
record Route(LifeState to, CreateRequest created, Consumer<Diary> history) {
  static final String START = "2026-01-01T00:00:00Z";

  /** From the create on. */
  static Route created(LifeState to, Offer offer, Consumer<Diary> then) {
    CreateRequest request = offer.build();
    return new Route(
        to,
        request,
        diary -> {
          diary.create(request);
          then.accept(diary);
        });
  }

  /** From the buyer's approval on. */
  static Route approved(LifeState to, Offer offer, Consumer<Diary> then) {
    return created(
        to,
        offer,
        diary -> {
          diary.approve();
          then.accept(diary);
        });
  }

  /** Its first period has just begun, and the charge is not looked at yet. */
  static Route begun(LifeState to, Offer offer) {
    return created(
        to,
        offer,
        diary -> {
          diary.take(
              new Input.Command.Approve("c", Given.CLIENT, Optional.empty(), Optional.empty()),
              diary.now());
          diary.take(new Input.Due(Agenda.nextDueAt(diary.state()).orElseThrow()), diary.now());
        });
  }

  Diary play() {
    Diary diary = new Diary(START);
    history.accept(diary);
    return diary;
  }

  /** As it is, and with a refund on its way that is pending or not answered at all. */
  Stream<Route> variants() {
    return Stream.of(
            Optional.of(this),
            refunding(diary -> diary.channelOfRefunds(PENDING)),
            refunding(Diary::channelSilent))
        .flatMap(Optional::stream);
  }

  /** The same with a refund on its way, where there is something to refund. */
  private Optional<Route> refunding(Consumer<Diary> channel) {
    Consumer<Diary> refunds =
        diary -> {
          history.accept(diary);
          channel.accept(diary);
          diary.lastPaid().ifPresent(payment -> diary.take(refund(payment), diary.reached()));
        };
    Route with = new Route(to, created, refunds);
    return with.play().state() instanceof State.Existing existing && !existing.refunds().isEmpty()
        ? Optional.of(with)
        : Optional.empty();
  }

  static Input.Command refund(String paymentId) {
    return new Input.Command.RefundPayment(
        "c-f", Given.CLIENT, "f-1", paymentId, Given.usd(1), Optional.empty(), Memory.NONE);
  }
}
