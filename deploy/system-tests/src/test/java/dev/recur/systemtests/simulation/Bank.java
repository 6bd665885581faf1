package dev.recur.systemtests.simulation;

import dev.recur.billing.channel.ChannelOrder;
import dev.recur.billing.channel.ChannelReply;
import dev.recur.billing.channel.PaymentChannel;
import dev.recur.local.channel.SimulatedJournal;
import dev.recur.local.channel.ledger.Background;
import dev.recur.local.channel.ledger.Decision;
import dev.recur.local.channel.ledger.Ledger;
import dev.recur.local.channel.ledger.LedgerLine;
import dev.recur.local.channel.ledger.Operation;
import dev.recur.local.channel.ledger.Outcome;
import dev.recur.local.channel.ledger.Presentation;
import dev.recur.local.channel.ledger.Reply;
import dev.recur.schemas.avro.ChargeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bank's side: the sandbox's own ledger, behind a line that loses calls and answers. It
 * remembers keys for as long as every channel has to, and not a moment longer. When it dies, it
 * comes back with what its journal holds: all that it has answered.
 */
final class Bank implements PaymentChannel, Actor {

  private static final Duration REMEMBERS = Duration.ofHours(24);

  /** How long a call can be under way after whoever made it has given up. */
  private static final Duration LATE_MAX = Duration.ofSeconds(10);

  private final World world;
  private final SimulatedJournal journal = new SimulatedJournal();
  private Ledger ledger = new Ledger(REMEMBERS);

  /** Calls that have not arrived though nobody waits for their answers any more. */
  private final List<Late> late = new ArrayList<>();

  private record Late(Presentation call, Instant arrivesBy) {}

  Bank(World world) {
    this.world = world;
  }

  @Override
  public ChannelReply charge(ChannelOrder order, Duration deadline) {
    return present(presentation(Operation.CHARGE, order));
  }

  @Override
  public ChannelReply refund(ChannelOrder order, Duration deadline) {
    return present(presentation(Operation.REFUND, order));
  }

  private ChannelReply present(Presentation call) {
    if (world.fails(25)) {
      world.saw(Seen.LOST_CALL);
      world.tell("bank: the call %s is lost", call.key());
      return ChannelReply.unknown("no answer");
    }
    if (world.fails(40)) {
      world.saw(Seen.LATE_CALL);
      world.tell("bank: the call %s is late", call.key());
      late.add(new Late(call, world.now().plus(LATE_MAX)));
      return ChannelReply.unknown("no answer");
    }
    if (world.fails(100)) {
      // What it decides is on no disk yet, and is never said.
      ledger.present(call, world.now()).events().forEach(ledger::apply);
      world.tell("bank: the call %s is decided, and not written down", call.key());
      restart();
      return ChannelReply.unknown("no answer");
    }
    Reply reply = take(ledger.present(call, world.now()));
    if (world.fails(25)) {
      world.saw(Seen.LOST_ANSWER);
      world.tell("bank: the answer to %s is lost: %s", call.key(), reply);
      return ChannelReply.unknown("no answer");
    }
    world.tell("bank: %s %s: %s", call.operation(), call.key(), reply);
    return said(reply);
  }

  @Override
  public ChannelReply inquire(String key, Instant at, Duration deadline) {
    if (world.fails(25)) {
      world.tell("bank: the inquiry about %s is lost", key);
      return ChannelReply.unknown("no answer");
    }
    Reply reply = take(ledger.inquire(key, at, world.now()));
    world.tell("bank: INQUIRE %s: %s", key, reply);
    return said(reply);
  }

  private Reply take(Decision decision) {
    journal.append(decision.events());
    decision.events().forEach(ledger::apply);
    return decision.reply();
  }

  /** Its process dies with nothing in hand: what it comes back to is what it was. */
  void die() {
    List<LedgerLine> before = ledger.lines();
    restart();
    if (!ledger.lines().equals(before)) {
      throw new AssertionError("The bank had " + before + ", and now has " + ledger.lines());
    }
  }

  /** What is under way to it dies with it. */
  private void restart() {
    world.saw(Seen.BANK_DEATH);
    world.tell("bank: dies, and reads its journal");
    late.clear();
    ledger = new Ledger(REMEMBERS);
    journal.read(ledger::apply);
  }

  /** What the adapter for HTTP makes of the sandbox's answers. */
  private static ChannelReply said(Reply reply) {
    return switch (reply) {
      case Reply.Answered answered ->
          new ChannelReply(
              outcome(answered.outcome()),
              Optional.ofNullable(answered.channelReference()),
              Optional.ofNullable(answered.code()),
              Optional.ofNullable(answered.message()));
      case Reply.Silent _ -> ChannelReply.unknown("no answer within the deadline");
      case Reply.Conflict _ -> ChannelReply.unknown("the channel answered HTTP 409");
    };
  }

  private static ChargeOutcome outcome(Outcome outcome) {
    return ChargeOutcome.valueOf(outcome.name());
  }

  /** What a person at the bank's counter is told: every line there ever was. */
  List<LedgerLine> lines(String subscriptionId) {
    return ledger.lines(subscriptionId);
  }

  List<LedgerLine> lines() {
    return ledger.lines();
  }

  @Override
  public void steps(Steps possible) {
    for (Late call : late) {
      int weight = world.now().isBefore(call.arrivesBy()) ? 2 : 1_000_000;
      possible.work(weight, () -> arrive(call));
    }
    possible.fault(1, this::die);
  }

  /** Whatever is under way arrives: no call is for hours. */
  void arriveAll() {
    List.copyOf(late).forEach(this::arrive);
  }

  private void arrive(Late call) {
    late.remove(call);
    Reply reply = take(ledger.present(call.call(), world.now()));
    world.tell("bank: the late call %s arrives: %s", call.call().key(), reply);
  }

  @Override
  public Optional<Instant> wakesAt() {
    return late.stream().map(Late::arrivesBy).min(Instant::compareTo);
  }

  private static Presentation presentation(Operation operation, ChannelOrder order) {
    return new Presentation(
        operation,
        order.key(),
        order.subscriptionId(),
        order.clientId(),
        order.paymentId(),
        order.purpose(),
        order.period().orElse(null),
        order.amountMinor(),
        order.currency(),
        order.paymentMethodType(),
        order.paymentMethodId().orElse(null),
        order.at(),
        order.sandbox(),
        order.refundedPaymentId().orElse(null),
        order.refundedReference().orElse(null),
        Background.NONE);
  }

  @Override
  public void close() {}
}
