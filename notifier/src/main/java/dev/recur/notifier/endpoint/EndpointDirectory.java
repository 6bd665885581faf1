package dev.recur.notifier.endpoint;

import java.util.List;
import java.util.Optional;

/** Which endpoints a merchant has now. Safe for use by many threads. */
public interface EndpointDirectory {

  /** The merchant's endpoints, in the merchant's order; none for a merchant nobody knows. */
  List<Endpoint> of(String clientId);

  /** One of them; empty once it is gone. */
  default Optional<Endpoint> find(String clientId, String endpointId) {
    return of(clientId).stream()
        .filter(endpoint -> endpoint.endpointId().equals(endpointId))
        .findFirst();
  }
}
