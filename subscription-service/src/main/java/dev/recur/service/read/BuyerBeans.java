package dev.recur.service.read;

import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.kafka.TopicFollower;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Puts together what is known of buyers. */
@Factory
@MeetsKafka
final class BuyerBeans {

  @Singleton
  StoredBuyers storedBuyers(
      LocalStore store, SecretBox secrets, BeanProvider<TopicFollower<Buyer>> follower) {
    return new StoredBuyers(store, new BuyerSeal(secrets), () -> follower.get().isCaughtUp());
  }

  @Singleton
  @Bean(preDestroy = "close")
  TopicFollower<Buyer> buyers(
      KafkaSettings settings,
      RecordCodecs codecs,
      LocalStore store,
      StoredBuyers buyers,
      ProcessExit exit) {
    return new TopicFollower<>(
        settings,
        codecs.of(Topics.BUYERS),
        new BuyersListener(store, buyers),
        "subscription-service",
        exit);
  }
}
