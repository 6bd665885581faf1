package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.CancelSubscription;
import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.ChangeMode;
import dev.recur.schemas.avro.ChangeSubscription;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.ClockReached;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.DecideHeldCycles;
import dev.recur.schemas.avro.DeclineSubscription;
import dev.recur.schemas.avro.ManualCharge;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PauseSubscription;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.ProrationMode;
import dev.recur.schemas.avro.RefundPayment;
import dev.recur.schemas.avro.ReleaseSubscription;
import dev.recur.schemas.avro.ReplacePaymentMethod;
import dev.recur.schemas.avro.ResumeSubscription;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.Trial;
import dev.recur.schemas.avro.UpdateSubscription;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.TopologyNames;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.TestClock;
import dev.recur.schemas.serde.Samples;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever values of the right schemas come from those whom the worker does not know: each command
 * is answered or becomes a dead letter, each tick is followed to its time or becomes one, no
 * subscription parks, now or when it falls due, and the next record is taken.
 */
class CommandsFuzzTest {

  private static final String START = "2026-01-31T00:00:00Z";

  /** As long as every other that takes its place. */
  private static final String REQUEST = "r-000000";

  private static final int PERIODS = 3;

  private static final String CLOCK = "clock-" + REQUEST;

  /** So many subscriptions are looked after at most, since each is woken whenever time passes. */
  private static final int SUBSCRIPTIONS_MAX = 40;

  private Bench bench = new Bench(START);
  private int tried;

  @AfterEach
  void close() {
    bench.close();
  }

  /** So that none is forgotten when there is another. */
  @ParameterizedTest
  @MethodSource("dev.recur.billing.topology.Bench#sourceTopics")
  void anyRecord_shouldBeTaken_andParkNobody(String topic) {
    TopologyNames.write(
        topic,
        Map.of(
            Topics.SUBSCRIPTION_COMMANDS,
            this::anyCommand,
            Topics.CHARGE_RESULTS,
            this::anyResult,
            Topics.CLOCK_TICKS,
            this::anyTick));
  }

  private void anyCommand() {
    Map<String, Long> outcomes =
        Fuzz.ofRecords("commands", commands().toList()).inputs(60).run(this::command);

    assertThat(outcomes).containsKeys("SUCCESS", "PARAM_ILLEGAL");
  }

  private void anyResult() {
    Map<String, Long> outcomes =
        Fuzz.ofRecords(
                "results",
                Stream.of(ChargeOutcome.values()).map(CommandsFuzzTest::resultOf).toList())
            .inputs(40)
            .run(this::result);

    assertThat(outcomes).containsKeys("taken", "a dead letter");
  }

  private void anyTick() {
    Instant start = Instant.parse(START);
    List<ClockTick> right =
        List.of(
            new ClockTick(CLOCK, start.plus(Duration.ofDays(40)), false),
            new ClockTick(CLOCK, start.plus(Duration.ofDays(70)), true),
            new ClockTick("other-" + CLOCK, start, false));

    assertThat(Fuzz.ofRecords("ticks", right).inputs(100).run(this::tick))
        .containsKeys("goes on", "stays", "another clock", "a dead letter");
  }

  private static Stream<SubscriptionCommand> commands() {
    PaymentMethod card = new PaymentMethod("CARD", "tok_1");
    Money money = new Money(500L, "USD");
    Instant later = Instant.parse("2026-02-10T00:00:00Z");
    return Stream.<Consumer<SubscriptionCommand.Builder>>of(
            c -> c.setCreate(Bench.monthly(REQUEST, Instant.parse(START)).build()),
            c ->
                c.setCreate(
                    Bench.monthly(REQUEST, Instant.parse(START))
                        .setEndTime(Instant.parse("2027-01-31T00:00:00Z"))
                        .setTrials(List.of(new Trial(1, 2, new Money(0L, "USD"))))
                        .setZone("Europe/Berlin")
                        .setCycleCount(5)
                        .setOrderAmount(money)
                        .setSettlementCurrency("USD")
                        .setPolicies(
                            Policies.newBuilder()
                                .setGraceDays(3)
                                .setTrialNoticeDays(3)
                                .setRenewalNoticeDays(7)
                                .build())
                        .build()),
            c -> c.setApprove(new ApproveSubscription(null, null)),
            c -> c.setDecline(new DeclineSubscription("no")),
            c -> c.setCancel(new CancelSubscription(CancellationType.CANCEL)),
            c ->
                c.setUpdate(
                    UpdateSubscription.newBuilder()
                        .setRequestId("u")
                        .setPaymentAmount(money)
                        .setPeriodRule(new PeriodRule(PeriodUnit.WEEK, 2))
                        .setOrderAmount(money)
                        .setProrationMode(ProrationMode.IMMEDIATE_PAY_CUSTOM_AMOUNT)
                        .setCustomAmount(money)
                        .setChangeMode(ChangeMode.IMMEDIATE)
                        .build()),
            c ->
                c.setUpdate(
                    UpdateSubscription.newBuilder()
                        .setRequestId("v")
                        .setDescription("other")
                        .setEndTime(Instant.parse("2027-01-31T00:00:00Z"))
                        .setNextPeriodStart(later)
                        .setChangeMode(ChangeMode.NEXT_PERIOD)
                        .build()),
            c -> c.setPause(new PauseSubscription("p", later)),
            c -> c.setResume(new ResumeSubscription("q")),
            c -> c.setReplacePaymentMethod(new ReplacePaymentMethod("m", card)),
            c -> c.setCharge(new ManualCharge("n", money)),
            c ->
                c.setRefund(
                    new RefundPayment(
                        "f",
                        Identity.paymentIdOfPeriod(Bench.idOf(REQUEST), 1),
                        money,
                        null,
                        null)),
            c ->
                c.setChange(
                    ChangeSubscription.newBuilder()
                        .setRequestId("x")
                        .setPaymentAmount(money)
                        .setInitialAmount(money)
                        .setPeriodRule(new PeriodRule(PeriodUnit.YEAR, 1))
                        .build()),
            c -> c.setRelease(new ReleaseSubscription("note")),
            c -> c.setHeldCycles(new DecideHeldCycles(true)))
        .map(
            what -> {
              SubscriptionCommand.Builder command = Bench.commandOf(REQUEST);
              what.accept(command);
              return command.build();
            });
  }

  private static ChargeResult resultOf(ChargeOutcome outcome) {
    String payment = Identity.paymentIdOfPeriod(Bench.idOf(REQUEST), 1);
    return ChargeResult.newBuilder(Samples.chargeResult())
        .setSubscriptionId(Bench.idOf(REQUEST))
        .setPaymentId(payment)
        .setKey(Identity.attemptKey(payment, 1))
        .setOutcome(outcome)
        .build();
  }

  private String command(byte[] input) {
    String request = next();
    SubscriptionCommand command = Samples.read(SubscriptionCommand.class, renamed(input, request));
    if (command.getCreate() == null) {
      bench.create(Bench.monthly(request, bench.now()).build());
      bench.approve(request);
      bench.settleAll(ChargeOutcome.SUCCEEDED);
    }
    nobodyParks();
    bench.replies();

    bench.write(Topics.SUBSCRIPTION_COMMANDS, command.getSubscriptionId(), command);

    List<CommandReply> replies = bench.replies();
    int letters = bench.deadLetters(Topics.SUBSCRIPTION_COMMANDS).size();
    assertThat(replies.size() + letters).as("%s and dead letters", replies).isEqualTo(1);
    String outcome = letters > 0 ? "a dead letter" : replies.getFirst().getOutcome().getCode();
    assertThat(outcome).isNotEqualTo("UNKNOWN_EXCEPTION");
    lives(request);
    return outcome;
  }

  private String result(byte[] input) {
    String request = next();
    ChargeResult result = Samples.read(ChargeResult.class, renamed(input, request));
    bench.create(Bench.monthly(request, bench.now()).build());
    bench.approve(request);
    bench.passTime(Duration.ofMillis(100));
    bench.requests();
    nobodyParks();

    bench.write(Topics.CHARGE_RESULTS, result.getSubscriptionId(), result);

    int letters = bench.deadLetters(Topics.CHARGE_RESULTS).size();
    assertThat(letters).isLessThan(2);
    boolean takes = !bench.events().isEmpty();
    lives(request);
    return letters > 0 ? "a dead letter" : takes ? "taken" : "passed over";
  }

  private String tick(byte[] input) {
    String request = next();
    String clock = CLOCK.replace(REQUEST, request);
    Instant start = Instant.parse(START);
    ClockTick tick = Samples.read(ClockTick.class, Fuzz.renamed(input, REQUEST, request));
    bench.tick(clock, start);
    bench.create(
        Bench.monthly(request, start).setTestClockId(clock).setCycleCount(PERIODS).build());
    bench.approve(request);
    reached();

    bench.write(Topics.CLOCK_TICKS, tick.getTestClockId(), tick);

    List<ClockReached> reached = reached();
    int letters = bench.deadLetters(Topics.CLOCK_TICKS).size();
    assertThat(reached.size() + letters).as("%s and dead letters", reached).isEqualTo(1);
    boolean isOwn = tick.getTestClockId().equals(clock);
    boolean isOn = tick.getTo().isAfter(start);
    reached.forEach(
        there -> {
          assertThat(there.getTestClockId()).isEqualTo(tick.getTestClockId());
          assertThat(there.getReached()).isAfterOrEqualTo(tick.getTo());
          if (isOwn) {
            assertThat(there.getReached()).isEqualTo(isOn ? tick.getTo() : start);
          }
        });
    bench.tick(clock, TestClock.TIME_MAX);
    assertThat(reached()).containsExactly(new ClockReached(clock, 0, TestClock.TIME_MAX));
    nobodyParks();
    probe();
    return letters > 0 ? "a dead letter" : !isOwn ? "another clock" : isOn ? "goes on" : "stays";
  }

  /** What the clocks have left to do is done, and paid; then they say so. */
  private List<ClockReached> reached() {
    do {
      bench.passTime(Duration.ofMillis(100));
    } while (!bench.settleAll(ChargeOutcome.SUCCEEDED).isEmpty());
    bench.passTime(Duration.ofMillis(100));
    return bench.replies().stream()
        .map(CommandReply::getClockReached)
        .filter(Objects::nonNull)
        .toList();
  }

  /** What it was made into falls due, for more than a year; then the next one's turn comes. */
  private void lives(String request) {
    for (int months : new int[] {0, 1, 2, 14}) {
      bench.passTime(Duration.ofDays(30L * months).plusMillis(100));
      bench.approve(request);
      bench.settleAll(ChargeOutcome.SUCCEEDED);
      nobodyParks();
    }
    bench.cancel(request, CancellationType.TERMINATE);
    probe();
  }

  private void probe() {
    bench.replies();
    bench.create(Bench.monthly("probe-" + tried, bench.now()).build());
    assertThat(bench.replies())
        .extracting(reply -> reply.getOutcome().getCode())
        .containsExactly("SUCCESS");
    bench.cancel("probe-" + tried, CancellationType.TERMINATE);
    nobodyParks();
    bench.snapshots();
  }

  private void nobodyParks() {
    assertThat(bench.events()).allMatch(event -> event.getParked() == null);
    assertThat(bench.setAside()).isZero();
  }

  private String next() {
    tried++;
    if (tried % SUBSCRIPTIONS_MAX == 0) {
      bench.close();
      bench = new Bench(START);
    }
    return "r-%06d".formatted(tried % 1_000_000);
  }

  /** The same of another subscription, in as many bytes. */
  private static byte[] renamed(byte[] input, String request) {
    return Fuzz.renamed(
        Fuzz.renamed(input, Bench.idOf(REQUEST), Bench.idOf(request)), REQUEST, request);
  }
}
