package dev.recur.schemas.kafka;

import static java.util.stream.Collectors.toMap;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.List;
import org.reactivestreams.Publisher;

/** Ready once every follower has read what was there when it began. */
@Singleton
@Readiness
@Requires(beans = TopicFollower.class)
final class FollowersReadiness implements HealthIndicator {

  private final List<TopicFollower<?>> followers;

  FollowersReadiness(List<TopicFollower<?>> followers) {
    this.followers = followers;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    boolean ready = followers.stream().allMatch(TopicFollower::isCaughtUp);
    var details =
        followers.stream()
            .collect(
                toMap(
                    f -> f.topic().name(),
                    f -> f.isCaughtUp() ? "caught up" : "catching up",
                    (a, b) -> a.equals(b) ? a : "catching up"));
    return Publishers.just(
        HealthResult.builder("followers", ready ? HealthStatus.UP : HealthStatus.DOWN)
            .details(details)
            .build());
  }
}
