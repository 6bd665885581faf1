package dev.recur.systemtests.simulation;

import dev.recur.billing.clock.LiveTime;
import dev.recur.billing.topology.BillingCodecs;
import dev.recur.billing.topology.BillingMetrics;
import dev.recur.billing.topology.BillingTopology;
import dev.recur.billing.topology.DecidedAgain;
import dev.recur.billing.topology.Unread;
import dev.recur.notifier.NotifierTopology;
import dev.recur.notifier.audit.AuditTopology;
import dev.recur.notifier.audit.SimulatedAudit;
import dev.recur.notifier.buyer.BuyerDirectory;
import dev.recur.notifier.delivery.DeliveryMeters;
import dev.recur.notifier.delivery.LaneMeters;
import dev.recur.notifier.delivery.Outbound;
import dev.recur.notifier.delivery.ReplaySource;
import dev.recur.notifier.delivery.Surroundings;
import dev.recur.notifier.endpoint.MerchantEndpoints;
import dev.recur.notifier.notice.Mailing.Standing;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.service.command.SimulatedCommands;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** What is made once per thread and used for all its runs. */
final class Programs {

  /** Of every topic that has as many partitions as there are subscription partitions. */
  static final int PARTITIONS = 2;

  /** Most attempts of one lane in the air. */
  static final int PER_LANE_MAX = 3;

  /** Whoever came with a subscription is written to. */
  private static final BuyerDirectory EVERY_BUYER_ASKED_FOR =
      new BuyerDirectory() {
        @Override
        public boolean isMailSent() {
          return true;
        }

        @Override
        public Standing standing(String subscriptionId) {
          return Standing.UNKNOWN;
        }
      };

  private final RecordCodecs codecs;
  private final Map<String, RecordCodec<?>> codecByTopic = new HashMap<>();
  private final DecidedAgain decidedAgain;
  private final Program billing;
  private final Program notifier;
  private final SimulatedAudit audit;
  private final Program auditProgram;
  private final SimulatedCommands service;

  /** What lies around the notifier's tasks in the run of this moment. */
  private @Nullable Outbound outbound;

  private @Nullable ReplaySource replays;

  /** What lies before the worker's tasks in it. */
  private Unread unread = Unread.NOTHING;

  Programs(RecordCodecs codecs) {
    this.codecs = codecs;
    decidedAgain = new DecidedAgain(codecs);
    service = new SimulatedCommands(codecs);
    billing =
        new Program(
            BillingTopology.APPLICATION_ID,
            stores ->
                BillingTopology.build(
                    BillingCodecs.of(codecs),
                    PARTITIONS,
                    LiveTime.AS_TOLD,
                    (topic, partition, taken) -> unread.nothingSince(topic, partition, taken),
                    new BillingMetrics(new CompositeMeterRegistry()),
                    stores));
    MerchantEndpoints endpoints = new MerchantEndpoints();
    endpoints.onRecord(
        new TopicRecord<>(
            Parties.BY_ENDPOINTS, Parties.byEndpoints(), 0, 0, 0, new RecordHeaders()));
    CompositeMeterRegistry nobodyLooks = new CompositeMeterRegistry();
    Surroundings surroundings =
        new Surroundings(
            endpoints,
            EVERY_BUYER_ASKED_FOR,
            shipment -> Objects.requireNonNull(outbound).offer(shipment),
            () -> Objects.requireNonNull(replays).open(),
            new DeliveryMeters(nobodyLooks),
            new LaneMeters(nobodyLooks),
            PER_LANE_MAX);
    notifier =
        new Program(
            NotifierTopology.APPLICATION_ID,
            stores -> NotifierTopology.of(codecs, surroundings, nobodyLooks, stores));
    audit = new SimulatedAudit(codecs);
    auditProgram = new Program(AuditTopology.APPLICATION_ID, audit::topology);
  }

  Program notifier() {
    return notifier;
  }

  /** From now on this is what lies around the notifier's tasks. */
  void notifierLivesIn(Outbound nextOutbound, ReplaySource nextReplays) {
    outbound = nextOutbound;
    replays = nextReplays;
  }

  /** From now on this lies before the worker's tasks. */
  void billingReads(Unread next) {
    unread = next;
  }

  /** How the service publishes commands. */
  SimulatedCommands service() {
    return service;
  }

  DecidedAgain decidedAgain() {
    return decidedAgain;
  }

  Program billing() {
    return billing;
  }

  Program auditProgram() {
    return auditProgram;
  }

  /** What the audit shows. */
  SimulatedAudit audit() {
    return audit;
  }

  <V extends SpecificRecord> RecordCodec<V> codec(TopicSpec<V> topic) {
    @SuppressWarnings("unchecked") // Each topic's codec lies under its name.
    RecordCodec<V> codec =
        (RecordCodec<V>) codecByTopic.computeIfAbsent(topic.name(), _ -> codecs.of(topic));
    return codec;
  }
}
