package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The diary as the documents say it must be: written by hand, committed, never made by a run. */
final class Expectation {

  private static final String FILE = "/demo/seven-day-trial.txt";

  private Expectation() {}

  /** Its lines. */
  static List<String> lines() {
    try (InputStream file = Expectation.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is not among the resources");
      }
      return new String(file.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
