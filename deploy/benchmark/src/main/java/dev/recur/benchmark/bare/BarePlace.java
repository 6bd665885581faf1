package dev.recur.benchmark.bare;

import dev.recur.local.process.LocalKafka;
import java.nio.file.Path;

/**
 * Where a bare topology runs.
 *
 * @param partitions of its topics
 */
record BarePlace(
    String bootstrapServers,
    String registryUrl,
    int partitions,
    String stateDir,
    String applicationId) {

  static BarePlace beside(LocalKafka kafka, Path directory, String applicationId) {
    return new BarePlace(
        kafka.bootstrapServers(),
        kafka.registryUrl(),
        LocalKafka.SUBSCRIPTION_PARTITIONS,
        directory.resolve(applicationId + "-state").toString(),
        applicationId);
  }
}
