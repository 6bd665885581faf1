package dev.recur.benchmark.bare;

import dev.recur.benchmark.rig.Template;
import java.util.List;

/**
 * What one event and its deliveries read and write in the notifier, HTTP aside.
 *
 * @param lanes keys of the deliveries' records; an event has one delivery for each
 * @param context of a subscription: read and written once per event
 * @param delivery record on a topic, written and read once per delivery
 * @param turn of a subscription in a lane: read and written once per delivery
 * @param entry in the index of what is due: put in and taken out once per delivery
 * @param attempt record on a topic, written and read once per delivery
 */
public record DeliveryShape(
    List<String> lanes,
    Template event,
    Template context,
    Template delivery,
    Template turn,
    Template entry,
    Template attempt) {

  public DeliveryShape {
    lanes = List.copyOf(lanes);
  }
}
