package dev.recur.benchmark.receiver;

import dev.recur.benchmark.rig.ControlledProcess;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.Living;
import dev.recur.local.process.Ports;
import java.nio.file.Path;
import java.util.List;

/** The receivers' process, from outside. */
public final class Receivers implements Living {

  private static final int HEAP_MB = 512;

  private final ControlledProcess process;
  private final int port;

  private Receivers(ControlledProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts them and returns when they listen.
   *
   * @param count how many, each on an address of its own
   */
  public static Receivers start(int count, Path directory) {
    return start("receivers", count, HookServer.ACKNOWLEDGED, directory);
  }

  /** Starts one that stands for a payment channel: every charge succeeds at once. */
  public static Receivers channel(Path directory) {
    return start(
        "channel",
        1,
        "{\"outcome\":\"SUCCEEDED\",\"channelReference\":\"charge-0001\"}",
        directory);
  }

  private static Receivers start(String name, int count, String answer, Path directory) {
    int port = Ports.free();
    return new Receivers(
        ControlledProcess.start(
            name,
            JavaCommand.withHeap(HEAP_MB).with("-XX:TieredStopAtLevel=4"),
            Main.class,
            List.of(Integer.toString(port), Integer.toString(count), answer),
            directory),
        port);
  }

  /** Where the nth listens, from 0. */
  public String url(int receiver) {
    return base(receiver) + "/webhooks/recur?shop=" + receiver;
  }

  /** The same without a path. */
  public String base(int receiver) {
    return "http://" + HookServer.host(receiver) + ":" + port;
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
