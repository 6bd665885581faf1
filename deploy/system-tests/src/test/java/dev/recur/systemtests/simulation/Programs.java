package dev.recur.systemtests.simulation;

import dev.recur.billing.topology.BillingCodecs;
import dev.recur.billing.topology.BillingMetrics;
import dev.recur.billing.topology.BillingTopology;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.TopicSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What is made once per thread and used for all its runs. */
final class Programs {

  /** Of every topic that has as many partitions as there are subscription partitions. */
  static final int PARTITIONS = 2;

  private final RecordCodecs codecs;
  private final Map<String, RecordCodec<?>> codecByTopic = new HashMap<>();
  private final Program billing;

  Programs(RecordCodecs codecs) {
    this.codecs = codecs;
    billing =
        new Program(
            BillingTopology.APPLICATION_ID,
            stores ->
                BillingTopology.build(
                    BillingCodecs.of(codecs),
                    PARTITIONS,
                    new BillingMetrics(new SimpleMeterRegistry()),
                    stores));
  }

  Program billing() {
    return billing;
  }

  <V extends SpecificRecord> RecordCodec<V> codec(TopicSpec<V> topic) {
    @SuppressWarnings("unchecked") // Each topic's codec lies under its name.
    RecordCodec<V> codec =
        (RecordCodec<V>) codecByTopic.computeIfAbsent(topic.name(), _ -> codecs.of(topic));
    return codec;
  }
}
