package dev.recur.service.mapping;

import dev.recur.schemas.avro.ReplayProgress;
import dev.recur.schemas.avro.WebhookEndpoint;
import dev.recur.service.read.LaneHealth;
import dev.recur.service.terms.ReplayRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How lanes are doing. */
public final class LaneHealthMapping {

  private LaneHealthMapping() {}

  /** A lane's health as the topic tells it. */
  public static LaneHealth of(String lane, WebhookEndpoint told) {
    return new LaneHealth(
        lane,
        told.getClientId(),
        told.getEndpointId(),
        switch (told.getStatus()) {
          case ACTIVE -> LaneHealth.Status.ACTIVE;
          case FAILING -> LaneHealth.Status.FAILING;
          case DISABLED -> LaneHealth.Status.DISABLED;
          case UNKNOWN -> throw TermsMapping.unknown("status of an endpoint");
        },
        told.getReason(),
        told.getSince().equals(Instant.EPOCH) ? null : told.getSince(),
        told.getReplays().stream().map(LaneHealthMapping::of).toList());
  }

  private static LaneHealth.Replay of(ReplayProgress replay) {
    return new LaneHealth.Replay(
        replay.getReplayId(),
        switch (replay.getStatus()) {
          case RUNNING -> LaneHealth.ReplayStatus.RUNNING;
          case DONE -> LaneHealth.ReplayStatus.DONE;
          case CANCELLED -> LaneHealth.ReplayStatus.CANCELLED;
          case UNKNOWN -> throw TermsMapping.unknown("status of a replay");
        },
        replay.getMade(),
        replay.getReached(),
        replay.getStartedAt(),
        range(replay.getRange()),
        replay.getRefusal());
  }

  private static @Nullable ReplayRange range(dev.recur.schemas.avro.@Nullable ReplayRange told) {
    return told == null
        ? null
        : new ReplayRange(
            told.getSince(),
            told.getUntil(),
            told.getEventTypes(),
            told.getSubscriptionId(),
            told.getDeliveryId());
  }
}
