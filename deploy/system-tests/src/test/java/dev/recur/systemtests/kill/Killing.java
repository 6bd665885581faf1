package dev.recur.systemtests.kill;

import static org.awaitility.Awaitility.await;

import dev.recur.systemtests.stack.Stack;
import dev.recur.systemtests.stack.StackKafka;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One process killed by SIGKILL while charges are in flight: the bank has taken the money, and its
 * answers are on their way.
 *
 * @param victim the process
 * @param inFlight keys of the charges that were in flight
 * @param others how many other processes ended because of it and were started again
 * @param took from the kill until everything due was charged and settled
 */
record Killing(String victim, List<String> inFlight, int others, Duration took) {

  private static final String REQUESTS = "charge.requests";
  private static final Duration IN_FLIGHT_WITHIN = Duration.ofSeconds(60);

  /**
   * Sends the clock on and kills in the middle of it; returns when the clock has arrived.
   *
   * @param requests how many charges the advance begins with, one for each subscription
   */
  static Killing during(Portfolio portfolio, String victim, OffsetDateTime to, int requests) {
    Stack stack = portfolio.stack();
    Map<String, Long> before = stack.file().processes();
    stack.gate().holdAnswers();
    CompletableFuture<Void> advance;
    try (StackKafka kafka = stack.kafka()) {
      long written = kafka.written(REQUESTS);
      advance = CompletableFuture.runAsync(() -> stack.admin().advance(portfolio.clock(), to));
      stack.gate().awaitHeld(1, IN_FLIGHT_WITHIN);
      await("all to be asked for")
          .atMost(IN_FLIGHT_WITHIN)
          .until(() -> kafka.written(REQUESTS) >= written + requests);
    }
    int enough = requests / 4;
    if (stack.gate().awaitHeld(1, IN_FLIGHT_WITHIN).size() < enough) {
      // These few kept the channel's side waiting while all the others were asked for: they are
      // let go, and the others are caught together.
      stack.gate().holdAnswers();
      stack.gate().awaitHeld(enough, IN_FLIGHT_WITHIN);
    }
    long killedAt = System.nanoTime();
    long pid = stack.kill(victim);
    List<String> inFlight = stack.gate().release();
    stack.awaitRestarted(victim, pid);
    advance.join();
    Duration took = Duration.ofNanos(System.nanoTime() - killedAt);
    Map<String, Long> after = stack.file().processes();
    int restarted =
        (int)
            before.entrySet().stream()
                .filter(process -> !process.getValue().equals(after.get(process.getKey())))
                .count();
    return new Killing(victim, inFlight, restarted - 1, took);
  }
}
