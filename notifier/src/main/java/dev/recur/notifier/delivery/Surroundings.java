package dev.recur.notifier.delivery;

import dev.recur.notifier.buyer.BuyerDirectory;
import dev.recur.notifier.endpoint.EndpointDirectory;

/**
 * What lies outside the topology.
 *
 * @param endpoints what the merchants have now
 * @param buyers who is written to now
 * @param outbound takes what is to be sent
 * @param replays reads what was to be delivered once more
 * @param meters counts
 * @param lanes shows how lanes are doing
 * @param perLaneMax most attempts of one lane in the air
 */
public record Surroundings(
    EndpointDirectory endpoints,
    BuyerDirectory buyers,
    Outbound outbound,
    ReplaySource replays,
    DeliveryMeters meters,
    LaneMeters lanes,
    int perLaneMax) {}
