package dev.recur.service.admin.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recur.schemas.signature.StandardWebhooks;
import dev.recur.service.read.LaneHealth;
import dev.recur.service.read.MerchantEndpoint;
import dev.recur.service.terms.EndpointSettings;
import dev.recur.service.terms.ReplayRange;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as operators are shown it. Times are ISO 8601 in UTC.
 *
 * @param ratePerSecond absent: no limit of its own
 * @param secretVersion version of the latest secret
 * @param secret the latest secret, when it was just made
 * @param publicKey the latest public key
 * @param keys all that sign now, oldest first
 * @param since when it got this status; when the endpoint was made, where it never had another
 * @param status how its deliveries are doing; of several lanes the worst
 * @param lanes the same of each lane, where there are several
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
record EndpointAnswer(
    String endpointId,
    String url,
    List<String> eventTypes,
    boolean alsoOverridden,
    EndpointSettings.Ordering ordering,
    EndpointSettings.Schedule schedule,
    List<EndpointSettings.Signature> signatures,
    @Nullable Integer ratePerSecond,
    int shards,
    String createdAt,
    int secretVersion,
    @Nullable String secret,
    String publicKey,
    List<Key> keys,
    LaneHealth.Status status,
    @Nullable String reason,
    @Nullable String since,
    List<ReplayAnswer> replays,
    @Nullable List<LaneAnswer> lanes) {

  /**
   * What signs.
   *
   * @param expiresAt absent while it is the latest
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Key(int version, String publicKey, String createdAt, @Nullable String expiresAt) {}

  /**
   * A lane and how it is doing.
   *
   * @param since when it got this status; absent where it never had another
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LaneAnswer(
      String lane,
      @Nullable String endpointId,
      LaneHealth.Status status,
      @Nullable String reason,
      @Nullable String since,
      List<ReplayAnswer> replays) {

    static LaneAnswer of(LaneHealth health) {
      return new LaneAnswer(
          health.lane(),
          health.endpointId(),
          health.status(),
          health.reason(),
          text(health.since()),
          health.replays().stream().map(ReplayAnswer::of).toList());
    }
  }

  /**
   * A replay and how it is doing.
   *
   * @param since absent for one of an earlier version, and so are the two below
   * @param reason why a lane did not take it; absent where every one did
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ReplayAnswer(
      String replayId,
      LaneHealth.ReplayStatus status,
      @Nullable String reason,
      long made,
      String reached,
      String startedAt,
      @Nullable String since,
      @Nullable String until,
      @Nullable Filter filter) {

    /** Which deliveries of that time; all, but for what is named. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Filter(
        List<String> eventTypes, @Nullable String subscriptionId, @Nullable String deliveryId) {

      private static Filter of(ReplayRange range) {
        return new Filter(range.eventTypes(), range.subscriptionId(), range.deliveryId());
      }
    }

    static ReplayAnswer of(LaneHealth.Replay replay) {
      ReplayRange range = replay.range();
      return new ReplayAnswer(
          replay.replayId(),
          replay.status(),
          replay.refusal(),
          replay.made(),
          replay.reached().toString(),
          replay.startedAt().toString(),
          range == null ? null : range.since().toString(),
          range == null ? null : range.until().toString(),
          range == null ? null : Filter.of(range));
    }
  }

  /** The endpoint and its lanes' health. */
  static EndpointAnswer of(
      MerchantEndpoint endpoint, EndpointHealth health, @Nullable String secret, Instant now) {
    EndpointSettings settings = endpoint.settings();
    MerchantEndpoint.Secret latest = endpoint.latestSecret();
    return new EndpointAnswer(
        endpoint.endpointId(),
        settings.url(),
        settings.eventTypes(),
        settings.alsoOverridden(),
        settings.ordering(),
        settings.schedule(),
        settings.signatures(),
        settings.ratePerSecond(),
        settings.shards(),
        endpoint.createdAt().toString(),
        latest.version(),
        secret,
        publicKey(latest),
        endpoint.secretsAt(now).stream().map(EndpointAnswer::key).toList(),
        health.worst().status(),
        health.worst().reason(),
        text(health.worst().since()),
        health.replays().stream().map(ReplayAnswer::of).toList(),
        settings.shards() == 1 ? null : health.lanes().stream().map(LaneAnswer::of).toList());
  }

  private static Key key(MerchantEndpoint.Secret secret) {
    return new Key(
        secret.version(),
        publicKey(secret),
        secret.createdAt().toString(),
        text(secret.expiresAt()));
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static String publicKey(MerchantEndpoint.Secret secret) {
    return StandardWebhooks.publicKeyText(
        StandardWebhooks.ed25519PublicKey(secret.ed25519PublicKey()));
  }
}
