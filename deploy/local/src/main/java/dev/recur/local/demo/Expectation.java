package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Diaries as the documents say they must be: written by hand, committed, never made by a run. */
final class Expectation {

  private Expectation() {}

  /**
   * The lines of one diary.
   *
   * @param play {@link Play#name}
   */
  static List<String> lines(String play) {
    String name = "/demo/" + play + ".txt";
    try (InputStream file = Expectation.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new DemoFailedException(name + " is not among the resources: write it by hand");
      }
      return new String(file.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
