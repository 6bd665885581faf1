package dev.recur.service.admin.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recur.schemas.text.PlainText;
import dev.recur.service.admin.Queries;
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
  private final Replays replays;
  private final InstantSource clock;

  LaneController(
      Endpoints endpoints,
      Lanes lanes,
      LaneOrders orders,
      LaneHealths healths,
      Replays replays,
      InstantSource clock) {
    this.endpoints = endpoints;
    this.lanes = lanes;
    this.orders = orders;
    this.healths = healths;
    this.replays = replays;
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
  LaneList lanes(String clientId, HttpRequest<?> request) {
    Queries.requireNone(request);
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
  HttpResponse<Ordered> enableEndpoint(
      String clientId, String endpointId, HttpRequest<byte[]> request) {
    Fields nothing = Queries.bodyOrNothing(request, Set.of());
    return give(clientId, lanes(clientId, endpointId, nothing, null), new LaneOrder.Enable());
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
    ReplayBody.Asked asked = ReplayBody.read(body, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    List<String> lanes = lanes(clientId, endpointId, body, asked.order().range().subscriptionId());
    LaneOrder.StartReplay replay =
        replays.toAsk(clientId, lanes(clientId, endpointId, body, null), lanes, asked);
    orders.give(clientId, lanes, replay);
    return HttpResponse.accepted()
        .body(
            new ReplayAsked(
                replay.replayId(),
                replay.range().since().toString(),
                replay.range().until().toString(),
                lanes));
  }

  @Get("/endpoints/{endpointId}/replays/{replayId}")
  ReplayAnswer showReplayOfEndpoint(
      String clientId, String endpointId, String replayId, HttpRequest<?> request) {
    Queries.requireNone(request);
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
    return ReplayAnswer.of(replays.known(clientId, lanes, replayId));
  }

  @Post(value = "/endpoints/{endpointId}/replays/{replayId}/cancel", consumes = MediaType.ALL)
  HttpResponse<Ordered> cancelReplayOfEndpoint(
      String clientId, String endpointId, String replayId, HttpRequest<byte[]> request) {
    Fields nothing = Queries.bodyOrNothing(request, Set.of());
    return cancel(clientId, lanes(clientId, endpointId, nothing, null), replayId);
  }

  @Post(value = "/replays/{replayId}/cancel", consumes = MediaType.ALL)
  HttpResponse<Ordered> cancelReplayNamed(
      String clientId, String replayId, HttpRequest<byte[]> request) {
    Fields body = Queries.body(request, Lanes.and(Set.of()));
    return cancel(clientId, lanes(clientId, null, body, null), replayId);
  }

  private HttpResponse<Ordered> cancel(String clientId, List<String> lanes, String replayId) {
    LaneHealth.Replay known = replays.known(clientId, lanes, replayId);
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
