package dev.recur.notifier.notice;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is remembered of a subscription so that its next event can be told.
 *
 * @param subscriptionId the subscription
 * @param clientId the merchant
 * @param terms what was agreed
 * @param situation where the subscription is
 * @param sequence of the last event in here
 * @param told sequence of the event last told to each endpoint, by the endpoint's lane
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
   * and a context must stay small. Beyond that many, the one that was told longest ago is forgotten
   * and its next notification starts a new chain.
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

  /** The context after an endpoint was told of the event with this sequence. */
  Context told(String lane) {
    Map<String, Long> next = new HashMap<>(told);
    next.put(lane, sequence);
    if (next.size() > LANES_MAX) {
      forgetOne(next);
    }
    return new Context(subscriptionId, clientId, terms, situation, sequence, next);
  }

  /** Those that the terms name are told to the end, so they stay. */
  private void forgetOne(Map<String, Long> lanes) {
    List<String> own =
        List.of(
            Lane.of(clientId, terms.endpoints().subscriptionUrl()),
            Lane.of(clientId, terms.endpoints().paymentUrl()));
    lanes.entrySet().stream()
        .filter(told -> !own.contains(told.getKey()))
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .ifPresent(lanes::remove);
  }

  /** Sequence of the event last told to an endpoint; 0 for none. */
  long lastTold(String lane) {
    return told.getOrDefault(lane, 0L);
  }
}
