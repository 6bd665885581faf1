package dev.recur.benchmark.rig;

import dev.recur.benchmark.report.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What one thing cost, as often as it was measured. */
public final class Costs {

  /** What is counted. */
  public enum Unit {
    CYCLE("cycle", "cycles"),
    DELIVERY("delivery", "deliveries"),
    REQUEST("request", "requests");

    private final String one;
    private final String many;

    Unit(String one, String many) {
      this.one = one;
      this.many = many;
    }
  }

  private final String name;
  private final Unit unit;
  private final List<Cost> all = new ArrayList<>();

  /**
   * Of a thing that is not measured yet.
   *
   * @param name as its figures are called
   * @param unit of its work
   */
  public Costs(String name, Unit unit) {
    this.name = name;
    this.unit = unit;
  }

  /** As its figures are called. */
  public String name() {
    return name;
  }

  /** One more measurement. */
  public void add(Cost cost) {
    all.add(cost);
  }

  /** The middle of what was measured. */
  public double median(ToDoubleFunction<Cost> of) {
    return Figure.median(all, of);
  }

  /** From median to median: this through the other. */
  public double over(Costs other, ToDoubleFunction<Cost> of) {
    return median(of) / other.median(of);
  }

  /** By the clock. */
  public Figure perSecond() {
    return figure(name, unit.many + " per second", Cost::perSecond);
  }

  /** Of processor time, in which more is better. */
  public Figure perCore() {
    return figure(name, perCoreSecond(), Cost::perCore);
  }

  /** The same with the broker's. */
  public Figure perCoreWithBroker() {
    return figure(name + ", with broker", perCoreSecond(), Cost::perCoreWithBroker);
  }

  /** Of processor time, in which less is better. */
  public Figure coreMicros() {
    return figure(name, coreMicrosPerUnit(), Cost::coreMicros);
  }

  /** The broker's, beside it. */
  public Figure brokerMicros() {
    return figure(name + ", broker", coreMicrosPerUnit(), Cost::brokerMicros);
  }

  private String perCoreSecond() {
    return unit.many + " per core-second";
  }

  private String coreMicrosPerUnit() {
    return "core-µs per " + unit.one;
  }

  private Figure figure(String what, String unitOfFigure, ToDoubleFunction<Cost> of) {
    return Figure.of(what, unitOfFigure, all, of);
  }
}
