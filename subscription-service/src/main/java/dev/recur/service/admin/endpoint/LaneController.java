package dev.recur.service.admin.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recur.schemas.id.EndpointLane;
import dev.recur.schemas.text.PlainText;
import dev.recur.service.admin.ConflictException;
import dev.recur.service.admin.Queries;
import dev.recur.service.admin.UnknownException;
import dev.recur.service.admin.endpoint.EndpointAnswer.LaneAnswer;
import dev.recur.service.admin.endpoint.EndpointAnswer.ReplayAnswer;
import dev.recur.service.input.Fields;
import dev.recur.service.read.LaneHealth;
import dev.recur.service.read.LaneHealths;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What operators want of deliveries: held, attempted again, made again. They name an endpoint in
 * the path, or in the body an {@code endpointId}, or the {@code url} that subscriptions name. What
 * is asked for is done by the notifier, so the answer is 202, and lists show it once it is done.
 */
@Controller(value = "/admin/merchants/{clientId}", port = "${recur.admin.port}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class LaneController {

  private static final Set<String> DISABLE_NAMES = Set.of("reason");
  private static final int REASON_CHARS_MAX = 256;

  private static final String REASON_DEFAULT = "An operator disabled it.";

  private final Endpoints endpoints;
  private final Lanes lanes;
  private final LaneOrders orders;
  private final LaneHealths healths;
  private final InstantSource clock;

  LaneController(
      Endpoints endpoints,
      Lanes lanes,
      LaneOrders orders,
      LaneHealths healths,
      InstantSource clock) {
    this.endpoints = endpoints;
    this.lanes = lanes;
    this.orders = orders;
    this.healths = healths;
    this.clock = clock;
  }

  /** The lanes that an order went to. */
  @Serdeable
  record Ordered(List<String> lanes) {}

  /** A replay that was asked for. */
  @Serdeable
  record ReplayAsked(String replayId, String since, String until, List<String> lanes) {}

  /**
   * The lanes of a merchant of which anything was ever told, those of URLs too: whose status
   * changed once, or that were replayed. One that always did well is not among them.
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record LaneList(List<LaneAnswer> lanes) {}

  @Get("/lanes")
  LaneList lanes(String clientId) {
    String known = endpoints.merchant(clientId).clientId();
    return new LaneList(healths.of(known).stream().map(LaneAnswer::of).toList());
  }

  @Post(value = "/endpoints/{endpointId}/disable", consumes = MediaType.ALL)
  HttpResponse<Ordered> disableEndpoint(
      String clientId, String endpointId, HttpRequest<byte[]> request) {
    return disable(clientId, endpointId, Queries.bodyOrNothing(request, DISABLE_NAMES));
  }

  @Post(value = "/lanes/disable", consumes = MediaType.ALL)
  HttpResponse<Ordered> disableNamed(String clientId, HttpRequest<byte[]> request) {
    return disable(clientId, null, Queries.body(request, Lanes.and(DISABLE_NAMES)));
  }

  private HttpResponse<Ordered> disable(String clientId, @Nullable String endpointId, Fields body) {
    String reason = body.optionalText("reason", REASON_CHARS_MAX);
    // Logs and webhooks repeat it.
    if (reason != null && !PlainText.isLine(reason)) {
      throw body.refuse(
          "reason",
          "holds a line break, or another character that is not shown: send one line of text.");
    }
    return give(
        clientId,
        lanes(clientId, endpointId, body, null),
        new LaneOrder.Disable(reason == null ? REASON_DEFAULT : reason));
  }

  @Post(value = "/endpoints/{endpointId}/enable", consumes = MediaType.ALL)
  HttpResponse<Ordered> enableEndpoint(String clientId, String endpointId) {
    return give(
        clientId, lanes(clientId, endpointId, Fields.NOTHING, null), new LaneOrder.Enable());
  }

  @Post(value = "/lanes/enable", consumes = MediaType.ALL)
  HttpResponse<Ordered> enableNamed(String clientId, HttpRequest<byte[]> request) {
    return give(
        clientId,
        lanes(clientId, null, Queries.body(request, Lanes.and(Set.of())), null),
        new LaneOrder.Enable());
  }

  @Post(value = "/endpoints/{endpointId}/replay", consumes = MediaType.ALL)
  HttpResponse<ReplayAsked> replayEndpoint(
      String clientId, String endpointId, HttpRequest<byte[]> request) {
    return replay(clientId, endpointId, Queries.body(request, ReplayBody.NAMES));
  }

  @Post(value = "/replay", consumes = MediaType.ALL)
  HttpResponse<ReplayAsked> replayNamed(String clientId, HttpRequest<byte[]> request) {
    return replay(clientId, null, Queries.body(request, Lanes.and(ReplayBody.NAMES)));
  }

  private HttpResponse<ReplayAsked> replay(
      String clientId, @Nullable String endpointId, Fields body) {
    LaneOrder.StartReplay replay =
        ReplayBody.read(body, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    List<String> lanes = lanes(clientId, endpointId, body, replay.filter().subscriptionId());
    requireRoom(clientId, lanes, replay.replayId());
    orders.give(clientId, lanes, replay);
    return HttpResponse.accepted()
        .body(
            new ReplayAsked(
                replay.replayId(), replay.since().toString(), replay.until().toString(), lanes));
  }

  /**
   * The notifier drops a replay beyond what a lane remembers, and by then the answer is given. What
   * is told here lags a moment behind, so this spares all but who asks for many at once.
   */
  private void requireRoom(String clientId, List<String> lanes, String replayId) {
    for (LaneHealth health : healths.of(clientId)) {
      List<LaneHealth.Replay> replays = health.replays();
      long running =
          replays.stream().filter(one -> one.status() == LaneHealth.ReplayStatus.RUNNING).count();
      if (lanes.contains(health.lane())
          && running >= EndpointLane.REPLAYS_MAX
          && replays.stream().noneMatch(one -> one.replayId().equals(replayId))) {
        throw new ConflictException(
            "%d replays are not over: wait for one, or cancel one.".formatted(running));
      }
    }
  }

  @Get("/endpoints/{endpointId}/replays/{replayId}")
  ReplayAnswer showReplayOfEndpoint(String clientId, String endpointId, String replayId) {
    return showReplay(clientId, lanes(clientId, endpointId, Fields.NOTHING, null), replayId);
  }

  @Get("/replays/{replayId}")
  ReplayAnswer showReplayNamed(String clientId, String replayId, HttpRequest<?> request) {
    return showReplay(
        clientId,
        lanes(clientId, null, Queries.query(request, Lanes.and(Set.of())), null),
        replayId);
  }

  private ReplayAnswer showReplay(String clientId, List<String> lanes, String replayId) {
    return ReplayAnswer.of(known(clientId, lanes, replayId));
  }

  private LaneHealth.Replay known(String clientId, List<String> lanes, String replayId) {
    List<LaneHealth> told =
        healths.of(clientId).stream().filter(health -> lanes.contains(health.lane())).toList();
    return new EndpointHealth(told)
        .replays().stream()
            .filter(replay -> replay.replayId().equals(replayId))
            .findAny()
            .orElseThrow(
                () ->
                    new UnknownException(
                        "No such replay is known: one that was just asked for is in a moment, and"
                            + " the latest %d of a lane are kept."
                                .formatted(EndpointLane.REPLAYS_MAX)));
  }

  @Post(value = "/endpoints/{endpointId}/replays/{replayId}/cancel", consumes = MediaType.ALL)
  HttpResponse<Ordered> cancelReplayOfEndpoint(
      String clientId, String endpointId, String replayId) {
    return cancel(clientId, lanes(clientId, endpointId, Fields.NOTHING, null), replayId);
  }

  @Post(value = "/replays/{replayId}/cancel", consumes = MediaType.ALL)
  HttpResponse<Ordered> cancelReplayNamed(
      String clientId, String replayId, HttpRequest<byte[]> request) {
    Fields body = Queries.body(request, Lanes.and(Set.of()));
    return cancel(clientId, lanes(clientId, null, body, null), replayId);
  }

  private HttpResponse<Ordered> cancel(String clientId, List<String> lanes, String replayId) {
    LaneHealth.Replay known = known(clientId, lanes, replayId);
    return give(clientId, lanes, new LaneOrder.CancelReplay(known.replayId()));
  }

  private HttpResponse<Ordered> give(String clientId, List<String> lanes, LaneOrder order) {
    orders.give(clientId, lanes, order);
    return HttpResponse.accepted().body(new Ordered(lanes));
  }

  /** Those of the endpoint in the path, or else those that the body or query names. */
  private List<String> lanes(
      String clientId, @Nullable String endpointId, Fields named, @Nullable String subscriptionId) {
    return endpointId == null
        ? lanes.named(clientId, named, subscriptionId)
        : lanes.ofEndpoint(clientId, endpointId, subscriptionId);
  }
}
