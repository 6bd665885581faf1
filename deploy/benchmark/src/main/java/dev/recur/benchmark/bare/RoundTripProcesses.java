package dev.recur.benchmark.bare;

import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.ControlledProcess;
import dev.recur.benchmark.rig.Jvm;
import dev.recur.benchmark.rig.ServiceRig;
import dev.recur.benchmark.rig.Template;
import dev.recur.local.http.Json;
import dev.recur.local.process.Installation;
import dev.recur.local.process.Living;
import dev.recur.local.process.LocalKafka;
import dev.recur.local.process.Ports;
import dev.recur.schemas.signature.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;

/** The bare round trip, from outside: its server and its topology. */
public final class RoundTripProcesses implements Living {

  private static final String NAME = "round-trip";
  private static final String COMMANDS = NAME + ".commands";
  private static final String REPLIES = NAME + ".replies";

  private final int port;
  private final ControlledProcess topology;
  private final ControlledProcess server;

  private RoundTripProcesses(int port, ControlledProcess topology, ControlledProcess server) {
    this.port = port;
    this.topology = topology;
    this.server = server;
  }

  /**
   * What the real ones have written.
   *
   * @param commands some of them
   * @param replies some of them
   * @param headers of an answer
   * @param answer body of an answer
   */
  public record Patterns(
      List<Template> commands, List<Template> replies, Map<String, String> headers, String answer) {

    public Patterns {
      commands = List.copyOf(commands);
      replies = List.copyOf(replies);
      headers = Map.copyOf(headers);
    }
  }

  /**
   * Starts both. Nothing is verified or signed until {@link #sign} is called.
   *
   * @param merchant whose requests are verified then
   */
  public static RoundTripProcesses start(
      LocalKafka kafka, Path directory, Patterns patterns, PublicKey merchant) {
    BareTopics topics = new BareTopics(kafka);
    topics.create(COMMANDS);
    topics.create(REPLIES);
    BarePlace place = BarePlace.beside(kafka, directory, NAME);
    int port = Ports.free();
    ControlledProcess topology =
        start(
            "reply-loop",
            ReplyLoop.class,
            directory,
            new ReplyLoop.Plan(place, COMMANDS, REPLIES, patterns.replies()));
    try {
      return new RoundTripProcesses(
          port,
          topology,
          start(
              "round-trip-server",
              RoundTripServer.class,
              directory,
              new RoundTripServer.Plan(
                  place,
                  port,
                  ServiceRig.keystore(directory),
                  COMMANDS,
                  REPLIES,
                  patterns.commands(),
                  patterns.headers(),
                  patterns.answer(),
                  Keys.base64(merchant),
                  // Of the same length as the one that the subscription-service has sealed.
                  Keys.base64(Keys.generate().getPrivate()))));
    } catch (RuntimeException e) {
      topology.close();
      throw e;
    }
  }

  private static ControlledProcess start(String name, Class<?> main, Path directory, Object plan) {
    try {
      Path file = Files.writeString(directory.resolve(name + ".json"), Json.write(plan));
      return ControlledProcess.start(
          name,
          Jvm.measured(),
          main,
          List.of(file.toString()),
          directory,
          Installation.find().root().resolve("subscription-service/target/lib") + "/*");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether each request is verified and each answer signed, from now on. */
  public void sign(boolean isOn) {
    server.ask("/signing?isOn=" + isOn);
  }

  /** Their process ids. */
  public List<Long> pids() {
    return List.of(server.pid(), topology.pid());
  }

  /** Where it answers, by HTTPS on the loopback address. */
  public int port() {
    return port;
  }

  @Override
  public void checkAlive() {
    server.checkAlive();
    topology.checkAlive();
  }

  @Override
  public void close() {
    try {
      server.close();
    } finally {
      topology.close();
    }
  }
}
