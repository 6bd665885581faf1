package dev.recur.notifier.delivery;

import dev.recur.notifier.queue.Health;
import dev.recur.notifier.queue.Health.Failures;
import dev.recur.notifier.queue.Replay;
import dev.recur.notifier.queue.Replays;
import dev.recur.notifier.state.LaneState;
import dev.recur.notifier.state.ReplayState;
import dev.recur.notifier.streams.LaterReleaseException;
import dev.recur.notifier.streams.StateCodec;
import dev.recur.notifier.streams.StateHistory;
import dev.recur.notifier.streams.UnreadableStateException;
import dev.recur.schemas.avro.EndpointStatus;
import dev.recur.schemas.avro.ReplayProgress;
import dev.recur.schemas.avro.ReplayRange;
import dev.recur.schemas.avro.ReplayStatus;
import dev.recur.schemas.avro.WebhookEndpoint;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What is remembered of a lane, as it lies in the store and as others read it. */
final class LaneCodec {

  private static final StateCodec<LaneState> CODEC =
      new StateCodec<>(LaneState.class, StateHistory.LANE);

  private LaneCodec() {}

  static byte[] encode(LaneState state) {
    return CODEC.encode(state);
  }

  static LaneState state(Lane lane) {
    Health health = lane.health();
    return new LaneState(
        health.status().name(),
        health.reason().orElse(null),
        health.since(),
        health.failures().map(Failures::since).orElse(null),
        health.round(),
        lane.bulletins(),
        lane.replaysUnderWay(),
        lane.replays().all().stream().map(LaneCodec::state).toList(),
        health.failures().map(Failures::last).orElse(null),
        health.failures().map(Failures::first).orElse(null));
  }

  private static ReplayState state(Replay replay) {
    Replay.Filter filter = replay.filter();
    return new ReplayState(
        replay.replayId(),
        replay.status().name(),
        filter.since().toEpochMilli(),
        filter.until().toEpochMilli(),
        filter.eventTypes(),
        filter.subscriptionId().orElse(null),
        filter.deliveryId().orElse(null),
        replay.nextOffset(),
        replay.endOffset(),
        replay.made(),
        replay.reached().toEpochMilli(),
        replay.startedAt().toEpochMilli(),
        replay.refusal().orElse(null));
  }

  /**
   * Reads what is remembered into a lane.
   *
   * @return the lane
   * @throws LaterReleaseException when a later version wrote the bytes
   * @throws UnreadableStateException when they are nothing that is remembered of a lane
   */
  static Lane read(byte[] bytes, Lane lane) {
    return CODEC.decode(bytes, state -> read(state, lane));
  }

  private static Lane read(LaneState state, Lane lane) {
    lane.health(
        new Health(
            StateCodec.word(Health.Status.class, state.getStatus()),
            Optional.ofNullable(state.getReason()),
            state.getSince(),
            failures(state),
            state.getRound()));
    lane.bulletins(state.getEventsTold());
    lane.replaysUnderWay(state.getReplaysUnderWay());
    lane.replays(new Replays(state.getReplays().stream().map(LaneCodec::replay).toList()));
    return lane;
  }

  /** Earlier versions knew less: what they do not say is taken to be as what they do. */
  private static Optional<Failures> failures(LaneState state) {
    return Optional.ofNullable(state.getFailingSince())
        .map(
            since ->
                new Failures(
                    Objects.requireNonNullElse(state.getFirstFailedAt(), since),
                    since,
                    Objects.requireNonNullElse(state.getLastFailedAt(), since)));
  }

  private static Replay replay(ReplayState state) {
    return new Replay(
        state.getReplayId(),
        StateCodec.word(Replay.Status.class, state.getStatus()),
        new Replay.Filter(
            Instant.ofEpochMilli(state.getSinceMs()),
            Instant.ofEpochMilli(state.getUntilMs()),
            state.getEventTypes(),
            Optional.ofNullable(state.getSubscriptionId()),
            Optional.ofNullable(state.getDeliveryId())),
        state.getNextOffset(),
        state.getEndOffset(),
        state.getMade(),
        Instant.ofEpochMilli(state.getReachedMs()),
        Instant.ofEpochMilli(state.getStartedAtMs()),
        Optional.ofNullable(state.getRefusal()));
  }

  /** What webhook.endpoints says. */
  static WebhookEndpoint record(Lane lane, Instant now) {
    return WebhookEndpoint.newBuilder()
        .setEndpoint(lane.text())
        .setClientId(lane.id().clientId())
        .setEndpointId(lane.id().endpointId().orElse(null))
        .setStatus(
            switch (lane.health().status()) {
              case ACTIVE -> EndpointStatus.ACTIVE;
              case FAILING -> EndpointStatus.FAILING;
              case DISABLED -> EndpointStatus.DISABLED;
            })
        .setReason(lane.health().reason().orElse(null))
        .setSince(lane.health().since())
        .setReplays(lane.replays().all().stream().map(LaneCodec::progress).toList())
        .setAt(now)
        .build();
  }

  private static ReplayProgress progress(Replay replay) {
    ReplayStatus status =
        switch (replay.status()) {
          case RUNNING -> ReplayStatus.RUNNING;
          case DONE -> ReplayStatus.DONE;
          case CANCELLED -> ReplayStatus.CANCELLED;
        };
    Replay.Filter filter = replay.filter();
    return new ReplayProgress(
        replay.replayId(),
        status,
        replay.made(),
        replay.reached(),
        replay.startedAt(),
        new ReplayRange(
            filter.since(),
            filter.until(),
            filter.eventTypes(),
            filter.subscriptionId().orElse(null),
            filter.deliveryId().orElse(null)),
        replay.refusal().orElse(null));
  }
}
