package dev.recur.systemtests.kafka;

import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.file.MemoryTempDir;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the broker and the registry that it shares with the others which ask for them: the
 * first starts them, the end of the test run ends them. In the order named here none of them reads
 * what one before it has written.
 */
public final class OneKafka implements ParameterResolver {

  /** Order of the class that expects schemas and a topic as the deploy step leaves them. */
  public static final int REGISTRY = 1;

  /** Order of the class that writes the ledger, which the worker never reads. */
  public static final int NOTIFIER = 2;

  /** Order of the class that kills the notifier, which takes up what the one before has left. */
  public static final int KILLED_NOTIFIER = 3;

  /** Order of the class whose workers write the ledger, which the notifier would read. */
  public static final int WORKER = 4;

  private static final Namespace NAMESPACE = Namespace.create(OneKafka.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalKafka.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Running.class, _ -> new Running(), Running.class)
        .kafka;
  }

  /** Both, for as long as the test run lasts. */
  private static final class Running implements AutoCloseable {

    private final Path directory;
    private final LocalKafka kafka;

    Running() {
      try {
        directory = MemoryTempDir.create("one-kafka");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      kafka = LocalKafka.start(directory);
    }

    @Override
    public void close() throws IOException {
      kafka.close();
      List<Path> all;
      try (Stream<Path> walk = Files.walk(directory)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        Files.delete(path);
      }
    }
  }
}
