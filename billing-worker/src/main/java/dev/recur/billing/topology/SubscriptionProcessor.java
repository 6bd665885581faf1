package dev.recur.billing.topology;

import dev.recur.billing.clock.LiveTime;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.Moment;
import dev.recur.billing.domain.State;
import dev.recur.billing.topology.Step.Outgoing;
import dev.recur.billing.topology.StepMaker.Origin;
import dev.recur.schemas.avro.ClockReached;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.kafka.ReadTo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
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

  /** What stands in a dead letter for a value that must not be kept. */
  private static final byte[] WITHHELD = {};

  private final BillingCodecs codecs;
  private final int partitions;
  private final LiveTime liveTime;
  private final Unread unread;
  private final BillingMetrics metrics;
  private final StepMaker steps;

  // Set by init, before any record: Kafka Streams makes a processor in two steps.
  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<byte[], byte[]> context;

  @SuppressWarnings("NullAway.Init")
  private GuardedSteps guarded;

  @SuppressWarnings("NullAway.Init")
  private StepWriter writer;

  @SuppressWarnings("NullAway.Init")
  private TestClocks testClocks;

  @SuppressWarnings("NullAway.Init")
  private RecordReader reader;

  @SuppressWarnings("NullAway.Init")
  private ReadTo readTo;

  @SuppressWarnings("NullAway.Init")
  private ReadThrough readThrough;

  @SuppressWarnings("NullAway.Init")
  private Waking waking;

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
    SubscriptionStores stores =
        new SubscriptionStores(
            context.getStateStore(BillingTopology.SUBSCRIPTIONS_STORE),
            context.getStateStore(BillingTopology.PAYMENTS_STORE),
            context.getStateStore(BillingTopology.REQUESTS_STORE),
            new DueIndex(context.getStateStore(BillingTopology.DUE_STORE)),
            new WaitingIndex(context.getStateStore(BillingTopology.WAITING_STORE)));
    guarded = new GuardedSteps(stores, steps, metrics);
    writer = new StepWriter(context, stores, guarded, metrics);
    KeyValueStore<String, byte[]> clockStore = context.getStateStore(BillingTopology.CLOCKS_STORE);
    testClocks = new TestClocks(clockStore);
    reader = new RecordReader(codecs, partitions, testClocks::exists);
    readTo =
        new ReadTo(
            context.getStateStore(BillingTopology.READ_TO_STORE), metrics.untaken().passedOver());
    readThrough =
        new ReadThrough(unread, BillingTopology.SOURCE_TOPICS, context.taskId().partition());
    waking = new Waking(stores, guarded, writer, testClocks, readThrough, metrics);
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
    if (!readTo.first(where, record.timestamp())) {
      return;
    }
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
        readTo.keep(where.topic());
        testClocks.send(tick.clock(), tick.to(), tick.outage());
        runTestClock(tick.clock(), realTime());
      }
      case Incoming.RefusedCommand refused -> {
        State now =
            guarded
                .load(refused.record().getSubscriptionId())
                .map(StateCodec.Stored::state)
                .orElse(State.UNBORN);
        readTo.keep(where.topic());
        writer.forward(
            steps.answer(refused.record(), refused.answer(), now),
            Cause.of(record.headers(), recordedAt));
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
            ? waking.loadAsOf(subscriptionId, recordedAt, realTime())
            : guarded.load(subscriptionId);
    if (input instanceof Input.ChannelAnswer
        && stored.filter(found -> found.state() instanceof State.Unborn).isPresent()) {
      deadLetter(record, where, "There is no such subscription: check the subscriptionId.");
      return;
    }
    Optional<Step> step =
        stored.flatMap(
            found ->
                guarded.step(
                    subscriptionId,
                    found.state(),
                    input,
                    () -> moment(found.state(), clock(found.state(), input), recordedAt),
                    origin,
                    realTime()));
    if (step.isEmpty()) {
      deadLetter(record, where, guarded.whyNotTaken(subscriptionId));
      return;
    }
    if (!step.get().isKnownAgain()) {
      readTo.keep(where.topic());
    }
    writer.write(subscriptionId, stored.get(), step.get(), Cause.of(record.headers(), recordedAt));
    step.get()
        .change()
        .ifPresent(
            change -> {
              if (change.after().head().terms().clock() instanceof ClockId.Test clock) {
                runTestClock(clock, realTime());
              }
            });
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
    waking.wakeLive(liveTime.dueThrough(told));
    for (ClockId.Test clock : testClocks.underWay()) {
      runTestClock(clock, liveTime.believed(told));
    }
  }

  /** Lets a test clock run on, and says it once it is where it was sent. */
  private void runTestClock(ClockId.Test clock, Instant now) {
    if (waking.wakeOn(clock, now)) {
      testClocks
          .unannounced(clock)
          .ifPresent(
              reached -> {
                testClocks.announced(clock, reached);
                announce(clock, reached, now);
              });
    }
  }

  private void announce(ClockId.Test clock, Instant reached, Instant now) {
    CommandReply reply =
        new CommandReply(null, new ClockReached(clock.id(), context.taskId().partition(), reached));
    writer.forward(
        new Outgoing(
            BillingTopology.REPLIES_SINK,
            clock.id(),
            Bytes.wrap(codecs.replies().encode(reply)),
            Optional.empty()),
        Cause.ofTime(now));
  }

  private void deadLetter(Record<byte[], byte[]> record, RecordMetadata where, String reason) {
    readTo.keep(where.topic());
    LOG.atWarn()
        .addKeyValue("topic", where.topic())
        .addKeyValue("partition", where.partition())
        .addKeyValue("offset", where.offset())
        .addKeyValue("reason", reason)
        .log("A record that cannot be read goes to dead letters");
    ProducerRecord<byte[], byte[]> letter =
        metrics
            .untaken()
            .deadLetters()
            .of(
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
}
