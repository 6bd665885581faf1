package dev.recur.service.admin.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recur.service.admin.Queries;
import dev.recur.service.history.LaneLog;
import dev.recur.service.history.LaneLog.Kind;
import dev.recur.service.history.LaneLog.Page;
import dev.recur.service.history.Positions;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was to be delivered to a merchant, and every attempt at it. */
@Controller(value = "/admin/merchants/{clientId}", port = "${recur.admin.port}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class DeliveryController {

  private static final Duration SINCE_DEFAULT = Duration.ofHours(24);

  private static final Set<String> NAMES =
      Lanes.and(Set.of("subscriptionId", "deliveryId", "since", "until", "limit", "cursor"));

  /** Only an attempt has an outcome. */
  private static final Set<String> ATTEMPT_NAMES =
      Stream.concat(NAMES.stream(), Stream.of("outcome")).collect(Collectors.toUnmodifiableSet());

  private final Lanes lanes;
  private final LaneLog log;
  private final InstantSource clock;

  DeliveryController(Lanes lanes, LaneLog log, InstantSource clock) {
    this.lanes = lanes;
    this.log = log;
    this.clock = clock;
  }

  /** Some attempts, and how to go on. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record AttemptPage(List<JsonNode> attempts, String next, boolean more) {}

  /** Some deliveries, and how to go on. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record DeliveryPage(List<JsonNode> deliveries, String next, boolean more) {}

  @Get("/attempts")
  AttemptPage attempts(String clientId, HttpRequest<?> request) {
    Page page = page(clientId, Kind.ATTEMPTS, Queries.query(request, ATTEMPT_NAMES));
    return new AttemptPage(page.found(), page.next(), page.more());
  }

  @Get("/deliveries")
  DeliveryPage deliveries(String clientId, HttpRequest<?> request) {
    Page page = page(clientId, Kind.DELIVERIES, Queries.query(request, NAMES));
    return new DeliveryPage(page.found(), page.next(), page.more());
  }

  private Page page(String clientId, Kind kind, Fields query) {
    String subscriptionId = query.optionalText("subscriptionId", CommonFields.ID_CHARS_MAX);
    Long limit = query.optionalInteger("limit", 1, LaneLog.LIMIT_MAX);
    Instant since =
        Objects.requireNonNullElseGet(
            CommonFields.optionalInstant(query, "since"),
            () -> clock.instant().minus(SINCE_DEFAULT));
    @Nullable Instant until = CommonFields.optionalInstant(query, "until");
    if (until != null && !since.isBefore(until)) {
      throw query.refuse(
          "since", "does not lie before until: send an earlier time; left out, it is a day ago.");
    }
    return log.search(
        new LaneLog.Search(
            kind,
            lanes.everNamed(clientId, query, subscriptionId),
            since,
            until,
            subscriptionId,
            query.optionalText("deliveryId", CommonFields.DELIVERY_ID_CHARS_MAX),
            query.optionalOneOf("outcome", LaneLog.Outcome.class),
            Positions.read(query, "cursor"),
            limit == null ? LaneLog.LIMIT_DEFAULT : limit.intValue()));
  }
}
