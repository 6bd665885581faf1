package dev.recur.billing.topology;

import static dev.recur.billing.topology.Bench.idOf;
import static dev.recur.billing.topology.Bench.monthly;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.clock.LiveTime;
import dev.recur.schemas.avro.CancelSubscription;
import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.LifecycleStatus;
import dev.recur.schemas.avro.ResultStatus;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BillingTopologyTest {
  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

  private final Bench bench = new Bench("2026-01-31T00:00:00Z");

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void create_shouldAnswerAndTellWithItsWholeInput() {
    bench.create(monthly("r-1", START).build());

    CommandOutcome outcome = outcome(bench.replies());
    assertThat(outcome.getStatus()).isEqualTo(ResultStatus.SUCCEEDED);
    assertThat(outcome.getSequence()).isEqualTo(1);
    SubscriptionEvent event = bench.events().getFirst();
    assertThat(event.getSequence()).isEqualTo(1);
    assertThat(event.getCreated().getTerms().getExpiryTime())
        .isEqualTo(START.plus(Duration.ofMinutes(30)));
    assertThat(event.getInput().getCommand().getCreate().getExpiryTime()).isNull();
    assertThat(bench.snapshots().getFirst().getLifecycleStatus())
        .isEqualTo(LifecycleStatus.INCOMPLETE);
  }

  /** A task that begins anew keeps what was scheduled with it. */
  @Test
  void taskThatBeginsAnew_shouldLookAtTheTimeAsOftenAsBefore() {
    AtomicInteger looks = new AtomicInteger();
    LiveTime counting =
        told -> {
          looks.incrementAndGet();
          return told;
        };
    try (Bench counted = new Bench(START.toString(), counting)) {
      counted.passTime(Duration.ofSeconds(1));
      int before = looks.getAndSet(0);
      counted.beginTaskAnew();
      counted.beginTaskAnew();
      counted.passTime(Duration.ofSeconds(1));

      assertThat(looks).hasValue(before);
    }
  }

  @Test
  void live_shouldChargeWhenRealTimeReachesTheDueMoment() {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
    bench.passTime(Duration.ofMillis(100));
    ChargeRequest first = only(bench.requests());
    assertThat(first.getKey()).isEqualTo(first.getPaymentId() + "/1");
    assertThat(first.getPurpose().getPeriod()).isEqualTo(1);
    bench.answer(first, ChargeOutcome.SUCCEEDED);
    bench.passTime(Duration.ofDays(26));
    assertThat(bench.requests()).isEmpty();
    bench.passTime(Duration.ofDays(2));
    // 28 February less 23 h 55 min, taken at the next tick.
    assertThat(only(bench.requests()).getPurpose().getPeriod()).isEqualTo(2);
    assertThat(bench.dueEntries()).isEqualTo(1);
  }

  /** The period begins and is charged at its start: nobody is to read the state between them. */
  @Test
  void whatIsDueAtOneMoment_shouldBeOneStepAndEachInTheLedger() {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
    bench.events();
    bench.snapshots();
    bench.passTime(Duration.ofMillis(100));

    List<SubscriptionEvent> events = bench.events();
    assertThat(events).hasSize(2);
    assertThat(events.get(0).getPeriodStarted()).isNotNull();
    assertThat(events.get(1).getChargeRequested()).isNotNull();
    assertThat(events)
        .as("a replay takes each by itself")
        .extracting(event -> event.getInput().getDueItem().getDueAt())
        .containsExactly(START, START);
    assertThat(bench.snapshots())
        .singleElement()
        .extracting(SubscriptionSnapshot::getSequence)
        .isEqualTo(events.get(1).getSequence());
  }

  /** Also in the midst of a decision: each event says where it leaves the subscription. */
  @Test
  void everyEvent_shouldSayTheStatusAfterIt() {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
    bench.passTime(Duration.ofMillis(100));
    bench.answer(only(bench.requests()), ChargeOutcome.DECLINED_HARD);
    bench.cancel("r-1", CancellationType.TERMINATE);

    assertThat(bench.events())
        .extracting(SubscriptionEvent::getLifecycleStatus)
        .containsExactly(
            LifecycleStatus.INCOMPLETE,
            // Approved, the period begins, it is charged and declined.
            LifecycleStatus.ACTIVE,
            LifecycleStatus.ACTIVE,
            LifecycleStatus.ACTIVE,
            LifecycleStatus.ACTIVE,
            // The payment has failed.
            LifecycleStatus.PASTDUE,
            LifecycleStatus.CANCELED);
    assertThat(bench.snapshots().getLast().getLifecycleStatus())
        .isEqualTo(LifecycleStatus.CANCELED);
  }

  @Test
  void repeatedResult_shouldFollowNothing() {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
    bench.passTime(Duration.ofMillis(100));
    ChargeRequest request = only(bench.requests());
    bench.answer(request, ChargeOutcome.SUCCEEDED);
    bench.events();
    byte[] before = bench.subscription("r-1");
    bench.answer(request, ChargeOutcome.SUCCEEDED);
    bench.answer(request, ChargeOutcome.DECLINED_HARD);
    bench.answer(request, ChargeOutcome.UNKNOWN);
    assertThat(bench.events()).isEmpty();
    assertThat(bench.subscription("r-1")).isEqualTo(before);
  }

  @Test
  void testClock_shouldPassThroughAYearAndSayWhenItIsThere() {
    bench.tick("T1", START);
    assertThat(reached(bench.replies())).containsExactly(START);
    bench.create(monthly("r-1", START).setTestClockId("T1").build());
    bench.approve("r-1");
    assertThat(bench.settleAll(ChargeOutcome.SUCCEEDED)).hasSize(1);
    bench.replies();

    Instant target = Instant.parse("2027-01-31T00:00:00Z");
    bench.tick("T1", target);
    List<ChargeRequest> charges = bench.settleAll(ChargeOutcome.SUCCEEDED);

    assertThat(charges)
        .extracting(request -> request.getPurpose().getPeriod())
        .containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
    assertThat(charges)
        .extracting(ChargeRequest::getAt)
        .startsWith(
            Instant.parse("2026-02-27T00:05:00Z"),
            Instant.parse("2026-03-30T00:05:00Z"),
            Instant.parse("2026-04-29T00:05:00Z"));
    assertThat(reached(bench.replies())).containsExactly(target);
    // Asked again, it says so again.
    bench.tick("T1", target);
    assertThat(reached(bench.replies())).containsExactly(target);
    // Sent back, it stays.
    bench.tick("T1", START);
    assertThat(reached(bench.replies())).containsExactly(target);
  }

  @Test
  void testClock_chargeInFlight_shouldNotBeReached() {
    bench.tick("T1", START);
    bench.create(monthly("r-1", START).setTestClockId("T1").build());
    bench.approve("r-1");
    bench.replies();
    ChargeRequest first = only(bench.requests());
    bench.tick("T1", START.plus(Duration.ofDays(1)));
    bench.passTime(Duration.ofSeconds(10));
    assertThat(reached(bench.replies())).isEmpty();
    bench.answer(first, ChargeOutcome.PENDING);
    // Pending, the next inquiry is due within the day, so the channel is asked again, and again.
    ChargeRequest inquiry = only(bench.requests());
    assertThat(inquiry.getInquiry()).isEqualTo(1);
    bench.answer(inquiry, ChargeOutcome.SUCCEEDED);
    assertThat(reached(bench.replies())).containsExactly(START.plus(Duration.ofDays(1)));
  }

  /** A channel of somebody else's lost the request, or its result was none. */
  @Test
  void live_requestThatIsNeverAnswered_shouldBeInquiredAboutAndAtLastPark() {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
    bench.passTime(Duration.ofMillis(100));
    ChargeRequest charge = only(bench.requests());
    bench.passTime(Duration.ofMinutes(29));
    assertThat(bench.requests()).isEmpty();
    for (Duration next :
        List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(90),
            Duration.ofHours(6),
            Duration.ofHours(24),
            Duration.ofHours(96))) {
      bench.passTime(next);
      ChargeRequest inquiry = only(bench.requests());
      assertThat(inquiry.getOperation()).isEqualTo(ChannelOperation.INQUIRE);
      assertThat(inquiry.getKey()).isEqualTo(charge.getKey());
      assertThat(bench.dueEntries()).isEqualTo(1);
    }
    bench.events();
    bench.passTime(Duration.ofDays(5));
    assertThat(bench.requests()).isEmpty();
    assertThat(bench.events().getLast().getParked().getReason()).contains("charge.requests");
    // It was charged after all, and somebody found the result.
    bench.answer(charge, ChargeOutcome.SUCCEEDED);
    assertThat(bench.events().getLast().getChargeSucceeded()).isNotNull();
  }

  /** Its time stands still for the answer, however long (decision 0001). */
  @Test
  void testClock_requestThatIsNeverAnswered_shouldBeWaitedForAndNotInquiredAbout() {
    bench.tick("T1", START);
    bench.create(monthly("r-1", START).setTestClockId("T1").build());
    bench.approve("r-1");
    ChargeRequest charge = only(bench.requests());
    bench.replies();
    bench.tick("T1", START.plus(Duration.ofDays(60)));
    bench.passTime(Duration.ofDays(60));
    assertThat(bench.requests()).isEmpty();
    assertThat(reached(bench.replies())).isEmpty();
    bench.answer(charge, ChargeOutcome.SUCCEEDED);
    assertThat(only(bench.requests()).getPurpose().getPeriod()).isEqualTo(2);
  }

  @Test
  void testClock_unknown_shouldBeRefused() {
    bench.create(monthly("r-1", START).setTestClockId("nobody").build());
    assertThat(outcome(bench.replies()).getCode()).isEqualTo("PARAM_ILLEGAL");
    assertThat(bench.events()).isEmpty();
  }

  @Test
  void terminate_shouldLeaveNothingDue() {
    bench.create(monthly("r-1", START).build());
    bench.approve("r-1");
    bench.cancel("r-1", CancellationType.TERMINATE);
    assertThat(bench.dueEntries()).isZero();
    bench.passTime(Duration.ofDays(400));
    assertThat(bench.requests()).isEmpty();
  }

  @Test
  void undecodableBytes_onEachSource_shouldBecomeDeadLettersAndWorkGoesOn() {
    byte[] key = idOf("r-1").getBytes(UTF_8);
    byte[] unknownSchema = {0, 0, 0, 0x27, 0x0f, 9, 9, 9};
    for (var topic :
        List.of(Topics.SUBSCRIPTION_COMMANDS, Topics.CHARGE_RESULTS, Topics.CLOCK_TICKS)) {
      bench.writeBytes(topic.name(), key, unknownSchema);
      bench.writeBytes(topic.name(), key, new byte[] {7});
      var letters = bench.deadLetters(topic);
      assertThat(letters).as(topic.name()).hasSize(2);
      assertThat(letters.getFirst().value()).isEqualTo(unknownSchema);
      assertThat(letters.getFirst().headers().lastHeader("dead-letter-reason")).isNotNull();
    }
    bench.create(monthly("r-1", START).build());
    assertThat(bench.events()).hasSize(1);
  }

  @Test
  void foreignSubscriptionId_shouldBeRefused() {
    bench.command("r-1", command -> command.setCreate(monthly("another request", START).build()));
    assertThat(outcome(bench.replies()).getMessage()).contains("test vectors");
    assertThat(bench.events()).isEmpty();
  }

  @Test
  void emptyCommand_shouldBeRefused() {
    bench.command("r-1", command -> {});
    assertThat(outcome(bench.replies()).getCode()).isEqualTo("PARAM_ILLEGAL");
  }

  /** Neither by what it is told nor by how long the answer waits for what it names. */
  @Test
  void anotherClient_shouldNotTellASubscriptionFromNone() {
    bench.create(monthly("r-1", START).build());
    assertThat(outcome(bench.replies()).getSequence()).isEqualTo(1);

    for (String requestId : List.of("r-1", "there is none")) {
      bench.command(
          requestId,
          command ->
              command
                  .setClientId("stranger")
                  .setCancel(new CancelSubscription(CancellationType.TERMINATE)));
      CommandOutcome cancelled = outcome(bench.replies());
      assertThat(cancelled.getCode()).isEqualTo("SUBSCRIPTION_NOT_EXIST");
      assertThat(cancelled.getSequence()).isZero();

      bench.command(requestId, command -> command.setClientId("stranger"));
      assertThat(outcome(bench.replies()).getSequence()).as("what cannot be read").isZero();
    }
  }

  @Test
  void refusedCommand_shouldSayHowFarTheSubscriptionIs() {
    bench.create(monthly("r-1", START).build());
    bench.replies();
    bench.command("r-1", command -> {});
    assertThat(outcome(bench.replies()).getSequence()).isEqualTo(1);
  }

  /** A changed name would leave state behind under the old one: change it only with a migration. */
  @Test
  void topology_shouldKeepItsNames() throws IOException {
    String expected = Files.readString(Path.of("src/test/resources/topology.txt"), UTF_8);
    assertThat(Bench.describe()).isEqualTo(expected);
  }

  @Test
  void misplacedKey_shouldBecomeADeadLetterWithItsCure() {
    int partitions = 4;
    int owner = Identity.partition(idOf("r-1"), partitions);
    var reader = new RecordReader(bench.codecs(), partitions, _ -> true);
    var read =
        reader.read(
            Topics.SUBSCRIPTION_COMMANDS.name(),
            (owner + 1) % partitions,
            idOf("r-1").getBytes(UTF_8),
            bench.encode(Topics.SUBSCRIPTION_COMMANDS, Bench.commandOf("r-1").build()));
    assertThat(read).isInstanceOf(Incoming.Unreadable.class);
    assertThat(((Incoming.Unreadable) read).reason()).contains("murmur2");
  }

  private static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.getFirst();
  }

  private static CommandOutcome outcome(List<CommandReply> replies) {
    return Objects.requireNonNull(only(replies).getOutcome());
  }

  private static List<Instant> reached(List<CommandReply> replies) {
    return replies.stream()
        .map(CommandReply::getClockReached)
        .filter(Objects::nonNull)
        .map(reached -> reached.getReached())
        .toList();
  }
}
