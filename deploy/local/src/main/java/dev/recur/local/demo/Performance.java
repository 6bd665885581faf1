package dev.recur.local.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A play that was played, and what came of it. */
final class Performance {

  private final Play play;
  private final Diary diary;
  private final @Nullable Stage stage;
  private final Optional<String> stopped;
  private final List<String> differing;
  private final Duration took;
  private List<String> late = List.of();

  private Performance(
      Play play,
      Diary diary,
      @Nullable Stage stage,
      Optional<String> stopped,
      List<String> differing,
      Duration took) {
    this.play = play;
    this.diary = diary;
    this.stage = stage;
    this.stopped = stopped;
    this.differing = List.copyOf(differing);
    this.took = took;
  }

  /** Plays it. Whatever goes wrong is part of the performance. */
  static Performance of(Play play, Stage.Scenery scenery, boolean colour) {
    long started = System.nanoTime();
    Diary diary = new Diary(colour);
    diary.heading(play.title());
    @Nullable Stage stage = null;
    Optional<String> stopped = Optional.empty();
    List<String> expected = List.of();
    try {
      expected = Expectation.lines(play.name());
      stage = new Stage(scenery, play, diary);
      play.play(stage);
      stage.closeBooks();
    } catch (DemoFailedException e) {
      stopped = Optional.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      stopped = Optional.of("An answer cannot be used: " + e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return new Performance(
        play, diary, stage, stopped, Difference.of(expected, diary.lines()), took);
  }

  String name() {
    return play.name();
  }

  Duration took() {
    return took;
  }

  /** The diary's lines. */
  List<String> lines() {
    return diary.lines();
  }

  boolean isAsExpected() {
    return stopped.isEmpty() && differing.isEmpty() && late.isEmpty();
  }

  /** Looks whether anything has come that nobody waited for, and prints it. */
  void lookBack(PrintStream out) {
    if (stage == null) {
      return;
    }
    late = stage.epilogue().stream().map(Entry::line).toList();
    if (!late.isEmpty()) {
      out.printf("%nAfter %s came what nobody waited for:%n", play.name());
      late.forEach(out::println);
    }
  }

  /** Prints the diary, and what is wrong with it. */
  void print(PrintStream out) {
    diary.shown().forEach(out::println);
    stopped.ifPresent(why -> out.printf("%nThe play stopped here. %s%n", why));
    if (!differing.isEmpty()) {
      out.printf("%nThe diary of %s is not as it must be:%n", play.name());
      differing.forEach(out::println);
    }
  }
}
