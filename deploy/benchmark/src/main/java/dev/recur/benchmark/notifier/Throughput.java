package dev.recur.benchmark.notifier;

import dev.recur.benchmark.Benchmark;
import dev.recur.benchmark.Session;
import dev.recur.benchmark.bare.DeliveryLoopProcess;
import dev.recur.benchmark.receiver.Receivers;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.report.Goal;
import dev.recur.benchmark.report.Ratio;
import dev.recur.benchmark.report.Result;
import dev.recur.benchmark.rig.Cost;
import dev.recur.benchmark.rig.Costs;
import dev.recur.benchmark.rig.Costs.Unit;
import dev.recur.benchmark.rig.Endpoints;
import dev.recur.benchmark.rig.Jvm;
import dev.recur.benchmark.rig.Keystore;
import dev.recur.benchmark.rig.NotifierRig;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.Shop;
import dev.recur.benchmark.rig.Turns;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.signature.Keys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Deliveries per second of processor time, beside what the HTTP client alone does in a bare loop.
 * Processor time and not time: the broker and the receivers have their part of the machine, and
 * whoever adds machines pays for processors. What a delivery costs is counted from its event to the
 * record of its acknowledgement, whole.
 */
public final class Throughput implements Benchmark {

  /** So many receivers, and endpoints of a merchant that has several. */
  static final int ENDPOINTS = 4;

  /** The notifier's limit for one lane: a twentieth of in-the-air-max. */
  private static final int LANE_MAX = 1_024 / 20;

  private static final int FIRST_DELIVERIES = 4_000;

  /**
   * More than the events of a measurement: as in a billing run, hardly any subscription has two.
   */
  private static final int SUBSCRIPTIONS = 20_000;

  private static final Duration DONE_WITHIN = Duration.ofMinutes(5);
  private static final double GOAL = 0.4;

  /** Signing by RSA costs far more than everything else: so much less of it takes as long. */
  private static final int RSA_SHARE = 5;

  /**
   * How much is done. Warming up takes long: the compilers share the processors with everything.
   *
   * @param loopFactor so many times more is posted by the bare loop, which is done sooner
   */
  private record Load(int repetitions, int warmUps, int deliveries, int loopFactor) {
    static Load of(boolean isShort) {
      return isShort ? new Load(3, 8, 12_000, 2) : new Load(5, 8, 60_000, 2);
    }
  }

  /** What is sent, and how. */
  private enum Kind {
    SEVERAL("v1, several endpoints", BareLoop.Mode.PREPARED, BareLoop.Mode.STANDARD, 1),
    ONE("v1, one endpoint", BareLoop.Mode.PREPARED, BareLoop.Mode.STANDARD, 1),
    /** Allowed in networks of one's own alone; says how much of it all TLS is. */
    PLAIN("v1, several endpoints, without TLS", BareLoop.Mode.PLAIN, BareLoop.Mode.PLAIN, 1),
    ANTOM(
        "RSA256 and v1, several endpoints", BareLoop.Mode.PREPARED, BareLoop.Mode.ANTOM, RSA_SHARE);

    private final String words;
    private final BareLoop.Mode bare;
    private final BareLoop.Mode signing;
    private final int share;

    Kind(String words, BareLoop.Mode bare, BareLoop.Mode signing, int share) {
      this.words = words;
      this.bare = bare;
      this.signing = signing;
      this.share = share;
    }
  }

  /** Who is told, over TLS and without it. */
  private record Told(Receivers secure, Receivers plain) {

    Receivers of(Kind kind) {
      return kind == Kind.PLAIN ? plain : secure;
    }

    List<String> urls(Kind kind) {
      return IntStream.range(0, ENDPOINTS).mapToObj(of(kind)::url).toList();
    }
  }

  /** What is measured. */
  private record Measured(
      Map<BareLoop.Mode, Costs> loop, Costs streams, Map<Kind, Costs> notifier) {

    Measured() {
      this(
          new EnumMap<>(BareLoop.Mode.class),
          new Costs("bare Streams loop", Unit.DELIVERY),
          new EnumMap<>(Kind.class));
      for (BareLoop.Mode mode : BareLoop.Mode.values()) {
        loop.put(mode, new Costs("bare loop, " + words(mode), Unit.DELIVERY));
      }
      for (Kind kind : Kind.values()) {
        notifier.put(kind, new Costs("notifier, " + kind.words, Unit.DELIVERY));
      }
    }

    Costs of(BareLoop.Mode mode) {
      return Objects.requireNonNull(loop.get(mode));
    }

    Costs of(Kind kind) {
      return Objects.requireNonNull(notifier.get(kind));
    }
  }

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public Result run(Session session) {
    Load load = Load.of(session.isShort());
    Endpoints endpoints = new Endpoints();
    try (Processes processes = new Processes()) {
      LocalKafka kafka = session.kafka(processes);
      Keystore keystore = Receivers.keystore(ENDPOINTS, session.directory());
      JavaCommand java = keystore.trustedBy(Jvm.measured());
      Told told =
          new Told(
              processes.add(Receivers.secure(ENDPOINTS, session.directory(), keystore)),
              processes.add(Receivers.start(ENDPOINTS, session.directory())));
      Map<Kind, List<Shop>> shops = shops();
      NotifierRig notifier =
          processes.add(
              NotifierRig.start(
                  java, kafka, session.directory(), merchants(endpoints, shops, told), Map.of()));
      session.says("broker, registry, receivers and notifier are up");
      Sending sending = new Sending(processes, kafka, told, notifier);
      shops.values().stream()
          .flatMap(List::stream)
          .flatMap(shop -> shop.births().stream())
          .forEach(notifier::write);
      // As many as are measured: the loop beside it takes its records from these.
      sending.deliver(Kind.SEVERAL, shops, FIRST_DELIVERIES);
      BareLoop.Plan plan =
          new BareLoop.Plan(
              told.urls(Kind.SEVERAL),
              told.urls(Kind.PLAIN),
              ENDPOINTS * LANE_MAX,
              notifier.someBody(),
              Keys.base64(endpoints.platformKey().getPrivate()),
              Base64.getEncoder().encodeToString(endpoints.hmacKey()));
      BareLoopProcess bare = processes.add(BareLoopProcess.start(java, plan, session.directory()));
      DeliveryRecords records = DeliveryRecords.of(kafka);
      session.says("a delivery writes " + records.inWords());
      DeliveryLoopProcess streams =
          processes.add(DeliveryLoopProcess.start(kafka, session.directory(), records.shape()));
      return measure(session, load, sending, shops, bare, streams);
    }
  }

  private static Map<Kind, List<Shop>> shops() {
    Map<Kind, List<Shop>> shops = new EnumMap<>(Kind.class);
    shops.put(Kind.SEVERAL, List.of(new Shop("SEVERAL", ENDPOINTS, SUBSCRIPTIONS)));
    shops.put(
        Kind.ONE,
        IntStream.range(0, ENDPOINTS)
            .mapToObj(i -> new Shop("ONE" + i, 1, SUBSCRIPTIONS))
            .toList());
    shops.put(Kind.PLAIN, List.of(new Shop("PLAIN", ENDPOINTS, SUBSCRIPTIONS)));
    shops.put(Kind.ANTOM, List.of(new Shop("ANTOM", ENDPOINTS, SUBSCRIPTIONS)));
    return shops;
  }

  private static List<Merchant> merchants(
      Endpoints endpoints, Map<Kind, List<Shop>> shops, Told told) {
    List<Merchant> merchants = new ArrayList<>();
    shops.forEach(
        (kind, some) -> {
          List<String> urls = told.urls(kind);
          for (Shop shop : some) {
            int from = merchants.size() % ENDPOINTS;
            merchants.add(
                endpoints.merchant(
                    shop.clientId(),
                    shop.endpoints() == 1 ? urls.subList(from, from + 1) : urls,
                    kind == Kind.ANTOM ? List.of() : List.of(EndpointSignature.STANDARD_V1)));
          }
        });
    return merchants;
  }

  private static Result measure(
      Session session,
      Load load,
      Sending sending,
      Map<Kind, List<Shop>> shops,
      BareLoopProcess bare,
      DeliveryLoopProcess streams) {
    Measured measured = new Measured();
    session.rounds(
        load.warmUps(),
        load.repetitions(),
        round -> {
          for (BareLoop.Mode mode : Turns.rotated(List.of(BareLoop.Mode.values()), round)) {
            int count =
                mode == BareLoop.Mode.ANTOM
                    ? load.deliveries() / RSA_SHARE
                    : load.deliveries() * load.loopFactor();
            session.found(round, measured.of(mode), sending.bare(bare, mode, count));
          }
          session.found(
              round,
              measured.streams(),
              sending.streams(streams, load.deliveries() * load.loopFactor()));
          for (Kind kind : Kind.values()) {
            session.found(
                round,
                measured.of(kind),
                sending.deliver(kind, shops, load.deliveries() / kind.share));
          }
        });
    return result(session, load, measured);
  }

  private static Result result(Session session, Load load, Measured measured) {
    List<Figure> figures = new ArrayList<>();
    for (Costs costs : measured.loop().values()) {
      figures.addAll(List.of(costs.perCore(), costs.perSecond()));
    }
    for (Costs costs : measured.notifier().values()) {
      figures.addAll(List.of(costs.perCore(), costs.perCoreWithBroker(), costs.perSecond()));
    }
    Costs streams = measured.streams();
    figures.addAll(List.of(streams.perCore(), streams.perCoreWithBroker(), streams.perSecond()));
    Costs prepared = measured.of(BareLoop.Mode.PREPARED);
    double bare = prepared.median(Cost::perCore);
    double kafka = streams.median(Cost::perCore);
    List<Ratio> ratios = new ArrayList<>();
    // What is left when nothing is done but HTTP and Kafka, one after the other.
    ratios.add(Ratio.told("both bare loops together / bare loop", kafka / (bare + kafka)));
    for (Kind kind : Kind.values()) {
      double toBare = measured.of(kind).over(measured.of(kind.bare), Cost::perCore);
      double toSigning = measured.of(kind).over(measured.of(kind.signing), Cost::perCore);
      String beside = kind.words + " / bare loop";
      switch (kind) {
        case SEVERAL, ONE -> {
          ratios.add(Ratio.of(beside, toBare, Goal.atLeast(GOAL)));
          ratios.add(Ratio.told(beside + " that signs", toSigning));
        }
        case PLAIN -> ratios.add(Ratio.told(beside + " without TLS", toBare));
        // RSA is most of what is measured there, on both sides; against none it says what RSA
        // costs.
        case ANTOM -> {
          ratios.add(Ratio.told(beside, toBare));
          ratios.add(Ratio.of(beside + " that signs", toSigning, Goal.atLeast(GOAL)));
        }
      }
    }
    return new Result(
        "throughput",
        ("%d deliveries (RSA: a %dth) of hardly more than one event per subscription per"
                + " measurement to %d receivers over kept-alive HTTPS on"
                + " loopback, at most %d in the air, %d MiB heap; interleaved, medians; one broker%s")
            .formatted(
                load.deliveries(),
                RSA_SHARE,
                ENDPOINTS,
                ENDPOINTS * LANE_MAX,
                Jvm.HEAP_MB,
                session.form()),
        figures,
        ratios,
        warnings(bare, measured.of(BareLoop.Mode.STANDARD).median(Cost::perCore)));
  }

  /**
   * Whoever does less cannot take longer: where it seems so, the ratios to it are too good.
   *
   * @param prepared deliveries per core-second of the loop that signs nothing
   * @param standard of the one that signs v1
   */
  static List<String> warnings(double prepared, double standard) {
    return prepared >= standard
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "The bare loop makes %.0f per core-second signed beforehand, and %.0f where it"
                    + " signs v1, which is more to do: the first is too low, and the ratios to it"
                    + " are too good.",
                prepared,
                standard));
  }

  private static String words(BareLoop.Mode mode) {
    return switch (mode) {
      case PREPARED -> "signed beforehand";
      case PLAIN -> "signed beforehand, without TLS";
      case STANDARD -> "signs v1";
      case ANTOM -> "signs RSA256 and v1";
    };
  }

  /** The ways to send so many, and to count what it costs. */
  private record Sending(Processes processes, LocalKafka kafka, Told told, NotifierRig notifier) {

    Cost bare(BareLoopProcess bare, BareLoop.Mode mode, int count) {
      return sent(
          bare.pid(),
          () -> {
            bare.run(mode, count, processes);
            return count;
          });
    }

    Cost streams(DeliveryLoopProcess streams, int count) {
      return Cost.of(streams.pid(), kafka.broker().pid(), () -> streams.run(count, processes));
    }

    /** Writes the events at once, and waits until the last acknowledgement was read back. */
    Cost deliver(Kind kind, Map<Kind, List<Shop>> shops, int count) {
      Receivers receivers = told.of(kind);
      int arrived = receivers.count();
      long acknowledged = notifier.acknowledged();
      return sent(
          notifier.pid(),
          () -> {
            int expected = write(shops.getOrDefault(kind, List.of()), count);
            processes.until(
                expected + " deliveries",
                DONE_WITHIN,
                () -> receivers.count() - arrived >= expected);
            processes.until(
                expected + " acknowledgements",
                DONE_WITHIN,
                () -> notifier.acknowledged() - acknowledged >= expected);
            return expected;
          });
    }

    /** At least so many deliveries' events; returns how many. */
    private int write(List<Shop> shops, int count) {
      int written = 0;
      for (int i = 0; written < count; i++) {
        Shop shop = shops.get(i % shops.size());
        notifier.write(shop.pay().event());
        written += shop.endpoints();
      }
      notifier.flush();
      return written;
    }

    private Cost sent(long pid, LongSupplier work) {
      Cost cost = Cost.of(pid, kafka.broker().pid(), work);
      told.secure().forget();
      told.plain().forget();
      return cost;
    }
  }
}
