package dev.recur.service.admin.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recur.schemas.webhook.Reach;
import dev.recur.service.admin.AdminSettings;
import dev.recur.service.admin.Queries;
import dev.recur.service.admin.Rotation;
import dev.recur.service.admin.endpoint.Endpoints.Made;
import dev.recur.service.input.Fields;
import dev.recur.service.read.LaneHealth;
import dev.recur.service.read.LaneHealths;
import dev.recur.service.read.MerchantEndpoint;
import dev.recur.service.terms.EndpointSettings;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Merchants' endpoints. */
@Controller(value = "/admin/merchants/{clientId}/endpoints", port = "${recur.admin.port}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class EndpointController {

  private final Endpoints endpoints;
  private final LaneHealths healths;
  private final InstantSource clock;
  private final Reach reach;

  EndpointController(
      Endpoints endpoints, LaneHealths healths, InstantSource clock, AdminSettings settings) {
    this.endpoints = endpoints;
    this.healths = healths;
    this.clock = clock;
    this.reach = settings.reach();
  }

  /** A merchant's endpoints, in the order they were made. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record EndpointList(List<EndpointAnswer> endpoints) {}

  @Post(consumes = MediaType.ALL)
  HttpResponse<EndpointAnswer> create(String clientId, HttpRequest<byte[]> request) {
    Made made =
        endpoints.create(
            clientId, EndpointBody.create(Queries.body(request, EndpointBody.NAMES), reach));
    return HttpResponse.<EndpointAnswer>status(
            made.secret() == null ? HttpStatus.OK : HttpStatus.CREATED)
        .body(answer(clientId, made));
  }

  @Get
  EndpointList list(String clientId, HttpRequest<?> request) {
    Queries.requireNone(request);
    List<LaneHealth> told = healths.of(clientId);
    return new EndpointList(
        endpoints.merchant(clientId).endpoints().stream()
            .map(endpoint -> answer(clientId, new Made(endpoint, null), told))
            .toList());
  }

  @Get("/{endpointId}")
  EndpointAnswer show(String clientId, String endpointId, HttpRequest<?> request) {
    Queries.requireNone(request);
    return answer(clientId, new Made(endpoints.endpoint(clientId, endpointId), null));
  }

  @Patch(value = "/{endpointId}", consumes = MediaType.ALL)
  EndpointAnswer update(String clientId, String endpointId, HttpRequest<byte[]> request) {
    Fields body = EndpointBody.requireChange(Queries.body(request, EndpointBody.NAMES));
    MerchantEndpoint updated =
        endpoints.update(
            clientId,
            endpointId,
            (EndpointSettings before) -> EndpointBody.update(body, before, reach));
    return answer(clientId, new Made(updated, null));
  }

  /** The merchant's last one only where {@code force} says that it is meant. */
  @Delete("/{endpointId}")
  @Status(HttpStatus.NO_CONTENT)
  void delete(String clientId, String endpointId, HttpRequest<?> request) {
    Boolean force = Queries.query(request, Set.of("force")).optionalBoolean("force");
    endpoints.delete(clientId, endpointId, Boolean.TRUE.equals(force));
  }

  /** A new secret and a new key; the others sign along until their time is over. */
  @Post(value = "/{endpointId}/keys/rotate", consumes = MediaType.ALL)
  EndpointAnswer rotate(String clientId, String endpointId, HttpRequest<byte[]> request) {
    return answer(
        clientId,
        endpoints.rotate(
            clientId, endpointId, Rotation.read(Queries.bodyOrNothing(request, Rotation.NAMES))));
  }

  private EndpointAnswer answer(String clientId, Made made) {
    return answer(clientId, made, healths.of(clientId));
  }

  private EndpointAnswer answer(String clientId, Made made, List<LaneHealth> told) {
    MerchantEndpoint endpoint = made.endpoint();
    return EndpointAnswer.of(
        endpoint,
        EndpointHealth.of(
            clientId,
            endpoint.endpointId(),
            endpoints.lanes(clientId, endpoint),
            told,
            endpoint.createdAt()),
        made.secret(),
        clock.instant());
  }
}
