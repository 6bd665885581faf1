package dev.recur.local.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Plays on a running local stack everything that a subscription can do. Each play is written down
 * as a diary, from the payment channel's ledger, the webhooks received and the inquiries' answers,
 * and held against a committed expectation.
 */
public final class Demo {

  /**
   * Most of a play is waiting for others, so some are played side by side. They share nothing, and
   * each is printed when it is its turn.
   */
  private static final int PLAYS_AT_A_TIME = 5;

  /** By when whatever a play has caused must have been told. */
  private static final Duration WEBHOOKS_WITHIN = Duration.ofSeconds(5);

  private final Path stackJson;
  private final List<Play> plays;
  private final PrintStream out;
  private final boolean colour;

  /**
   * A demo.
   *
   * @param stackJson how the stack is reached; the stack is up
   * @param plays what is played, in the order in which it is printed
   * @param out what the diaries are printed to
   * @param colour whether the terminal shows colours
   */
  public Demo(Path stackJson, List<Play> plays, PrintStream out, boolean colour) {
    this.stackJson = stackJson;
    this.plays = List.copyOf(plays);
    this.out = out;
    this.colour = colour;
  }

  /**
   * Plays everything; takes about a minute. What is wrong is printed, and keeps no other play from
   * being played.
   *
   * @return true when every line of every diary is as expected
   */
  public boolean play() {
    long started = System.nanoTime();
    try (Loopback http = new Loopback()) {
      Stage.Scenery scenery = Stage.Scenery.of(Stack.read(stackJson), http);
      List<Performance> performances = perform(scenery);
      lookBack(performances);
      boolean played = sumUp(performances);
      boolean addsUp = AuditSide.addsUp(scenery, out);
      boolean asExpected = played && addsUp;
      out.printf(
          Locale.ROOT,
          "%n%d plays, %d lines, %s in %.0f s.%n",
          performances.size(),
          performances.stream().mapToInt(performance -> performance.lines().size()).sum(),
          asExpected ? "all as they must be," : "NOT all as they must be,",
          (System.nanoTime() - started) / 1e9);
      return asExpected;
    } catch (DemoFailedException e) {
      out.printf("%nThe demo stopped here. %s%n", e.getMessage());
      return false;
    }
  }

  private List<Performance> perform(Stage.Scenery scenery) {
    List<Performance> performances = new ArrayList<>();
    try (ExecutorService stages = Executors.newFixedThreadPool(PLAYS_AT_A_TIME)) {
      List<Future<Performance>> all =
          plays.stream()
              .map(play -> stages.submit(() -> Performance.of(play, scenery, colour)))
              .toList();
      for (Future<Performance> one : all) {
        Performance performance = one.get();
        performances.add(performance);
        out.println();
        performance.print(out);
        out.flush();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A play's own faults are part of its performance", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailedException("Interrupted while playing", e);
    }
    return performances;
  }

  /** Whether anything has come that nobody waited for shows only when all of it has. */
  private void lookBack(List<Performance> performances) {
    try {
      Thread.sleep(WEBHOOKS_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailedException("Interrupted while waiting", e);
    }
    performances.forEach(performance -> performance.lookBack(out));
  }

  private boolean sumUp(List<Performance> performances) {
    out.println();
    for (Performance performance : performances) {
      out.printf(
          Locale.ROOT,
          "  %-26s %-6s %5.1f s  %3d lines%n",
          performance.name(),
          performance.isAsExpected() ? "ok" : "FAILED",
          performance.took().toMillis() / 1e3,
          performance.lines().size());
    }
    return performances.stream().allMatch(Performance::isAsExpected);
  }
}
