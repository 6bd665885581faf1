package dev.recur.notifier.notice;

import dev.recur.notifier.endpoint.Endpoint;
import dev.recur.schemas.id.EndpointLane;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is remembered of a subscription so that its next event can be told.
 *
 * @param subscriptionId the subscription
 * @param clientId the merchant
 * @param terms what was agreed
 * @param situation where the subscription is
 * @param sequence of the last event in here
 * @param told sequence of the event last told to each endpoint; see {@link #toldAs}
 */
public record Context(
    String subscriptionId,
    String clientId,
    Terms terms,
    Situation situation,
    long sequence,
    Map<String, Long> told) {

  /**
   * Most endpoints that are remembered of one subscription. Every refund may name one of its own,
   * merchants replace theirs, and a context must stay small. Beyond that many, the one that was
   * told longest ago is forgotten and its next notification starts a new chain.
   */
  static final int LANES_MAX = 32;

  public Context {
    told = Map.copyOf(told);
  }

  /** The context of a new subscription. */
  static Context begin(LedgerEvent event, Happening.Created created) {
    return new Context(
        event.subscriptionId(),
        event.clientId(),
        created.terms(),
        Situation.created(created.paymentMethodType()),
        event.sequence(),
        Map.of());
  }

  /** The context after one more event. */
  Context after(LedgerEvent event) {
    return new Context(
        subscriptionId,
        clientId,
        terms.after(event.what()),
        situation.after(event.what(), event.at()),
        event.sequence(),
        told);
  }

  /**
   * The context after the event with this sequence was told.
   *
   * @param endpoints the merchant's, as they are now
   */
  Context told(List<Telling> tellings, List<Endpoint> endpoints) {
    if (tellings.isEmpty()) {
      return this;
    }
    Map<String, Long> next = new HashMap<>(told);
    tellings.forEach(telling -> next.put(toldAs(telling.lane()), sequence));
    if (next.size() > LANES_MAX) {
      forget(next, endpoints);
    }
    return new Context(subscriptionId, clientId, terms, situation, sequence, next);
  }

  /** Those that the terms name and those that the merchant has are told to the end: they stay. */
  private void forget(Map<String, Long> lanes, List<Endpoint> endpoints) {
    Set<String> own = new HashSet<>();
    Stream.of(terms.urls().ofSubscription(), terms.urls().ofPayment())
        .flatMap(Optional::stream)
        .map(url -> toldAs(EndpointLane.ofUrl(clientId, url)))
        .forEach(own::add);
    own.add(toldAs(EndpointLane.ofMail(clientId)));
    endpoints.forEach(endpoint -> own.add(toldAs(clientId, endpoint.endpointId())));
    lanes.entrySet().stream()
        .filter(told -> !own.contains(told.getKey()))
        .sorted(Map.Entry.comparingByValue())
        .limit(lanes.size() - LANES_MAX)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(lanes::remove);
  }

  /** The name under which an endpoint is remembered: its lane, whatever its number of shards. */
  static String toldAs(EndpointLane lane) {
    return toldAs(lane.clientId(), lane.target());
  }

  private static String toldAs(String clientId, String target) {
    return clientId + " " + target;
  }

  /** Sequence of the event last told to an endpoint; 0 for none. */
  long lastTold(String target) {
    return told.getOrDefault(target, 0L);
  }
}
