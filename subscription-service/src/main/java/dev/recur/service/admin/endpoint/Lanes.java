package dev.recur.service.admin.endpoint;

import dev.recur.schemas.id.EndpointLane;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantEndpoint;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which lanes operators mean. */
@Singleton
final class Lanes {

  private static final Set<String> NAMES = Set.of("endpointId", "url");

  private final Endpoints endpoints;

  Lanes(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  /**
   * The lanes of an endpoint.
   *
   * @param subscriptionId the only one that is meant; absent: all
   */
  List<String> ofEndpoint(String clientId, String endpointId, @Nullable String subscriptionId) {
    MerchantEndpoint endpoint = endpoints.endpoint(clientId, endpointId);
    return subscriptionId == null
        ? endpoints.lanes(clientId, endpoint)
        : List.of(
            EndpointLane.ofEndpoint(
                    clientId, endpointId, endpoint.settings().shards(), subscriptionId)
                .text());
  }

  /**
   * The lanes that fields name, as {@link #named}, and also those of an endpoint that was deleted:
   * what was attempted there is kept on. How many shards it had is not known any more, so it is
   * every lane that it may have had, and an id that never was finds nothing.
   */
  List<String> everNamed(String clientId, Fields fields, @Nullable String subscriptionId) {
    String endpointId = fields.optionalText("endpointId", CommonFields.ID_CHARS_MAX);
    if (endpointId == null || fields.has("url") || !isDeleted(clientId, endpointId)) {
      return named(clientId, fields, subscriptionId);
    }
    return EndpointLane.everOfEndpoint(clientId, endpointId, EndpointBody.SHARDS_MAX).stream()
        .map(EndpointLane::text)
        .toList();
  }

  private boolean isDeleted(String clientId, String endpointId) {
    return EndpointLane.isEndpointId(endpointId)
        && endpoints.merchant(clientId).endpoints().stream()
            .noneMatch(endpoint -> endpoint.endpointId().equals(endpointId));
  }

  /** Names of fields, and of those that {@link #named} reads. */
  static Set<String> and(Set<String> names) {
    return Stream.concat(NAMES.stream(), names.stream()).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The lanes that fields name: those of {@code endpointId}, or that of the {@code url} which
   * subscriptions name; {@code mailto:} names the e-mails to the merchant's buyers.
   */
  List<String> named(String clientId, Fields fields, @Nullable String subscriptionId) {
    String endpointId = fields.optionalText("endpointId", CommonFields.ID_CHARS_MAX);
    if (endpointId != null) {
      if (fields.has("url")) {
        throw fields.refuse("url", "and endpointId are both there: send one of them.");
      }
      return ofEndpoint(clientId, endpointId, subscriptionId);
    }
    String known = endpoints.merchant(clientId).clientId();
    if (isOfMail(fields)) {
      return List.of(EndpointLane.ofMail(known).text());
    }
    String url = CommonFields.optionalUrl(fields, "url");
    if (url == null) {
      throw fields.refuse(
          "endpointId", "is missing, and so is url: send one of them, to say which deliveries.");
    }
    return List.of(EndpointLane.ofUrl(known, url).text());
  }

  /** True when fields name the lane of e-mails. */
  static boolean isOfMail(Fields fields) {
    return EndpointLane.MAIL.equals(fields.optionalText("url", CommonFields.URL_CHARS_MAX));
  }
}
