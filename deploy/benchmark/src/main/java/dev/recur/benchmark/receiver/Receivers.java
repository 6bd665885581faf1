package dev.recur.benchmark.receiver;

import dev.recur.benchmark.rig.ControlledProcess;
import dev.recur.benchmark.rig.Keystore;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.Living;
import dev.recur.local.process.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The receivers' process, from outside. */
public final class Receivers implements Living {

  private static final int HEAP_MB = 512;

  private final ControlledProcess process;
  private final String scheme;
  private final int port;

  private Receivers(ControlledProcess process, String scheme, int port) {
    this.process = process;
    this.scheme = scheme;
    this.port = port;
  }

  /**
   * Starts them and returns when they listen.
   *
   * @param count how many, each on an address of its own
   */
  public static Receivers start(int count, Path directory) {
    return start(
        "receivers", count, HookServer.ACKNOWLEDGED, Main.KEPT, directory, Optional.empty());
  }

  /** The same, of which only the count is known of what arrived. */
  public static Receivers counting(int count, Path directory) {
    return start(
        "receivers", count, HookServer.ACKNOWLEDGED, Main.COUNTED, directory, Optional.empty());
  }

  /** The same over TLS, with a certificate that who trusts the keystore trusts. */
  public static Receivers secure(int count, Path directory, Keystore keystore) {
    return start(
        "receivers over TLS",
        count,
        HookServer.ACKNOWLEDGED,
        Main.KEPT,
        directory,
        Optional.of(keystore));
  }

  /** The keystore of receivers over TLS; made when there is none. */
  public static Keystore keystore(int count, Path directory) {
    return Keystore.of(
        directory.resolve("receivers.p12"),
        IntStream.range(0, count).mapToObj(HookServer::host).toList());
  }

  /** Starts one that stands for a payment channel: every charge succeeds at once and is counted. */
  public static Receivers channel(Path directory) {
    return start(
        "channel",
        1,
        "{\"outcome\":\"SUCCEEDED\",\"channelReference\":\"charge-0001\"}",
        Main.COUNTED,
        directory,
        Optional.empty());
  }

  private static Receivers start(
      String name,
      int count,
      String answer,
      String arrivals,
      Path directory,
      Optional<Keystore> keystore) {
    int port = Ports.free();
    List<String> arguments =
        new ArrayList<>(List.of(Integer.toString(port), Integer.toString(count), answer, arrivals));
    keystore.ifPresent(it -> arguments.addAll(List.of(it.file().toString(), it.password())));
    return new Receivers(
        ControlledProcess.start(
            name,
            JavaCommand.withHeap(HEAP_MB).with("-XX:TieredStopAtLevel=4"),
            Main.class,
            arguments,
            directory),
        keystore.isPresent() ? "https" : "http",
        port);
  }

  /** Where the nth listens, from 0. */
  public String url(int receiver) {
    return base(receiver) + "/webhooks/recur?shop=" + receiver;
  }

  /** The same without a path. */
  public String base(int receiver) {
    return scheme + "://" + HookServer.host(receiver) + ":" + port;
  }

  /** How many webhooks arrived so far, also those that are forgotten. */
  public int count() {
    return Integer.parseInt(process.ask("/count"));
  }

  /** What arrived from the nth on and is not forgotten, oldest first. */
  public List<Arrival> arrivals(int from) {
    return process.ask("/arrivals?from=" + from).lines().map(Arrival::parse).toList();
  }

  /** The first of them do not answer from now on; 0: all answer. */
  public void silent(int count) {
    process.ask("/silent?count=" + count);
  }

  /** What arrived so far is kept no longer; it still counts. */
  public void forget() {
    process.ask("/forget");
  }

  @Override
  public void checkAlive() {
    process.checkAlive();
  }

  @Override
  public void close() {
    process.close();
  }
}
