package dev.recur.notifier.delivery;

import dev.recur.notifier.endpoint.Endpoint;
import dev.recur.notifier.queue.Ordering;
import dev.recur.notifier.queue.Schedule;
import dev.recur.schemas.id.EndpointLane;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the merchant wants of a lane.
 *
 * @param exists false while nobody knows the endpoint: it is gone, or too new
 * @param ordering in which order one subscription's events are told
 * @param schedule when a delivery that was not acknowledged is tried again
 * @param ratePerSecond most attempts per second in this lane; empty: no such limit
 */
record LaneSettings(
    boolean exists, Ordering ordering, Schedule schedule, OptionalDouble ratePerSecond) {

  /** Of a URL that a subscription names, as the contract has it. */
  static final LaneSettings OF_URL =
      new LaneSettings(true, Ordering.BEST_EFFORT, Schedule.ANTOM, OptionalDouble.empty());

  /** Of e-mails to buyers: three days, since what they say is old after that. */
  private static final LaneSettings OF_MAIL =
      new LaneSettings(true, Ordering.BEST_EFFORT, Schedule.DAYS_3, OptionalDouble.empty());

  private static final LaneSettings GONE =
      new LaneSettings(false, Ordering.BEST_EFFORT, Schedule.ANTOM, OptionalDouble.empty());

  /**
   * The settings of a lane.
   *
   * @param endpoints of its merchant
   */
  static LaneSettings of(EndpointLane lane, List<Endpoint> endpoints) {
    if (lane.isMail()) {
      return OF_MAIL;
    }
    return lane.endpointId()
        .map(id -> Endpoint.find(endpoints, id).map(LaneSettings::of).orElse(GONE))
        .orElse(OF_URL);
  }

  /** The shards of one endpoint share its rate. */
  private static LaneSettings of(Endpoint endpoint) {
    OptionalDouble rate =
        endpoint.ratePerSecond().isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of((double) endpoint.ratePerSecond().getAsInt() / endpoint.shards());
    return new LaneSettings(true, endpoint.ordering(), endpoint.schedule(), rate);
  }
}
