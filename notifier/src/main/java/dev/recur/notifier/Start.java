package dev.recur.notifier;

import dev.recur.notifier.audit.RunningAudit;
import dev.recur.notifier.sender.DeliveryReader;
import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.kafka.StreamsLifecycle;
import dev.recur.schemas.kafka.TopicFollower;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Begins to work once everything is there. */
@Singleton
final class Start {

  private final TopicFollower<Merchant> merchants;
  private final DeliveryReader bodies;
  private final Optional<TopicFollower<Buyer>> buyers;
  private final StreamsLifecycle streams;
  private final Optional<RunningAudit> audit;

  Start(
      TopicFollower<Merchant> merchants,
      Optional<TopicFollower<Buyer>> buyers,
      DeliveryReader bodies,
      StreamsLifecycle streams,
      Optional<RunningAudit> audit) {
    this.merchants = merchants;
    this.buyers = buyers;
    this.bodies = bodies;
    this.streams = streams;
    this.audit = audit;
  }

  /**
   * An event that is read before its merchant's endpoints are known is not told to them, nor to a
   * buyer who is not known: the topology begins once all of them are there. A follower that fails
   * ends the process itself. The audit needs none of them.
   */
  @EventListener
  void onStartup(StartupEvent event) {
    merchants.start();
    buyers.ifPresent(TopicFollower::start);
    bodies.start();
    var _ =
        merchants
            .caughtUp()
            .thenCombine(
                buyers
                    .map(TopicFollower::caughtUp)
                    .orElseGet(() -> CompletableFuture.completedFuture(null)),
                (_, _) -> true)
            .thenRun(streams::start);
    audit.ifPresent(RunningAudit::start);
  }
}
