package dev.recur.systemtests.simulation;

import dev.recur.local.channel.ledger.LedgerLine;
import dev.recur.local.channel.ledger.Operation;
import dev.recur.local.channel.ledger.Outcome;
import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.command.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The person on duty. Told by an alarm, asks the bank what became of what nobody knows, writes it
 * to charge.results as the worker's README says, and releases the subscription.
 */
final class Operator implements Actor {

  /** What he gives for a reason. */
  static final String CODE = "asked_by_hand";

  private static final Duration COMES_AFTER = Duration.ofHours(3);

  private final World world;
  private final Post post;
  private final Bank bank;
  private final long[] read;

  /** What of each subscription was asked for and is not known, by the attempt's key. */
  private final Map<String, Open> open = new LinkedHashMap<>();

  private final Map<String, Instant> parked = new LinkedHashMap<>();
  private final Map<String, Instant> unresolvedRefunds = new LinkedHashMap<>();

  private final Map<String, String> clients = new HashMap<>();

  private record Open(String subscriptionId, String paymentId, String key, Operation operation) {}

  Operator(World world, Post post, Bank bank) {
    this.world = world;
    this.post = post;
    this.bank = bank;
    this.read = new long[world.log().partitions()];
  }

  @Override
  public void steps(Steps possible) {
    follow();
    for (Map.Entry<String, Instant> alarm : List.copyOf(parked.entrySet())) {
      if (!world.now().isBefore(alarm.getValue().plus(COMES_AFTER))) {
        possible.work(2, () -> release(alarm.getKey()));
      }
    }
    for (Map.Entry<String, Instant> alarm : List.copyOf(unresolvedRefunds.entrySet())) {
      if (!world.now().isBefore(alarm.getValue().plus(COMES_AFTER))) {
        possible.work(2, () -> lookAtRefund(alarm.getKey()));
      }
    }
  }

  @Override
  public Optional<Instant> wakesAt() {
    List<Instant> alarms = new ArrayList<>(parked.values());
    alarms.addAll(unresolvedRefunds.values());
    return alarms.stream().map(at -> at.plus(COMES_AFTER)).min(Instant::compareTo);
  }

  private void follow() {
    for (int partition = 0; partition < read.length; partition++) {
      List<Log.Entry> entries = world.log().partition(Topics.SUBSCRIPTION_EVENTS.name(), partition);
      while (read[partition] < entries.size()) {
        Log.Entry entry = entries.get((int) read[partition]++);
        happened(world.decode(Topics.SUBSCRIPTION_EVENTS, entry));
      }
    }
  }

  private void happened(SubscriptionEvent event) {
    String id = event.getSubscriptionId();
    if (world.keepsDiary()) {
      world.tell(
          "ledger: #%d of %s at %s: %s",
          event.getSequence(), id, event.getAt(), History.nameOf(event));
    }
    clients.put(id, event.getClientId());
    if (event.getParked() != null) {
      parked.put(id, world.now());
    } else if (event.getReleased() != null) {
      parked.remove(id);
    } else if (event.getChargeRequested() != null) {
      asked(id, event.getChargeRequested().getPayment(), event.getChargeRequested().getAttempt());
    } else if (event.getChargeSucceeded() != null) {
      known(event.getChargeSucceeded().getPayment(), event.getChargeSucceeded().getAttempt());
    } else if (event.getChargeDeclined() != null) {
      known(event.getChargeDeclined().getPayment(), event.getChargeDeclined().getAttempt());
    } else if (event.getRefundRequested() != null) {
      PaymentFacts refund = event.getRefundRequested().getFacts().getRefund();
      String key = refund.getPaymentId() + "/1";
      open.put(key, new Open(id, refund.getPaymentId(), key, Operation.REFUND));
    } else if (event.getRefundSucceeded() != null) {
      refundKnown(event.getRefundSucceeded().getFacts().getRefund());
    } else if (event.getRefundFailed() != null) {
      refundKnown(event.getRefundFailed().getFacts().getRefund());
    } else if (event.getRefundUnresolved() != null
        && event.getRefundUnresolved().getInquireAt() == null) {
      String refundId = event.getRefundUnresolved().getFacts().getRefund().getPaymentId();
      unresolvedRefunds.put(refundId + "/1", world.now());
    }
  }

  private void asked(String subscriptionId, PaymentFacts payment, int attempt) {
    String key = payment.getPaymentId() + "/" + attempt;
    open.put(key, new Open(subscriptionId, payment.getPaymentId(), key, Operation.CHARGE));
  }

  private void known(PaymentFacts payment, int attempt) {
    open.remove(payment.getPaymentId() + "/" + attempt);
  }

  private void refundKnown(PaymentFacts refund) {
    open.remove(refund.getPaymentId() + "/1");
    unresolvedRefunds.remove(refund.getPaymentId() + "/1");
  }

  private void release(String subscriptionId) {
    // Comes again later, where this was not enough.
    parked.put(subscriptionId, world.now());
    open.values().stream()
        .filter(one -> one.subscriptionId().equals(subscriptionId))
        .filter(one -> one.operation() == Operation.CHARGE)
        .toList()
        .forEach(this::writeTruth);
    String commandId =
        post.send(
            new Command.Release(
                clients.getOrDefault(subscriptionId, ""), subscriptionId, "Asked the bank."));
    world.tell("operator: releases %s: %s", subscriptionId, commandId);
  }

  private void lookAtRefund(String key) {
    unresolvedRefunds.put(key, world.now());
    Optional.ofNullable(open.get(key)).ifPresent(this::writeTruth);
  }

  private void writeTruth(Open one) {
    Optional<LedgerLine> line =
        bank.lines(one.subscriptionId()).stream()
            .filter(known -> known.request().key().equals(one.key()))
            .findFirst();
    // Who asks by hand may well not want the method to be tried again.
    Outcome nothing =
        one.operation() == Operation.CHARGE && !world.happens(3)
            ? Outcome.DECLINED_SOFT
            : Outcome.DECLINED_HARD;
    Outcome outcome =
        line.map(known -> known.after(world.timeOf(one.subscriptionId())).outcome())
            .orElse(nothing);
    if (outcome == Outcome.PENDING) {
      return;
    }
    ChargeResult result =
        ChargeResult.newBuilder()
            .setKey(one.key())
            .setSubscriptionId(one.subscriptionId())
            .setPaymentId(one.paymentId())
            .setOperation(
                one.operation() == Operation.CHARGE
                    ? ChannelOperation.CHARGE
                    : ChannelOperation.REFUND)
            .setOutcome(ChargeOutcome.valueOf(outcome.name()))
            .setChannelReference(line.map(known -> "SBX" + known.line()).orElse(null))
            .setCode(outcome == Outcome.SUCCEEDED ? null : CODE)
            .setAnsweredAt(world.now())
            .build();
    world.tell("operator: writes %s of %s", outcome, one.key());
    world.append(Topics.CHARGE_RESULTS, one.subscriptionId(), result);
  }
}
