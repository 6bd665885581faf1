package dev.recur.benchmark.rig;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What some units of work cost.
 *
 * @param units how many
 * @param seconds by the clock
 * @param coreSeconds of what is measured
 * @param brokerSeconds of the broker, in processor time too
 */
public record Cost(long units, double seconds, double coreSeconds, double brokerSeconds) {

  private static final double MICROS = 1e6;

  /**
   * Of work that begins now.
   *
   * @param work does it, and says how many units it was
   */
  public static Cost of(long pid, long brokerPid, LongSupplier work) {
    return of(List.of(pid), brokerPid, work);
  }

  /** Of work that some processes share. */
  public static Cost of(List<Long> pids, long brokerPid, LongSupplier work) {
    Meter meter = begin(pids, brokerPid);
    return meter.end(work.getAsLong());
  }

  /** Of work that begins now and tells more than how many units it was. */
  public static Meter begin(List<Long> pids, long brokerPid) {
    return new Meter(pids, brokerPid, all(pids), Cpu.of(brokerPid), System.nanoTime());
  }

  /**
   * What was used when some work began.
   *
   * @param core of the processes
   * @param broker of the broker
   * @param start by {@link System#nanoTime()}
   */
  public record Meter(List<Long> pids, long brokerPid, Duration core, Duration broker, long start) {

    public Meter {
      pids = List.copyOf(pids);
    }

    /** The work is done. */
    public Cost end(long units) {
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Cost(
          units, seconds, seconds(all(pids).minus(core)), seconds(Cpu.of(brokerPid).minus(broker)));
    }
  }

  private static Duration all(List<Long> pids) {
    return pids.stream().map(Cpu::of).reduce(Duration.ZERO, Duration::plus);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  /** Units per second by the clock. */
  public double perSecond() {
    return units / seconds;
  }

  /** Units per second of the process's own processor time. */
  public double perCore() {
    return units / coreSeconds;
  }

  /** Units per second of processor time, the broker's included. */
  public double perCoreWithBroker() {
    return units / (coreSeconds + brokerSeconds);
  }

  /** Processor time of the process per unit, in microseconds. */
  public double coreMicros() {
    return coreSeconds / units * MICROS;
  }

  /** The broker's processor time per unit, in microseconds. */
  public double brokerMicros() {
    return brokerSeconds / units * MICROS;
  }

  /** For progress. */
  public String inWords() {
    return String.format(
        Locale.ROOT,
        "%.0f per second, %.0f core-µs and %.0f of the broker each",
        perSecond(),
        coreMicros(),
        brokerMicros());
  }
}
