package dev.recur.billing.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The clock of the active controller. Kafka has no call for the time, but says of each member of
 * the controllers' quorum when it was last in step, and of the leader that is now. Asking changes
 * nothing; it needs DESCRIBE on the cluster.
 */
final class ControllerTime implements ClusterTime, AutoCloseable {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  private final Admin admin;

  /** Asks through an admin client, which it closes in the end. */
  ControllerTime(Admin admin) {
    this.admin = admin;
  }

  @Override
  public Instant ask() throws ExecutionException, TimeoutException, InterruptedException {
    QuorumInfo quorum =
        admin
            .describeMetadataQuorum()
            .quorumInfo()
            .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    OptionalLong time =
        quorum.voters().stream()
            .filter(voter -> voter.replicaId() == quorum.leaderId())
            .map(QuorumInfo.ReplicaState::lastCaughtUpTimestamp)
            .findFirst()
            .orElseThrow(() -> new TimeoutException("the controllers are changing their leader"));
    return Instant.ofEpochMilli(
        time.orElseThrow(
            () ->
                new ExecutionException(
                    new UnsupportedVersionException("the controllers do not say their time"))));
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
