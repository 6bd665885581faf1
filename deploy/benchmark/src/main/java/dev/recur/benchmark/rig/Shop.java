package dev.recur.benchmark.rig;

import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * A merchant, its subscriptions, and what it has to be told. Payments go round its subscriptions,
 * so that few of them wait for each other.
 */
public final class Shop {

  private final String clientId;
  private final int endpoints;
  private final List<String> subscriptions = new ArrayList<>();
  private int payments;

  /**
   * A shop of which nothing was written yet.
   *
   * @param endpoints how many it has
   * @param subscriptions how many it has
   */
  public Shop(String clientId, int endpoints, int subscriptions) {
    this.clientId = clientId;
    this.endpoints = endpoints;
    for (int i = 0; i < subscriptions; i++) {
      this.subscriptions.add(Identity.subscriptionId(Origin.CREATE, clientId, "request-" + i));
    }
  }

  /**
   * What happened, and what has to arrive for it.
   *
   * @param deliveryIds one for each endpoint
   */
  public record Payment(SubscriptionEvent event, List<String> deliveryIds) {}

  public String clientId() {
    return clientId;
  }

  /** How many endpoints it has. */
  public int endpoints() {
    return endpoints;
  }

  /** The events with which its subscriptions begin; nobody is told of them. */
  public List<SubscriptionEvent> births() {
    return subscriptions.stream().map(id -> LedgerEvents.created(clientId, id)).toList();
  }

  /** The next payment. */
  public Payment pay() {
    String subscription = subscriptions.get(payments % subscriptions.size());
    int period = payments / subscriptions.size() + 1;
    payments++;
    SubscriptionEvent event = LedgerEvents.paid(clientId, subscription, period);
    List<String> deliveryIds = new ArrayList<>(endpoints);
    for (int endpoint = 0; endpoint < endpoints; endpoint++) {
      deliveryIds.add(
          Identity.deliveryId(
              subscription, event.getSequence(), clientId + " " + Endpoints.id(endpoint)));
    }
    return new Payment(event, deliveryIds);
  }
}
