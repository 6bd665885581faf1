package dev.recur.notifier.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Every notification that a story causes, byte for byte. A change of the wire is a change of these
 * files: run with {@code -Dgolden.update=true} and read the difference.
 */
final class Golden {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private Golden() {}

  static void check(String name, Story story) throws IOException {
    String told =
        story.told().stream()
            .map(
                telling ->
                    telling.notification()
                        + " "
                        + telling.deliveryId()
                        + "\n  lane "
                        + telling.lane()
                        + "\n  to   "
                        + telling.url()
                        + "\n  "
                        + telling.body()
                        + "\n")
            .collect(Collectors.joining("\n"));
    Path golden = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, told);
    }
    assertThat(told).isEqualTo(Files.readString(golden));
  }
}
