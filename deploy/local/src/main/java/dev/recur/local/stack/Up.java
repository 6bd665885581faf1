package dev.recur.local.stack;

import dev.recur.local.demo.Demo;
import dev.recur.local.demo.play.Plays;
import dev.recur.local.process.ChildFailedException;
import dev.recur.local.process.Installation;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the whole system on this machine. */
@Command(
    name = "deploy/local/up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a broker, a registry, the three services, a sandbox payment channel and a sample"
          + " merchant, plays the demo, and stays up until Ctrl-C.",
      "How to reach what was started: deploy/local/run/stack.json."
    },
    footer = {
      "",
      "Environment: RECUR_RUN_DIR (data, logs, stack.json); RECUR_BROKER_PORT,"
          + " RECUR_CONTROLLER_PORT, RECUR_REGISTRY_PORT, RECUR_GATEWAY_PORT, RECUR_ADMIN_PORT,"
          + " RECUR_WORKER_PORT, RECUR_NOTIFIER_PORT, RECUR_CHANNEL_PORT, RECUR_MERCHANT_PORT,"
          + " RECUR_SMTP_PORT;"
          + " RECUR_KAFKA_BOOTSTRAP_SERVERS (Kafka of your own in place of the stack's broker);"
          + " RECUR_CHANNEL_URL (a payment channel of your own in place of the sandbox's);"
          + " RECUR_CHANNEL_TOKENISATION_URL (where yours turns cards into tokens: https, or http on"
          + " the loopback address)."
    })
public final class Up implements Callable<Integer> {
  private static final int FAILED = 1;

  @Option(names = "--demo-only", description = "End after the demo; 0 if all was as expected.")
  private boolean demoOnly;

  @Option(names = "--no-demo", description = "Only start.")
  private boolean noDemo;

  @Option(names = "--fresh", description = "Begin with empty data.")
  private boolean fresh;

  @Option(
      names = "--train",
      description = {
        "Lay the AOT caches that are missing first, which takes a minute: from then on everything"
            + " starts in about half the time, until it is built anew."
      })
  private boolean train;

  private final Console console;

  /** Released when everything was told to end. */
  private final CountDownLatch told = new CountDownLatch(1);

  Up(Console console) {
    this.console = console;
  }

  /** Runs until it is told to end. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Up(new Console(System.out, System.err))).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (demoOnly && noDemo) {
      console.failure("--demo-only and --no-demo exclude each other: give one of them");
      return CommandLine.ExitCode.USAGE;
    }
    Map<String, String> environment = System.getenv();
    Installation installation = Installation.find();
    // Set but empty is a variable that somebody forgot, and not the directory they stand in.
    String asked = environment.getOrDefault("RECUR_RUN_DIR", "");
    Path run =
        (asked.isBlank() ? installation.local().resolve("run") : Path.of(asked)).toAbsolutePath();
    try (RunDirectory directory = RunDirectory.open(run)) {
      StackPorts ports = StackPorts.from(environment);
      ports.checkFree();
      if (fresh) {
        directory.empty();
      }
      Secrets secrets = Secrets.of(directory);
      Specs specs = new Specs(installation, directory, ports, secrets, environment);
      try (LocalStack stack = new LocalStack(console, directory, specs, secrets, train)) {
        return run(directory, stack);
      }
    } catch (StackException | ChildFailedException e) {
      console.failure(String.valueOf(e.getMessage()));
      return FAILED;
    } catch (UncheckedIOException e) {
      console.failure(RunDirectory.whyUnusable(run, e.getCause()));
      return FAILED;
    }
  }

  private int run(RunDirectory directory, LocalStack stack) throws InterruptedException {
    // Ctrl-C and SIGTERM: the process goes on until this hook has ended everything.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stack.close();
                  told.countDown();
                },
                "end"));
    try {
      stack.start();
    } catch (StackException | ChildFailedException e) {
      if (!stack.isEnding()) {
        throw e;
      }
      // Told to end while it started: that processes end then is no failure of theirs.
      told.await();
      return CommandLine.ExitCode.OK;
    }
    boolean asExpected = noDemo || playDemo(directory, stack);
    if (stack.isEnding()) {
      // What was being played was cut off, and is no failure either.
      told.await();
      return CommandLine.ExitCode.OK;
    }
    if (!noDemo) {
      console.step("after the demo: " + stack.memory());
    }
    if (demoOnly) {
      return asExpected ? CommandLine.ExitCode.OK : FAILED;
    }
    console.line("Up. Ctrl-C ends everything.");
    told.await();
    return CommandLine.ExitCode.OK;
  }

  private boolean playDemo(RunDirectory directory, LocalStack stack) {
    boolean terminal =
        Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
    boolean colour = terminal && System.getenv("NO_COLOR") == null;
    PrintStream out = console.outUntil(stack::isEnding);
    boolean asExpected = new Demo(directory.stackFile(), Plays.all(), out, colour).play();
    if (!stack.isEnding()) {
      console.step(
          asExpected ? "the demo went as expected" : "the demo did NOT go as expected: see above");
    }
    return asExpected;
  }
}
