package dev.recur.benchmark.billing;

import dev.recur.benchmark.Session;
import dev.recur.benchmark.bare.CycleLoopProcess;
import dev.recur.benchmark.bare.CyclePace;
import dev.recur.benchmark.receiver.Receivers;
import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.CommittedReader;
import dev.recur.benchmark.rig.Cost;
import dev.recur.benchmark.rig.Costs;
import dev.recur.benchmark.rig.Costs.Unit;
import dev.recur.benchmark.rig.Endpoints;
import dev.recur.benchmark.rig.NotifierRig;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.Waiting;
import dev.recur.benchmark.rig.WorkerRig;
import dev.recur.benchmark.rig.Written;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Due → charge → result → event → delivery: worker and notifier, with a channel that says yes at
 * once and merchants that acknowledge at once.
 */
final class WholeCycle {

  private static final int MERCHANTS = 4;

  /** Their endpoints are signed for by a shared secret (v1). */
  private static final List<String> CLIENTS = clients("SHOP");

  /** Theirs as they are where nobody says otherwise: by RSA256 and v1. */
  private static final List<String> RSA_CLIENTS = clients("RSASHOP");

  /** They have a sixth of a cohort: a cycle takes nearly twice as much of a processor with RSA. */
  private static final int RSA_PART = 6;

  private static final int RSA_REPETITIONS_MAX = 3;
  private static final Duration DONE_WITHIN = Duration.ofMinutes(10);

  /** What a cohort's coming in leads to is over by then. */
  private static final Duration REST = Duration.ofSeconds(8);

  /** Until what their coming in is told by is signed. */
  private static final Duration RSA_REST = Duration.ofSeconds(20);

  /** When nothing arrives for so long, nothing is on its way. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final int TRIES = 4;

  /** How often the bare loop makes a cohort due before it is measured. */
  private static final int LOOP_WARM_UP = 5;

  private final LocalKafka kafka;
  private final WorkerRig worker;
  private final NotifierRig notifier;
  private final Receivers channel;
  private final Receivers receivers;
  private final Processes processes;

  private WholeCycle(
      LocalKafka kafka,
      WorkerRig worker,
      NotifierRig notifier,
      Receivers channel,
      Receivers receivers,
      Processes processes) {
    this.kafka = kafka;
    this.worker = worker;
    this.notifier = notifier;
    this.channel = channel;
    this.receivers = receivers;
    this.processes = processes;
  }

  /**
   * Starts what takes part, on what a worker without a channel has left, and has that worked off:
   * it warms up.
   *
   * @param asked how many charges nobody has answered yet
   * @param notifierSettings beside those of its rig
   */
  static WholeCycle start(
      Session session,
      LocalKafka kafka,
      int asked,
      Map<String, String> notifierSettings,
      Processes processes) {
    Path directory = session.directory();
    Receivers channel = processes.add(Receivers.channel(directory));
    Receivers receivers = processes.add(Receivers.counting(MERCHANTS, directory));
    List<Merchant> merchants = new ArrayList<>();
    Endpoints endpoints = new Endpoints();
    for (int n = 0; n < MERCHANTS; n++) {
      List<String> urls = List.of(receivers.url(n));
      merchants.add(
          endpoints.merchant(CLIENTS.get(n), urls, List.of(EndpointSignature.STANDARD_V1)));
      merchants.add(endpoints.merchant(RSA_CLIENTS.get(n), urls, List.of()));
    }
    try (CommittedReader results =
        new CommittedReader(BareTopics.settings(kafka).consumer(), Topics.CHARGE_RESULTS.name())) {
      WorkerRig worker =
          processes.add(
              WorkerRig.start(kafka, directory, Map.of("RECUR_CHANNEL_URL", channel.base(0))));
      NotifierRig notifier =
          processes.add(NotifierRig.start(kafka, directory, merchants, notifierSettings));
      session.says("worker, channel, notifier and receivers are up");
      results.await(asked, DONE_WITHIN, processes);
      session.says("the %d charges that were left are answered".formatted(asked));
      return new WholeCycle(kafka, worker, notifier, channel, receivers, processes);
    }
  }

  /**
   * What was found.
   *
   * @param records what a cycle writes from due to delivered
   * @param same a bare loop with the same records
   * @param withRsa the same with webhooks signed by RSA256 too
   */
  record Found(CycleRecords records, Costs same, Costs whole, Costs withRsa) {}

  /**
   * Cohorts, one after the other, each beside a bare loop with the same records.
   *
   * @param count of a cohort
   * @param loopRounds how often the loop makes it due in a round
   */
  Found run(Session session, int count, int repetitions, int loopRounds) {
    Costs same = new Costs("loop with the whole cycle's records", Unit.CYCLE);
    Costs whole = new Costs("whole cycle, worker and notifier", Unit.CYCLE);
    Costs withRsa = new Costs("whole cycle, signed RSA256 and v1", Unit.CYCLE);
    try (Cohorts cohorts = cohorts()) {
      First first = first(cohorts, count);
      session.says("a whole cycle is told in %d deliveries each".formatted(first.deliveries()));
      session.says("it writes " + first.records().inWords());
      CycleLoopProcess loop =
          CycleLoopProcess.start(
              "whole-loop",
              kafka,
              session.directory(),
              first.records().shape(),
              CyclePace.ofWorker(),
              count,
              processes);
      loop.run(LOOP_WARM_UP, processes);
      session.rounds(
          0,
          repetitions,
          round -> {
            session.found(
                round,
                same,
                Cost.of(loop.pid(), kafka.broker().pid(), () -> loop.run(loopRounds, processes)));
            session.found(round, whole, measured(cohorts, CLIENTS, count, first.deliveries()));
          });
      try (Cohorts slower = cohorts(RSA_REST)) {
        session.rounds(
            1,
            Math.min(repetitions, RSA_REPETITIONS_MAX),
            round ->
                session.found(
                    round,
                    withRsa,
                    measured(slower, RSA_CLIENTS, count / RSA_PART, first.deliveries())));
      }
      return new Found(first.records(), same, whole, withRsa);
    }
  }

  private static List<String> clients(String name) {
    return IntStream.range(0, MERCHANTS).mapToObj(n -> name + n).toList();
  }

  /** Of its worker. */
  Cohorts cohorts() {
    return cohorts(REST);
  }

  private Cohorts cohorts(Duration rest) {
    return new Cohorts(kafka, worker, rest, processes);
  }

  /**
   * What one cohort costs the notifier alone, until nothing happens any more.
   *
   * @param atLeast from when it is due
   * @return for each delivery
   */
  Cost ofNotifier(Cohorts cohorts, int count, Duration atLeast) {
    Instant due = bringIn(cohorts, CLIENTS, count);
    int before = receivers.count();
    Waiting.pause(Duration.between(Instant.now(), due));
    return Cost.of(
        notifier.pid(),
        kafka.broker().pid(),
        () -> {
          cohorts.awaitRequests(count);
          awaitArrivals(before + count);
          awaitQuiet();
          Waiting.pause(Duration.between(Instant.now(), due.plus(atLeast)));
          return (long) receivers.count() - before;
        });
  }

  /**
   * The first cohort.
   *
   * @param deliveries of each cycle
   */
  private record First(int deliveries, CycleRecords records) {}

  private First first(Cohorts cohorts, int count) {
    Map<String, Object> consumer = BareTopics.settings(kafka).consumer();
    CycleRecords.Parts parts = CycleRecords.Parts.ofWholeCycle();
    Instant due = bringIn(cohorts, CLIENTS, count);
    Written.Mark mark = Written.Mark.now(consumer, parts.all());
    int before = receivers.count();
    Waiting.pause(Duration.between(Instant.now(), due));
    cohorts.awaitRequests(count);
    awaitArrivals(before + count);
    awaitQuiet();
    int arrived = receivers.count() - before;
    if (arrived == 0 || arrived % count != 0) {
      throw new IllegalStateException(
          "%d deliveries arrived for %d cycles".formatted(arrived, count));
    }
    return new First(arrived / count, CycleRecords.since(mark, consumer, parts, count));
  }

  private Cost measured(Cohorts cohorts, List<String> clients, int count, int each) {
    Instant due = bringIn(cohorts, clients, count);
    int expected = receivers.count() + count * each;
    Waiting.pause(Duration.between(Instant.now(), due));
    Cost cost =
        Cost.of(
            List.of(worker.pid(), notifier.pid()),
            kafka.broker().pid(),
            () -> {
              awaitArrivals(expected);
              return count;
            });
    cohorts.awaitRequests(count);
    return cost;
  }

  /** A cohort that is in, with all that its coming in is told by. */
  private Instant bringIn(Cohorts cohorts, List<String> clients, int count) {
    for (int n = 0; n < TRIES; n++) {
      int before = receivers.count();
      Instant due = cohorts.bringIn(clients, count);
      // Each is told of at least once, when it begins and when it is paid.
      awaitArrivals(before + count);
      awaitQuiet();
      if (Instant.now().isBefore(due)) {
        return due;
      }
      // They fell due before all was quiet, and are no measurement.
      cohorts.awaitRequests(count);
      awaitQuiet();
    }
    throw new IllegalStateException("The machine is too busy for a cohort of " + count);
  }

  private void awaitArrivals(int total) {
    processes.until(total + " deliveries", DONE_WITHIN, () -> receivers.count() >= total);
  }

  private void awaitQuiet() {
    long before = -1;
    while (before != arrived()) {
      before = arrived();
      Waiting.pause(QUIET);
      processes.checkAlive();
    }
  }

  private long arrived() {
    return receivers.count() + channel.count() + notifier.audited();
  }
}
