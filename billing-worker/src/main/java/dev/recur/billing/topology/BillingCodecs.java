package dev.recur.billing.topology;

import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;

/** The values of every topic the worker reads or writes. */
public record BillingCodecs(
    RecordCodec<SubscriptionCommand> commands,
    RecordCodec<ChargeResult> results,
    RecordCodec<ClockTick> ticks,
    RecordCodec<CommandReply> replies,
    RecordCodec<SubscriptionEvent> events,
    RecordCodec<SubscriptionSnapshot> snapshots,
    RecordCodec<ChargeRequest> requests) {

  public static BillingCodecs of(RecordCodecs codecs) {
    return new BillingCodecs(
        codecs.of(Topics.SUBSCRIPTION_COMMANDS),
        codecs.of(Topics.CHARGE_RESULTS),
        codecs.of(Topics.CLOCK_TICKS),
        codecs.of(Topics.COMMAND_REPLIES),
        codecs.of(Topics.SUBSCRIPTION_EVENTS),
        codecs.of(Topics.SUBSCRIPTION_SNAPSHOTS),
        codecs.of(Topics.CHARGE_REQUESTS));
  }
}
