package dev.recur.local.channel.ledger;

import java.util.List;

/**
 * What follows from a request.
 *
 * @param events what happens, to be written and applied, in order
 * @param reply what is answered once the events are durable
 */
public record Decision(List<LedgerEvent> events, Reply reply) {

  public Decision {
    events = List.copyOf(events);
  }
}
