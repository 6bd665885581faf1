package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Stores and topics are found by their names: a name that changes by accident loses the state
 * behind it. Run with {@code -Dgolden.update=true} and read the difference.
 */
class TopologySnapshotTest {

  private static final Path SNAPSHOT = Path.of("src/test/resources/golden/topology.txt");

  @Test
  void topology_shouldBeAsItWas() throws IOException {
    String described = DescribedTopology.describe().toString();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(SNAPSHOT, described);
    }
    assertThat(described).isEqualTo(Files.readString(SNAPSHOT));
  }
}
