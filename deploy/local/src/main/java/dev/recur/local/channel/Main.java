package dev.recur.local.channel;

import dev.recur.local.channel.ledger.Ledger;
import dev.recur.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The sandbox channel as a process. */
@Command(name = "sandbox-channel", description = "Stands for the bank's side, on this machine.")
public final class Main implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  @Option(names = "--host", description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
  private String host = LoopbackServer.LOOPBACK;

  @Option(names = "--port", required = true, description = "Port at that address.")
  private int port;

  @Option(names = "--ledger", required = true, description = "File of the ledger.")
  private @Nullable Path ledgerFile;

  @Option(
      names = "--forget-after",
      description = "How long keys are remembered, for example PT30S. Default: for ever.")
  private @Nullable Duration memory;

  @Option(
      names = "--silence",
      defaultValue = "PT15S",
      description = "How long `timeout` keeps silent. Default: ${DEFAULT-VALUE}.")
  private Duration silence = Duration.ofSeconds(15);

  /** Runs until it is ended. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    SandboxChannel channel =
        SandboxChannel.start(
            new SandboxChannel.Settings(
                host,
                port,
                Objects.requireNonNull(ledgerFile),
                memory == null ? Ledger.NEVER_FORGETS : memory,
                silence));
    Runtime.getRuntime().addShutdownHook(new Thread(channel::close, "shutdown"));
    LOG.atInfo().addKeyValue("url", channel.url()).log("Sandbox channel ready");
    IOException failure = channel.failed().join();
    LOG.atError().setCause(failure).log("The ledger cannot be written: this process stops");
    return 1;
  }
}
