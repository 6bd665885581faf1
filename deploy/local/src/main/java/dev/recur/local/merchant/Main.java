package dev.recur.local.merchant;

import dev.recur.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The sample merchant as a process. */
@Command(name = "merchant", description = "Receives webhooks as a merchant would, on this machine.")
public final class Main implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  @Option(names = "--host", description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
  private String host = LoopbackServer.LOOPBACK;

  @Option(names = "--port", required = true, description = "Port at that address.")
  private int port;

  @Option(names = "--inbox", required = true, description = "File of what was received.")
  private @Nullable Path inboxFile;

  @Option(names = "--client-id", required = true, description = "The merchant's id.")
  private String clientId = "";

  @Option(
      names = "--platform-key",
      required = true,
      description = "File of the platform's public key; may come later.")
  private @Nullable Path platformKeyFile;

  @Option(
      names = "--smtp-port",
      required = true,
      description = "Port of the buyers' mailbox on the loopback address.")
  private int smtpPort;

  /** Runs until it is ended. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    SampleMerchant merchant =
        SampleMerchant.start(
            new SampleMerchant.Settings(
                host,
                port,
                Objects.requireNonNull(inboxFile),
                clientId,
                Objects.requireNonNull(platformKeyFile),
                smtpPort));
    Runtime.getRuntime().addShutdownHook(new Thread(merchant::close, "shutdown"));
    LOG.atInfo().addKeyValue("url", merchant.url()).log("Sample merchant ready");
    IOException failure = merchant.failed().join();
    LOG.atError().setCause(failure).log("The inbox cannot be written: this process stops");
    return 1;
  }
}
