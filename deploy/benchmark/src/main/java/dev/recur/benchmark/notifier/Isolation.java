package dev.recur.benchmark.notifier;

import dev.recur.benchmark.Benchmark;
import dev.recur.benchmark.Session;
import dev.recur.benchmark.receiver.Arrival;
import dev.recur.benchmark.receiver.Receivers;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.report.Goal;
import dev.recur.benchmark.report.Ratio;
import dev.recur.benchmark.report.Result;
import dev.recur.benchmark.rig.Endpoints;
import dev.recur.benchmark.rig.NotifierRig;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.Shop;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.schemas.avro.Merchant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * How long the others wait while some receivers do not answer. A thousand endpoints; in one run of
 * a pair all of them answer, in the other fifty stop answering when measuring begins. Each run has
 * a broker and a notifier of its own, so that none begins with what another has left.
 */
public final class Isolation implements Benchmark {

  private static final int ENDPOINTS = 1_000;
  private static final int SILENT = 50;
  private static final int SUBSCRIPTIONS_EACH = 4;
  private static final double GOAL = 1.1;

  /** Part of what the notifier can do that the load asks of it. */
  private static final double SHARE_OF_PEAK = 0.5;

  private static final Duration DONE_WITHIN = Duration.ofMinutes(5);
  private static final long LATENCY_MICROS_MAX = Duration.ofMinutes(10).toNanos() / 1_000;
  private static final int DIGITS = 3;
  private static final double MICROS_PER_MS = 1e3;

  private record Load(int pairs, Duration warmUp, Duration time, int burst) {
    static Load of(boolean isShort) {
      return isShort
          ? new Load(1, Duration.ofSeconds(6), Duration.ofSeconds(10), 10_000)
          : new Load(5, Duration.ofSeconds(20), Duration.ofSeconds(60), 30_000);
    }
  }

  private record Pair(Histogram allAnswer, Histogram someSilent) {
    double ratio(double percentile) {
      return (double) someSilent.getValueAtPercentile(percentile)
          / allAnswer.getValueAtPercentile(percentile);
    }
  }

  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public Result run(Session session) {
    Load load = Load.of(session.isShort());
    double peak = onRig(session, "peak", rig -> rig.peak(load.burst()));
    double rate = peak * SHARE_OF_PEAK;
    session.says("peak %.0f per second; the load is %.0f".formatted(peak, rate));
    List<Pair> pairs = new ArrayList<>();
    for (int n = 0; n < load.pairs(); n++) {
      // Which of the two goes first changes, for the machine does not stay the same.
      boolean silentFirst = n % 2 == 1;
      Histogram first = measure(session, load, n, rate, silentFirst);
      Histogram second = measure(session, load, n, rate, !silentFirst);
      Pair pair = silentFirst ? new Pair(second, first) : new Pair(first, second);
      pairs.add(pair);
      session.says(
          String.format(
              Locale.ROOT,
              "pair %d: p50 %.1f and %.1f ms, p99 %.1f and %.1f ms, p99 ratio %.3f",
              n + 1,
              ms(pair.allAnswer(), 50),
              ms(pair.someSilent(), 50),
              ms(pair.allAnswer(), 99),
              ms(pair.someSilent(), 99),
              pair.ratio(99)));
    }
    return result(session, load, rate, pairs);
  }

  private static Histogram measure(
      Session session, Load load, int pair, double rate, boolean silent) {
    String what = "pair-" + (pair + 1) + (silent ? "-silent" : "-all");
    return onRig(session, what, rig -> rig.latencies(load, rate, silent ? SILENT : 0));
  }

  private static Result result(Session session, Load load, double rate, List<Pair> pairs) {
    Figure p99 = Figure.of("p99 / p99 without", "ratio", pairs, pair -> pair.ratio(99));
    Figure p50 = Figure.of("p50 / p50 without", "ratio", pairs, pair -> pair.ratio(50));
    return new Result(
        "isolation",
        String.format(
            Locale.ROOT,
            "%d endpoints, of which %d never answer in one run of a pair; %.0f events per second"
                + " (half of the peak), open model, %d s each after %d s of warm-up; latency from"
                + " the event's intended time to its arrival at the other %d; one broker%s",
            ENDPOINTS,
            SILENT,
            rate,
            load.time().toSeconds(),
            load.warmUp().toSeconds(),
            ENDPOINTS - SILENT,
            session.form()),
        List.of(
            Figure.of("p50, all answer", "ms", pairs, pair -> ms(pair.allAnswer(), 50)),
            Figure.of("p50, 50 silent", "ms", pairs, pair -> ms(pair.someSilent(), 50)),
            Figure.of("p99, all answer", "ms", pairs, pair -> ms(pair.allAnswer(), 99)),
            Figure.of("p99, 50 silent", "ms", pairs, pair -> ms(pair.someSilent(), 99)),
            p50,
            p99),
        List.of(
            Ratio.of(
                "p99 with 50 silent / without, median of pairs", p99.median(), Goal.atMost(GOAL)),
            Ratio.told("p50 with 50 silent / without, median of pairs", p50.median())));
  }

  private static double ms(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / MICROS_PER_MS;
  }

  private static <T> T onRig(Session session, String what, Function<Rig, T> work) {
    Path directory = session.directory().resolve(what);
    Endpoints endpoints = new Endpoints();
    try (Processes processes = new Processes()) {
      LocalKafka kafka = session.inside(what).kafka(processes);
      Receivers receivers = processes.add(Receivers.start(ENDPOINTS, directory));
      List<Shop> shops = new ArrayList<>();
      List<Merchant> merchants = new ArrayList<>();
      for (int i = 0; i < ENDPOINTS; i++) {
        Shop shop = new Shop("M" + i, 1, SUBSCRIPTIONS_EACH);
        shops.add(shop);
        merchants.add(
            endpoints.merchant(
                shop.clientId(),
                List.of(receivers.url(i)),
                List.of(EndpointSignature.STANDARD_V1)));
      }
      NotifierRig notifier =
          processes.add(NotifierRig.start(kafka, directory, merchants, Map.of()));
      shops.forEach(shop -> shop.births().forEach(notifier::write));
      return work.apply(new Rig(processes, receivers, new OpenLoad(notifier, shops)));
    }
  }

  /** One run's processes, and what is done with them. */
  private record Rig(Processes processes, Receivers receivers, OpenLoad events) {

    /** How many deliveries per second a backlog is worked off with. */
    double peak(int count) {
      // The first burst warms up.
      burst(count);
      long start = System.nanoTime();
      burst(count);
      return count / ((System.nanoTime() - start) / 1e9);
    }

    private void burst(int count) {
      int before = receivers.count();
      events.burst(count);
      arrives(before + count);
    }

    private void arrives(int count) {
      processes.until(count + " arrivals", DONE_WITHIN, () -> receivers.count() >= count);
    }

    /** Latencies at the receivers that always answer, in microseconds. */
    Histogram latencies(Load load, double rate, int silent) {
      await(events.run(rate, load.warmUp(), 0), 0);
      receivers.forget();
      int begin = receivers.count();
      receivers.silent(silent);
      Map<String, Long> meant = events.run(rate, load.time(), SILENT);
      Map<String, Long> arrived = await(meant, begin);
      Histogram histogram = new Histogram(LATENCY_MICROS_MAX, DIGITS);
      arrived.forEach(
          (id, atMicros) -> {
            Long meantMicros = meant.get(id);
            if (meantMicros != null) {
              histogram.recordValue(Math.clamp(atMicros - meantMicros, 1, LATENCY_MICROS_MAX));
            }
          });
      return histogram;
    }

    /** When each of these came first, once all are there. */
    private Map<String, Long> await(Map<String, Long> meant, int begin) {
      Map<String, Long> arrived = HashMap.newHashMap(meant.size());
      processes.until(
          "the last of %d deliveries".formatted(meant.size()),
          DONE_WITHIN,
          () -> {
            for (Arrival arrival : receivers.arrivals(begin)) {
              arrived.putIfAbsent(arrival.deliveryId(), arrival.atMicros());
            }
            return arrived.keySet().containsAll(meant.keySet());
          });
      return arrived;
    }
  }
}
