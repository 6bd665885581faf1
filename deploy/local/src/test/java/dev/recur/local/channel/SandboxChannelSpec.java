package dev.recur.local.channel;

import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The sandbox channel as a process of a test. */
final class SandboxChannelSpec {
  private SandboxChannelSpec() {}

  /** How it is started, on what lies in a directory. */
  static ChildSpec of(Path directory, int heapMb, int port, String url) {
    return new ChildSpec(
        "sandbox-channel",
        JavaCommand.withHeap(heapMb)
            // As it logs in the stack, and not as tests do.
            .with(
                "-Dlogback.configurationFile="
                    + Path.of("src/main/resources/logback.xml").toAbsolutePath())
            .main(
                System.getProperty("java.class.path"),
                Main.class.getName(),
                List.of(
                    "--port",
                    Integer.toString(port),
                    "--ledger",
                    directory.resolve("ledger").toString())),
        Map.of(),
        directory,
        directory.resolve("channel.log"),
        Readiness.httpOk(URI.create(url + "/health")));
  }
}
