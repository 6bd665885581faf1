package dev.recur.service.history;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** The ledger's events, for readers who close a gap or begin anew. */
public interface EventLog {

  /** Most events of one page. */
  int LIMIT_MAX = 100;

  /** Events of one page, where nobody says. */
  int LIMIT_DEFAULT = 50;

  /**
   * A subscription's events, in sequence.
   *
   * @param after the sequence after which they begin, 0 for all
   * @throws HistoryUnavailableException when they cannot be read now
   */
  Page ofSubscription(String subscriptionId, long after, int limit);

  /**
   * A merchant's events: of each subscription in sequence, and about in the order in which they
   * were written.
   *
   * @throws HistoryUnavailableException when they cannot be read now
   */
  Page ofMerchant(String clientId, Positions after, int limit);

  /**
   * Some events.
   *
   * @param next what to send as {@code after} to go on, also where there is nothing more yet
   * @param more true when there is more already
   */
  record Page(List<Event> events, String next, boolean more) {

    public Page {
      events = List.copyOf(events);
    }
  }

  /**
   * An event.
   *
   * @param id subscription and sequence: the same at every reading
   * @param type as CloudEvents names it, for example {@code dev.recur.subscription.ChargeSucceeded}
   * @param at when it happened on the subscription's clock, ISO 8601 in UTC
   * @param data what is particular about it, under the names of the ledger's schema
   */
  @Serdeable
  record Event(
      String id,
      String subscriptionId,
      String clientId,
      long sequence,
      String type,
      String at,
      JsonNode data) {}
}
