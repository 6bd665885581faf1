package dev.recur.notifier.endpoint;

import java.util.List;
import java.util.Optional;

/** Which endpoints a merchant has now, and what it is called. Safe for use by many threads. */
public interface EndpointDirectory {

  /**
   * The merchant's endpoints, in the merchant's order; none for a merchant nobody knows. The same
   * list for as long as they are the same.
   */
  List<Endpoint> of(String clientId);

  /** How often an endpoint of any merchant that was strict has become one that is not, or gone. */
  long loosened();

  /** The merchant as buyers know it; empty for a merchant nobody knows. */
  Optional<Shop> shop(String clientId);

  /**
   * A merchant as buyers know it.
   *
   * @param sandbox true where no money moves
   */
  record Shop(String name, boolean sandbox) {}
}
