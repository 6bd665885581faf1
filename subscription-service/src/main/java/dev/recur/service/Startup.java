package dev.recur.service;

import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.kafka.TopicFollower;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.admin.MerchantRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Starts to follow the topics before the server listens, and waits for those without which no
 * request can be answered: who may call, what is replied, which test clocks there are. The read
 * side may take longer; until it has caught up this instance is not ready, inquiries get U, and its
 * store writes as fast as it can.
 */
@Context
@MeetsKafka
final class Startup {

  private static final long WAIT_SECONDS_MAX = 120;

  private static final Set<Class<?>> MAY_TAKE_LONGER =
      Set.of(SubscriptionSnapshot.class, SubscriptionEvent.class, Buyer.class);

  /** What is written here. */
  private static final List<TopicSpec<?>> WRITTEN =
      List.of(
          Topics.SUBSCRIPTION_COMMANDS,
          Topics.BUYERS,
          Topics.MERCHANTS,
          Topics.CLOCK_TICKS,
          Topics.WEBHOOK_COMMANDS);

  /** Not used, but made before everything that the settings are for. */
  @SuppressWarnings("UnusedVariable")
  private final SettingsCheck checked;

  private final List<TopicFollower<?>> followers;
  private final MerchantRegistry merchants;
  private final LocalStore store;
  private final RecordCodecs codecs;

  Startup(
      SettingsCheck checked,
      List<TopicFollower<?>> followers,
      MerchantRegistry merchants,
      LocalStore store,
      RecordCodecs codecs) {
    this.checked = checked;
    this.followers = followers;
    this.merchants = merchants;
    this.store = store;
    this.codecs = codecs;
  }

  @PostConstruct
  void start() throws InterruptedException {
    followers.forEach(TopicFollower::start);
    // A future that fails has ended the process already.
    var _ = caughtUp(follower -> true).thenRun(store::writeEvenly);
    try {
      caughtUp(follower -> !MAY_TAKE_LONGER.contains(follower.topic().valueType()))
          .get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "The topics could not be read: check that the brokers of recur.kafka.bootstrap-servers"
              + " answer from here, and that the deploy step has made the topics.",
          e);
    }
    // Else the first request that writes would wait for the registry, far beyond its deadline.
    WRITTEN.forEach(codecs::lookUp);
    merchants.ensureGatewayKey();
  }

  private CompletableFuture<Void> caughtUp(Predicate<TopicFollower<?>> which) {
    return CompletableFuture.allOf(
        followers.stream()
            .filter(which)
            .map(TopicFollower::caughtUp)
            .toArray(CompletableFuture[]::new));
  }
}
