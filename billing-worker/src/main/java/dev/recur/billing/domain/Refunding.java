package dev.recur.billing.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Money back, and what the channel answers to it. */
final class Refunding {
  /** Most refunds of one subscription that may be on their way at once. */
  private static final int OPEN_REFUNDS_MAX = 10;

  private Refunding() {}

  /** A merchant asks for money back (Antom, refund). */
  static Decision refund(State.Existing state, Input.Command.RefundPayment command, Moment moment) {
    String subscriptionId = state.head().terms().subscriptionId();
    Purpose purpose = new Purpose.ForRefund(command.requestId());
    String refundId = PaymentIds.of(subscriptionId, purpose);
    Optional<Decision> repeat = repeated(state, command, refundId, moment);
    if (repeat.isPresent()) {
      return repeat.get();
    }
    boolean open =
        state
            .collection()
            .filter(c -> c.payment().paymentId().equals(command.paymentId()))
            .isPresent();
    if (open) {
      return Requests.refuseForNow(
          state,
          command,
          Answer.again(
              "PAYMENT_IN_PROCESS",
              "The payment has no final outcome yet: send the same request again later."),
          moment);
    }
    Money amount = command.amount();
    Optional<Answer> objection =
        PlanCheck.amount("refundAmount", amount, amount.currency())
            .or(
                () ->
                    command.memory().refunded().stream()
                        .findFirst()
                        .filter(paid -> paid.refund().isEmpty())
                        // Another subscription's may lie on the same partition.
                        .filter(_ -> command.paymentId().startsWith(subscriptionId + "P"))
                        .map(paid -> objection(state, paid, amount))
                        .orElse(
                            Optional.of(
                                Answer.refused(
                                    "ORDER_NOT_EXIST",
                                    "There is no such payment: check the paymentId."))));
    if (objection.isPresent()) {
      return Requests.refuse(state, command, objection.get(), moment);
    }
    SettledPayment paid = command.memory().refunded().getFirst();
    Story story = new Story(state, moment);
    request(
        story,
        paid,
        purpose,
        amount,
        command.notificationUrl(),
        false,
        Optional.of(command.commandId()));
    // The answer is the channel's.
    return story.decision();
  }

  /** What a request with an id that was used before is answered; empty when it was not. */
  private static Optional<Decision> repeated(
      State.Existing state, Input.Command.RefundPayment command, String refundId, Moment moment) {
    Optional<Refund.Facts> first =
        state.refunds().stream()
            .filter(refund -> refund.refundId().equals(refundId))
            .map(Refund::facts)
            .findFirst();
    Optional<SettledPayment> settled = command.memory().payment();
    Optional<Refund.Facts> known = first.or(() -> settled.flatMap(SettledPayment::refund));
    if (known.isEmpty()) {
      return Requests.repeated(state, command, moment);
    }
    boolean same =
        known.get().refundedPaymentId().equals(command.paymentId())
            && known.get().refund().amount().equals(command.amount());
    if (!same) {
      return Optional.of(Requests.inconsistent(state, command, moment));
    }
    return Optional.of(
        Decision.answer(
            first.isPresent()
                ? inProcess()
                : settled.filter(SettledPayment::succeeded).isPresent()
                    ? Answer.SUCCESS
                    : declined()));
  }

  /**
   * True when a refund has this id already, asked for by whatever call: the channel would take a
   * second one for a repetition.
   */
  static boolean isKnown(State.Existing state, String requestId, Memory memory) {
    String refundId =
        PaymentIds.of(state.head().terms().subscriptionId(), new Purpose.ForRefund(requestId));
    return memory.payment().isPresent()
        || state.refunds().stream().anyMatch(refund -> refund.refundId().equals(refundId));
  }

  /** The first of some payments that this much can go back of; empty when it is none of them. */
  static Optional<SettledPayment> carrying(
      State.Existing state, List<SettledPayment> paid, Money amount) {
    return paid.stream().filter(one -> objection(state, one, amount).isEmpty()).findFirst();
  }

  /** Why this much can go back of none of some payments, as the one says that can give most. */
  static Optional<Answer> largestObjection(
      State.Existing state, List<SettledPayment> paid, Money amount) {
    return paid.stream()
        .max(Comparator.comparingLong(one -> mostMinor(one, sources(state, one))))
        .flatMap(one -> objection(state, one, amount));
  }

  /** Why a payment, or this much of it, cannot go back; empty when it can. */
  static Optional<Answer> objection(State.Existing state, SettledPayment paid, Money amount) {
    if (!paid.succeeded()) {
      return Optional.of(
          Answer.refused("ORDER_STATUS_INVALID", "The payment was not paid: nothing can go back."));
    }
    if (paid.successes().isEmpty()) {
      return Optional.of(
          Answer.refused("REFUND_AMOUNT_EXCEED", "The period was free: nothing can go back."));
    }
    List<SettledPayment.Success> sources = sources(state, paid);
    if (sources.isEmpty()) {
      PaymentMethod method = method(state, paid.successes().getFirst());
      return Optional.of(
          Answer.processFail(method.type() + " takes no refunds: pay the buyer back another way."));
    }
    if (!amount.currency().equals(paid.payment().amount().currency())) {
      return Optional.of(
          Answer.paramIllegal(
              "A refund has the currency of its payment, "
                  + paid.payment().amount().currency()
                  + "."));
    }
    if (sourceOf(state, paid, amount).isEmpty()) {
      return Optional.of(Answer.refused("REFUND_AMOUNT_EXCEED", exceeded(paid, sources)));
    }
    if (state.refunds().size() >= OPEN_REFUNDS_MAX) {
      return Optional.of(
          Answer.processFail(
              OPEN_REFUNDS_MAX + " refunds are on their way: ask again when they are through."));
    }
    return Optional.empty();
  }

  private static String exceeded(SettledPayment paid, List<SettledPayment.Success> sources) {
    long most = mostMinor(paid, sources);
    long all = sources.stream().mapToLong(source -> Math.max(0, paid.leftMinor(source))).sum();
    return all == most
        ? "Only " + most + " of the payment can still go back: ask for less."
        : "Only "
            + all
            + " of the payment can still go back, and at most "
            + most
            + " in one refund, because it was paid more than once: ask for less.";
  }

  /** The most that one refund of a payment can give back, in minor units. */
  private static long mostMinor(SettledPayment paid, List<SettledPayment.Success> sources) {
    return sources.stream().mapToLong(paid::leftMinor).filter(left -> left > 0).max().orElse(0);
  }

  /** The success of a payment that a refund goes against: one that can carry it alone. */
  private static Optional<PaidAttempt> sourceOf(
      State.Existing state, SettledPayment paid, Money amount) {
    return sources(state, paid).stream()
        .filter(source -> paid.leftMinor(source) >= amount.amountMinor())
        .map(SettledPayment.Success::attempt)
        .findFirst();
  }

  /** The successes of a payment whose methods take money back. */
  private static List<SettledPayment.Success> sources(State.Existing state, SettledPayment paid) {
    return paid.surplusFirst().stream()
        .filter(source -> PlanCheck.takesRefunds(state.head().terms(), method(state, source)))
        .toList();
  }

  private static PaymentMethod method(State.Existing state, SettledPayment.Success source) {
    return source.attempt().method().orElseGet(state::method);
  }

  /** Asks the channel to pay back; that nothing objects was checked. */
  static Story request(
      Story story,
      SettledPayment paid,
      Purpose purpose,
      Money amount,
      Optional<String> notificationUrl,
      boolean byUpdate,
      Optional<String> commandId) {
    State.Existing state = (State.Existing) story.state();
    Moment moment = story.moment();
    String subscriptionId = state.head().terms().subscriptionId();
    Payment refund =
        new Payment(
            PaymentIds.of(subscriptionId, purpose),
            purpose,
            amount,
            moment.at(),
            paid.payment().period());
    Refund.Facts facts =
        new Refund.Facts(
            refund,
            paid.payment().paymentId(),
            sourceOf(state, paid, amount).orElseThrow(),
            paid.payment().amount(),
            paid.refundedMinor() + amount.amountMinor(),
            notificationUrl,
            byUpdate);
    return story.tell(
        new Event.RefundRequested(facts, moment.presentUntil(), commandId, story.now()));
  }

  /** True when an answer is about a refund, open or settled. */
  static boolean isAbout(State.Existing state, Input.ChannelAnswer answer) {
    return open(state, answer).isPresent()
        || answer.memory().payment().flatMap(SettledPayment::refund).isPresent();
  }

  static Decision onAnswer(Story story, State.Existing state, Input.ChannelAnswer answer) {
    Optional<Refund> open = open(state, answer);
    return open.isPresent() ? onOpen(story, open.get(), answer) : onSettled(story, answer);
  }

  private static Optional<Refund> open(State.Existing state, Input.ChannelAnswer answer) {
    return state.refunds().stream()
        .filter(refund -> refund.refundId().equals(answer.paymentId()))
        .findFirst();
  }

  private static Decision onOpen(Story story, Refund open, Input.ChannelAnswer answer) {
    Collection collection = open.collection();
    boolean asked = collection.isAnsweredBy(answer);
    return switch (answer.outcome()) {
      case ChannelOutcome.Succeeded success ->
          answer.attempt() == collection.attempt()
              ? story
                  .tell(
                      new Event.RefundSucceeded(
                          leaving(open.facts(), answer, 0), success.reference()))
                  .decision()
                  .answering(open.commandId(), Answer.SUCCESS)
              : Decision.NOTHING;
      case ChannelOutcome.Declined decline ->
          answer.attempt() == collection.attempt() && collection.mayStillSucceed()
              ? failed(story, open, answer, decline.code())
              : Decision.NOTHING;
      case ChannelOutcome.Refused refusal -> {
        if (!asked) {
          yield Decision.NOTHING;
        }
        // As for a charge.
        yield collection.isFirstAnsweredBy(answer)
            ? failed(story, open, answer, refusal.code())
            : notFinal(story, open, false);
      }
      case ChannelOutcome.NotFinal notFinal ->
          asked ? notFinal(story, open, notFinal.pending()) : Decision.NOTHING;
      case ChannelOutcome.NotFound _ -> asked ? notFound(story, open, answer) : Decision.NOTHING;
    };
  }

  private static Decision failed(
      Story story, Refund open, Input.ChannelAnswer answer, String code) {
    long released = open.facts().refund().amount().amountMinor();
    return story
        .tell(new Event.RefundFailed(leaving(open.facts(), answer, -released), code))
        .decision()
        .answering(open.commandId(), declined());
  }

  /** The facts with what is refunded of the payment now, and a change to it. */
  private static Refund.Facts leaving(
      Refund.Facts facts, Input.ChannelAnswer answer, long changeMinor) {
    long now =
        answer.memory().refunded().stream()
            .mapToLong(SettledPayment::refundedMinor)
            .findFirst()
            .orElse(facts.refundedMinor());
    return facts.leaving(now + changeMinor);
  }

  private static Decision notFinal(Story story, Refund open, boolean pending) {
    Collection collection = open.collection();
    var inquireAt = collection.nextInquiryAt();
    // Where nobody knows for good a person decides, but the periods that follow are owed anyway.
    story.tell(new Event.RefundUnresolved(open.facts(), pending, inquireAt));
    // The first time only: then it is the charge's own answer that is not final.
    boolean first = collection.nextInquiry() == 1;
    return first ? story.decision().answering(open.commandId(), inProcess()) : story.decision();
  }

  /** The channel has answered nothing, neither to the refund nor to any inquiry. */
  static Story giveUp(Story story, Refund open) {
    return story.tell(new Event.RefundUnresolved(open.facts(), false, Optional.empty()));
  }

  private static Decision notFound(Story story, Refund open, Input.ChannelAnswer answer) {
    Collection collection = open.collection();
    return collection.mayBePresentedAgain(answer, story.moment())
        ? story
            .tell(
                new Event.RefundPresentedAgain(
                    open.facts(), collection.presentUntil(), story.now()))
            .decision()
        : notFinal(story, open, false);
  }

  /** A refund that was declined and went through all the same: money moved, and that counts. */
  private static Decision onSettled(Story story, Input.ChannelAnswer answer) {
    SettledPayment settled = answer.memory().payment().orElseThrow();
    List<SettledPayment> paid = answer.memory().refunded();
    if (!(answer.outcome() instanceof ChannelOutcome.Succeeded success) || settled.succeeded()) {
      return Decision.NOTHING;
    }
    Refund.Facts declined = settled.refund().orElseThrow();
    Refund.Facts facts = leaving(declined, answer, declined.refund().amount().amountMinor());
    story.tell(new Event.RefundSucceeded(facts, success.reference()));
    long amountMinor = declined.refund().amount().amountMinor();
    if (paid.stream().anyMatch(payment -> payment.leftMinor(facts.source()) < amountMinor)) {
      story.tell(
          new Event.Parked(
              "More of "
                  + facts.refundedPaymentId()
                  + " went back than was paid, because the channel had declined a refund that went"
                  + " through: settle it with the channel, then release the subscription."));
    }
    return story.decision();
  }

  private static Answer inProcess() {
    return Answer.again(
        "REFUND_IN_PROCESS",
        "The refund is on its way: send the same request again, or wait for notifyRefund.");
  }

  private static Answer declined() {
    return Answer.processFail(
        "The channel declined the refund: find out why, then ask under a new refundRequestId.");
  }
}
