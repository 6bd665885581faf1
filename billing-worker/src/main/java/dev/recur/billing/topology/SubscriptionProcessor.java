package dev.recur.billing.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.billing.clock.LiveTime;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Event;
import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.Moment;
import dev.recur.billing.domain.State;
import dev.recur.billing.topology.Step.Outgoing;
import dev.recur.billing.topology.StepMaker.Origin;
import dev.recur.schemas.avro.ClockReached;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.kafka.DeadLetters;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.kafka.Traceparent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of its partition's subscriptions. Every step is: load, decide, encode and measure,
 * put, forward. Nothing can fail for a reason that lies in a record once the first put is done, so
 * a transaction never holds half a step.
 */
final class SubscriptionProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionProcessor.class);

  /** How often time is looked at: the lateness that a due item may have for no other reason. */
  private static final Duration TICK_INTERVAL = Duration.ofMillis(50);

  /** Most due items taken in one go, so that commands and results get their turn. */
  private static final int DUE_ITEMS_PER_BITE_MAX = 500;

  private static final String SOURCE = "/recur/billing-worker";

  /** What stands in a dead letter for a value that must not be kept. */
  private static final byte[] WITHHELD = {};

  private final BillingCodecs codecs;
  private final int partitions;
  private final LiveTime liveTime;
  private final Unread unread;
  private final BillingMetrics metrics;
  private final StepMaker steps;
  private final DeadLetters deadLetters = new DeadLetters("billing-worker");

  // Set by init, before any record: Kafka Streams makes a processor in two steps.
  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<byte[], byte[]> context;

  @SuppressWarnings("NullAway.Init")
  private SubscriptionStores stores;

  @SuppressWarnings("NullAway.Init")
  private GuardedSteps guarded;

  @SuppressWarnings("NullAway.Init")
  private TestClocks testClocks;

  @SuppressWarnings("NullAway.Init")
  private RecordReader reader;

  @SuppressWarnings("NullAway.Init")
  private ReadThrough readThrough;

  @SuppressWarnings("NullAway.Init")
  private Cancellable ticks;

  SubscriptionProcessor(
      BillingCodecs codecs,
      int partitions,
      LiveTime liveTime,
      Unread unread,
      BillingMetrics metrics) {
    this.codecs = codecs;
    this.partitions = partitions;
    this.liveTime = liveTime;
    this.unread = unread;
    this.metrics = metrics;
    this.steps = new StepMaker(codecs);
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    context = processorContext;
    stores =
        new SubscriptionStores(
            context.getStateStore(BillingTopology.SUBSCRIPTIONS_STORE),
            context.getStateStore(BillingTopology.PAYMENTS_STORE),
            context.getStateStore(BillingTopology.REQUESTS_STORE),
            new DueIndex(context.getStateStore(BillingTopology.DUE_STORE)),
            new WaitingIndex(context.getStateStore(BillingTopology.WAITING_STORE)));
    guarded = new GuardedSteps(stores, steps, metrics);
    KeyValueStore<String, byte[]> clockStore = context.getStateStore(BillingTopology.CLOCKS_STORE);
    testClocks = new TestClocks(clockStore);
    reader = new RecordReader(codecs, partitions, testClocks::exists);
    readThrough =
        new ReadThrough(unread, BillingTopology.SOURCE_TOPICS, context.taskId().partition());
    ticks =
        context.schedule(
            TICK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> tick(Instant.ofEpochMilli(now)));
  }

  /** The task goes elsewhere, or begins anew: then it keeps what was scheduled with it. */
  @Override
  public void close() {
    ticks.cancel();
    guarded.close();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata where =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a source record without metadata"));
    Instant recordedAt = Instant.ofEpochMilli(record.timestamp());
    readThrough.read(where.topic(), where.offset(), recordedAt, realTime());
    Cause cause = Cause.of(record.headers(), recordedAt);
    switch (reader.read(where.topic(), where.partition(), record.key(), record.value())) {
      case Incoming.Command command ->
          takeRecord(
              command.subscriptionId(),
              command.input(),
              new Origin.OfCommand(command.record()),
              record,
              where);
      case Incoming.Result result ->
          takeRecord(
              result.subscriptionId(),
              result.input(),
              new Origin.OfResult(result.record()),
              record,
              where);
      case Incoming.Tick tick -> {
        testClocks.send(tick.clock(), tick.to(), tick.outage());
        runTestClock(tick.clock(), realTime());
      }
      case Incoming.RefusedCommand refused -> {
        long sequence =
            guarded
                .load(refused.record().getSubscriptionId())
                .map(
                    stored -> stored.state() instanceof State.Existing e ? e.head().sequence() : 0L)
                .orElse(0L);
        forward(steps.answer(refused.record(), refused.answer(), sequence), cause);
      }
      case Incoming.Unreadable unreadable ->
          deadLetter(
              unreadable.withheld() ? record.withValue(WITHHELD) : record,
              where,
              unreadable.reason());
    }
  }

  /** Has a record decided; where that cannot be done, it is put aside for when it can. */
  private void takeRecord(
      String subscriptionId,
      Input input,
      Origin origin,
      Record<byte[], byte[]> record,
      RecordMetadata where) {
    Instant recordedAt = Instant.ofEpochMilli(record.timestamp());
    Optional<StateCodec.Stored> stored =
        input instanceof Input.Command
            ? loadAsOf(subscriptionId, recordedAt)
            : guarded.load(subscriptionId);
    if (input instanceof Input.ChannelAnswer
        && stored.filter(found -> found.state() instanceof State.Unborn).isPresent()) {
      deadLetter(record, where, "There is no such subscription: check the subscriptionId.");
      return;
    }
    boolean taken =
        stored
            .filter(
                found ->
                    take(
                        subscriptionId,
                        found,
                        input,
                        () -> moment(found.state(), clock(found.state(), input), recordedAt),
                        origin,
                        Cause.of(record.headers(), recordedAt)))
            .isPresent();
    if (!taken) {
      deadLetter(record, where, guarded.whyNotTaken(subscriptionId));
    }
  }

  /**
   * A subscription as a command finds it: with what fell due before the command was written,
   * however late both are read. Else whoever cancels in a period that began while nothing ran would
   * have cancelled before it. What the channel answers is not waited for so: it settles what is
   * older.
   */
  private Optional<StateCodec.Stored> loadAsOf(String subscriptionId, Instant recordedAt) {
    Instant now = realTime();
    Instant asOf = recordedAt.isBefore(now) ? recordedAt : now;
    Optional<StateCodec.Stored> stored = guarded.load(subscriptionId);
    // What a bite leaves is taken at the next tick.
    for (int taken = 0; taken < DUE_ITEMS_PER_BITE_MAX; taken++) {
      Optional<DueKey> due = stored.flatMap(found -> dueBefore(asOf, subscriptionId, found));
      if (due.isEmpty() || guarded.isSetAside(subscriptionId)) {
        return stored;
      }
      if (!wake(due.get(), asOf, now)) {
        return stored;
      }
      stored = guarded.load(subscriptionId);
    }
    return stored;
  }

  private static Optional<DueKey> dueBefore(
      Instant time, String subscriptionId, StateCodec.Stored stored) {
    return stored.state() instanceof State.Existing existing
            && existing.head().terms().clock() instanceof ClockId.Live clock
        ? stored
            .dueAt()
            .filter(at -> at.isBefore(time))
            .map(at -> new DueKey(clock, at, subscriptionId))
        : Optional.empty();
  }

  /** The subscription's clock, or the one it is to be born on. */
  private static ClockId clock(State state, Input input) {
    if (state instanceof State.Existing existing) {
      return existing.head().terms().clock();
    }
    return input instanceof Input.Command.Create create ? create.request().clock() : ClockId.LIVE;
  }

  /**
   * When a record is decided: at its own time, but taken up now, however long it has waited. A key
   * that it makes would else have no time left to be presented.
   */
  private Moment moment(State state, ClockId clock, Instant recordedAt) {
    return new Moment(
        SubscriptionTime.of(state, clock, recordedAt, testClocks),
        SubscriptionTime.later(recordedAt, realTime()));
  }

  /** Now: what falls due is decided now, even where a record that has waited moved its clock. */
  private Instant realTime() {
    return liveTime.believed(Instant.ofEpochMilli(context.currentSystemTimeMs()));
  }

  /** Real time goes on: the live clock's due items, and what test clocks have left to do. */
  private void tick(Instant told) {
    Instant now = liveTime.dueThrough(told);
    Instant through = readThrough.dueThrough(now);
    int left = DUE_ITEMS_PER_BITE_MAX;
    boolean goesOn;
    do {
      goesOn = false;
      List<DueKey> items = stores.due().due(ClockId.LIVE, through, left, guarded::isSetAside);
      for (DueKey item : items) {
        goesOn |= wake(item, through, now);
      }
      left -= items.size();
    } while (goesOn && left > 0);
    for (ClockId.Test clock : testClocks.underWay()) {
      runTestClock(clock, liveTime.believed(told));
    }
  }

  /**
   * Takes what is due on a test clock, in order; when nothing is due and nobody waits for the
   * channel, says that the target is reached. What a bite leaves is taken at the next tick. Those
   * that are set aside do not hold up the others. A clock that cannot be read stands still.
   */
  private void runTestClock(ClockId.Test clock, Instant now) {
    Optional<Instant> sentTo = testClocks.runsTo(clock);
    if (sentTo.isEmpty()) {
      return;
    }
    Instant target = sentTo.get();
    List<DueKey> items;
    int taken = 0;
    do {
      // Item by item: what one of them leads to may fall due before the next.
      items = stores.due().due(clock, target, 1, guarded::isSetAside);
      for (DueKey item : items) {
        wake(item, testClocks.timeOf(clock, item.dueAt()), now);
      }
      taken++;
    } while (!items.isEmpty() && taken < DUE_ITEMS_PER_BITE_MAX);
    if (items.isEmpty() && stores.waiting().isEmpty(clock, guarded::isSetAside)) {
      testClocks
          .unannounced(clock)
          .ifPresent(
              reached -> {
                testClocks.announced(clock, reached);
                announce(clock, reached, now);
              });
    }
  }

  /**
   * Takes a due item.
   *
   * @param clockTime of its clock, and on the live one how far it has been read
   * @return false when it is left for later: what fell due long ago may be there only since
   *     something that was written after that time, such as a charge that had waited for an earlier
   *     one's outcome, and would pass what lies unread before it
   */
  private boolean wake(DueKey item, Instant clockTime, Instant now) {
    Optional<StateCodec.Stored> stored = guarded.load(item.subscriptionId());
    if (stored.isEmpty()) {
      // It stays in the index, for a release that can read the state.
      return true;
    }
    if (!(stored.get().state() instanceof State.Existing existing)
        || !stored.get().dueAt().equals(Optional.of(item.dueAt()))) {
      stores.due().remove(item);
      return true;
    }
    if (item.clock() instanceof ClockId.Live
        && clockTime.isBefore(now)
        && existing.head().at().isAfter(clockTime)) {
      return false;
    }
    Instant takenAt = item.clock() instanceof ClockId.Live ? now : clockTime;
    metrics.dueLag(item.clock(), Duration.between(item.dueAt(), takenAt));
    take(
        item.subscriptionId(),
        stored.get(),
        new Input.Due(item.dueAt()),
        () -> new Moment(SubscriptionTime.later(existing.head().at(), clockTime), now),
        new Origin.OfDueItem(item.dueAt()),
        Cause.ofTime(now));
    return true;
  }

  /** False when the input was not taken, and nothing holds it. */
  private boolean take(
      String subscriptionId,
      StateCodec.Stored stored,
      Input input,
      Supplier<Moment> when,
      Origin origin,
      Cause cause) {
    Optional<Step> made =
        guarded.step(subscriptionId, stored.state(), input, when, origin, realTime());
    if (made.isEmpty()) {
      return false;
    }
    Step step = made.get();
    step.change().ifPresent(change -> put(subscriptionId, stored, change));
    step.outgoing().forEach(outgoing -> forward(outgoing, cause));
    step.events().forEach(event -> watch(subscriptionId, event));
    step.change()
        .ifPresent(
            change -> {
              if (change.after().head().terms().clock() instanceof ClockId.Test clock
                  && !(input instanceof Input.Due)) {
                runTestClock(clock, realTime());
              }
            });
    return true;
  }

  private void put(String subscriptionId, StateCodec.Stored stored, Step.Change change) {
    stores.put(subscriptionId, stored, change);
    if (guarded.takenUp(subscriptionId)) {
      ClockId clock = change.after().head().terms().clock();
      change.dueAt().ifPresent(at -> stores.due().put(new DueKey(clock, at, subscriptionId)));
    }
  }

  /** What an operator counts, and what a person has to look at. */
  private void watch(String subscriptionId, Event event) {
    metrics.event(event.getClass().getSimpleName());
    if (event instanceof Event.Parked parked) {
      LOG.atWarn()
          .addKeyValue("subscriptionId", subscriptionId)
          .addKeyValue("reason", parked.reason())
          .log("A subscription parks: nothing is charged until somebody has looked at it");
    }
    if (event instanceof Event.RefundUnresolved unresolved && unresolved.inquireAt().isEmpty()) {
      metrics.refundUnresolved();
      LOG.atError()
          .addKeyValue("subscriptionId", subscriptionId)
          .addKeyValue("refundId", unresolved.facts().refund().paymentId())
          .addKeyValue("paymentId", unresolved.facts().refundedPaymentId())
          .log("Nobody knows whether a refund was made: ask the channel, write charge.results");
    }
    if (event instanceof Event.ChargeSurplus surplus) {
      LOG.atError()
          .addKeyValue("subscriptionId", subscriptionId)
          .addKeyValue("paymentId", surplus.payment().paymentId())
          .addKeyValue("attempt", surplus.attempt())
          .log("A buyer paid twice: refund the payment once, and the surplus goes back first");
    }
  }

  private void announce(ClockId.Test clock, Instant reached, Instant now) {
    CommandReply reply =
        new CommandReply(null, new ClockReached(clock.id(), context.taskId().partition(), reached));
    forward(
        new Outgoing(
            BillingTopology.REPLIES_SINK,
            clock.id(),
            Bytes.wrap(codecs.replies().encode(reply)),
            Optional.empty()),
        Cause.ofTime(now));
  }

  private void forward(Outgoing outgoing, Cause cause) {
    Headers headers = new RecordHeaders();
    EventHeaders.putTraceparent(headers, cause.trace());
    outgoing
        .event()
        .ifPresent(
            event ->
                EventHeaders.putCloudEvent(
                    headers, event.id(), SOURCE, event.type(), cause.time(), outgoing.key()));
    byte[] key = outgoing.key().getBytes(UTF_8);
    context.forward(
        new Record<>(key, outgoing.value().get(), cause.time().toEpochMilli(), headers),
        outgoing.sink());
  }

  private void deadLetter(Record<byte[], byte[]> record, RecordMetadata where, String reason) {
    metrics.deadLetter(where.topic());
    LOG.atWarn()
        .addKeyValue("topic", where.topic())
        .addKeyValue("partition", where.partition())
        .addKeyValue("offset", where.offset())
        .addKeyValue("reason", reason)
        .log("A record that cannot be read goes to dead letters");
    ProducerRecord<byte[], byte[]> letter =
        deadLetters.of(
            where.topic(),
            where.partition(),
            where.offset(),
            record.key(),
            record.value(),
            record.headers(),
            reason);
    context.forward(
        new Record<>(letter.key(), letter.value(), realTime().toEpochMilli(), letter.headers()),
        BillingTopology.DEAD_LETTERS_SINK);
  }

  /**
   * What led to a record.
   *
   * @param trace the trace it belongs to
   * @param time real time
   */
  private record Cause(Traceparent trace, Instant time) {
    static Cause of(Headers headers, Instant time) {
      return new Cause(
          EventHeaders.traceparent(headers).map(Traceparent::child).orElseGet(Traceparent::root),
          time);
    }

    static Cause ofTime(Instant now) {
      return new Cause(Traceparent.root(), now);
    }
  }
}
