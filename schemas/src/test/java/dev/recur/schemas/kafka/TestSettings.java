package dev.recur.schemas.kafka;

import java.util.Map;

/** Settings of which something is to be different. */
final class TestSettings {

  private TestSettings() {}

  /** The same, with other further properties. */
  static KafkaSettings with(KafkaSettings settings, Map<String, String> properties) {
    return new KafkaSettings(
        settings.bootstrapServers(),
        settings.registryUrl(),
        settings.subscriptionPartitions(),
        settings.replicationFactor(),
        settings.stateDir(),
        settings.commitIntervalMs(),
        settings.transactionTimeoutMs(),
        settings.sessionTimeoutMs(),
        settings.standbyReplicas(),
        settings.streamThreads(),
        settings.rocksdbMemoryMb(),
        settings.instanceId(),
        properties);
  }
}
