package dev.recur.benchmark.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole directories. */
public final class Directories {

  private Directories() {}

  /** What its files take together. */
  public static long bytes(Path directory) {
    return all(directory).stream()
        .filter(Files::isRegularFile)
        .mapToLong(file -> file.toFile().length())
        .sum();
  }

  /** Makes it, with those that it lies in. */
  public static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes it with all that is in it; one that is not there is deleted already. */
  public static void delete(Path directory) {
    if (Files.exists(directory)) {
      all(directory).stream().sorted(Comparator.reverseOrder()).forEach(Directories::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> all(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
