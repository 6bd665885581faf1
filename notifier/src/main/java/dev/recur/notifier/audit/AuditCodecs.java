package dev.recur.notifier.audit;

import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;

/** The values of the topics that are audited. */
record AuditCodecs(
    RecordCodec<SubscriptionEvent> events,
    RecordCodec<ChargeRequest> requests,
    RecordCodec<ChargeResult> results,
    RecordCodec<ClockTick> ticks) {

  static AuditCodecs of(RecordCodecs codecs) {
    return new AuditCodecs(
        codecs.of(Topics.SUBSCRIPTION_EVENTS),
        codecs.of(Topics.CHARGE_REQUESTS),
        codecs.of(Topics.CHARGE_RESULTS),
        codecs.of(Topics.CLOCK_TICKS));
  }
}
