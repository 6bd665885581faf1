package dev.recur.service.command;

import dev.recur.service.Deadline;
import dev.recur.service.MeetsKafka;
import dev.recur.service.read.Subscriptions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Publishes a command and waits: for the decision, and then for the read side to show it. */
@Singleton
@MeetsKafka
final class AwaitedCommands implements Commands {

  private final CommandPublisher publisher;
  private final PendingReplies replies;
  private final Subscriptions subscriptions;
  private final CommandSettings settings;
  private final Semaphore places;

  AwaitedCommands(
      CommandPublisher publisher,
      PendingReplies replies,
      Subscriptions subscriptions,
      CommandSettings settings,
      MeterRegistry meters) {
    this.publisher = publisher;
    this.replies = replies;
    this.subscriptions = subscriptions;
    this.settings = settings;
    this.places = new Semaphore(settings.waitingMax());
    Gauge.builder("recur.commands.waiting", replies, PendingReplies::size)
        .description("commands whose decision a caller of this process is waiting for")
        .register(meters);
  }

  @Override
  public Reply ask(Command command) {
    // Also handing it over may take its time.
    Duration atMost = Deadline.left(settings.decisionTimeout());
    if (!atMost.isPositive()) {
      return new Reply.Undecided(Reply.Why.NOT_PUBLISHED);
    }
    long deadline = System.nanoTime() + atMost.toNanos();
    if (!places.tryAcquire()) {
      return new Reply.Undecided(Reply.Why.TOO_MANY_WAITING);
    }
    String commandId = UUID.randomUUID().toString();
    // The watch and the place of its reply before it is published: nothing comes too early.
    try (Subscriptions.Watch watch = subscriptions.watch(command.subscriptionId())) {
      CompletableFuture<Reply> answer = replies.open(commandId);
      publisher.publish(
          command, commandId, () -> answer.complete(new Reply.Undecided(Reply.Why.NOT_PUBLISHED)));
      Reply reply = answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (reply instanceof Reply.Answered answered) {
        watch.await(answered.sequence(), settings.readTimeout());
      }
      return reply;
    } catch (TimeoutException e) {
      return new Reply.Undecided(Reply.Why.NO_ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The process stops.
      return new Reply.Undecided(Reply.Why.NO_ANSWER);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Answers are never completed with an error.", e);
    } finally {
      replies.close(commandId);
      places.release();
    }
  }
}
