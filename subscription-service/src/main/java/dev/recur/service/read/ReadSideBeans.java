package dev.recur.service.read;

import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.avro.WebhookEndpoint;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.kafka.TopicFollower;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import dev.recur.service.TopicEnds;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;

/** Puts the read side together. */
@Factory
@MeetsKafka
final class ReadSideBeans {

  /** Names this service in dead letters. */
  private static final String READER = "subscription-service";

  @Singleton
  @Bean(preDestroy = "close")
  LocalStore store(KafkaSettings settings) {
    return LocalStore.open(settings.stateDir().resolve("read-side"), StoreKeys.FORM);
  }

  @Singleton
  ViewCodec codec(JsonMapper json) {
    return new ViewCodec(json);
  }

  @Singleton
  EventIndex eventIndex(LocalStore store) {
    return new EventIndex(store);
  }

  @Singleton
  StoredPayments payments(LocalStore store, ViewCodec codec) {
    return new StoredPayments(store, codec);
  }

  @Singleton
  StoredSubscriptions subscriptions(
      LocalStore store,
      ViewCodec codec,
      BeanProvider<TopicFollower<SubscriptionSnapshot>> snapshots,
      BeanProvider<TopicFollower<SubscriptionEvent>> events,
      TopicEnds ends) {
    return new StoredSubscriptions(
        store, codec, () -> snapshots.get().isCaughtUp() && events.get().isCaughtUp(), ends::of);
  }

  @Singleton
  @Bean(preDestroy = "close")
  TopicFollower<SubscriptionSnapshot> snapshots(
      KafkaSettings settings,
      RecordCodecs codecs,
      LocalStore store,
      ViewCodec codec,
      StoredSubscriptions subscriptions,
      ProcessExit exit) {
    return new TopicFollower<>(
        settings,
        codecs.of(Topics.SUBSCRIPTION_SNAPSHOTS),
        new SnapshotsListener(store, codec, subscriptions),
        READER,
        exit);
  }

  @Singleton
  @Bean(preDestroy = "close")
  TopicFollower<SubscriptionEvent> events(
      KafkaSettings settings,
      RecordCodecs codecs,
      LocalStore store,
      ViewCodec codec,
      StoredSubscriptions subscriptions,
      StoredPayments payments,
      EventIndex index,
      ProcessExit exit) {
    return new TopicFollower<>(
        settings,
        codecs.of(Topics.SUBSCRIPTION_EVENTS),
        new EventsListener(store, codec, subscriptions, payments, index),
        READER,
        exit);
  }

  @Singleton
  @Bean(preDestroy = "close")
  TopicFollower<Merchant> merchants(
      KafkaSettings settings, RecordCodecs codecs, MerchantsListener listener, ProcessExit exit) {
    return new TopicFollower<>(settings, codecs.of(Topics.MERCHANTS), listener, READER, exit);
  }

  @Singleton
  @Bean(preDestroy = "close")
  TopicFollower<WebhookEndpoint> lanes(
      KafkaSettings settings, RecordCodecs codecs, LaneHealthListener listener, ProcessExit exit) {
    return new TopicFollower<>(
        settings, codecs.of(Topics.WEBHOOK_ENDPOINTS), listener, READER, exit);
  }
}
