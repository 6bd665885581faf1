package dev.recur.service.read;

import dev.recur.schemas.avro.WebhookEndpoint;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.service.MeetsKafka;
import dev.recur.service.mapping.LaneHealthMapping;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps how every lane is doing in memory: lanes are countable, whatever URLs merchants name. */
@Singleton
@MeetsKafka
final class LaneHealthListener implements TopicListener<WebhookEndpoint>, LaneHealths {

  private final ConcurrentMap<String, NavigableMap<String, LaneHealth>> lanes =
      new ConcurrentHashMap<>();

  @Override
  public void onRecord(TopicRecord<WebhookEndpoint> record) {
    String lane = record.key();
    Map<String, LaneHealth> ofMerchant =
        lanes.computeIfAbsent(clientId(lane), id -> new ConcurrentSkipListMap<>());
    WebhookEndpoint told = record.value();
    if (told == null) {
      ofMerchant.remove(lane);
    } else {
      ofMerchant.put(lane, LaneHealthMapping.of(lane, told));
    }
  }

  @Override
  public List<LaneHealth> of(String clientId) {
    Map<String, LaneHealth> ofMerchant = lanes.get(clientId);
    return ofMerchant == null ? List.of() : List.copyOf(ofMerchant.values());
  }

  /** A client id holds no blank, and a lane's name begins with it and one. */
  private static String clientId(String lane) {
    int blank = lane.indexOf(' ');
    return blank < 0 ? lane : lane.substring(0, blank);
  }
}
