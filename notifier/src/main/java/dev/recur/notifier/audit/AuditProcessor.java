package dev.recur.notifier.audit;

import dev.recur.notifier.audit.AuditMeters.ClockKind;
import dev.recur.notifier.audit.AuditMeters.Drawing;
import dev.recur.notifier.audit.rules.Audit;
import dev.recur.notifier.audit.rules.Books;
import dev.recur.notifier.audit.rules.Entry;
import dev.recur.notifier.audit.rules.Finding;
import dev.recur.notifier.audit.rules.Plan;
import dev.recur.notifier.audit.rules.Watch;
import dev.recur.notifier.streams.InTask;
import dev.recur.notifier.streams.LaterReleaseException;
import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.id.TestClock;
import dev.recur.schemas.kafka.ReadTo;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the books of its partition's subscriptions, and looks from time to time at what is late. It
 * writes nothing but its own stores.
 */
final class AuditProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(AuditProcessor.class);

  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

  /** Most characters of an id, a key or a currency: several times what any has. */
  static final int NAME_CHARS_MAX = 200;

  private final AuditCodecs codecs;
  private final AuditSettings settings;
  private final AuditMeters meters;
  private final AuditMeters.Part part;
  private final ProcessorContext<byte[], byte[]> context;
  private final BookShelf shelf;
  private final KeyValueStore<String, Long> clocks;
  private final KeyValueStore<String, Long> findings;
  private final ReadTo readTo;
  private final WatchIndex watches;
  private final Bookkeeper books;
  private final Cancellable looks;

  /** What {@link #findings} has, of the kinds that this version knows. */
  private final Map<Finding.Kind, Long> found = new EnumMap<>(Finding.Kind.class);

  /**
   * Test clocks of which something may be late, and when anything last happened on each, in real
   * time: a clock that is being sent on is not late. The others are not looked at, however many
   * there are.
   */
  private final Map<String, Instant> unsettled = new HashMap<>();

  AuditProcessor(
      AuditCodecs codecs,
      AuditSettings settings,
      AuditMeters meters,
      ShelfRoom room,
      ProcessorContext<byte[], byte[]> context) {
    this.codecs = codecs;
    this.settings = settings;
    this.meters = meters;
    this.context = context;
    KeyValueStore<Bytes, byte[]> stored = context.getStateStore(AuditTopology.BOOKS);
    this.shelf = new BookShelf(stored, room);
    this.clocks = context.getStateStore(AuditTopology.CLOCKS);
    this.findings = context.getStateStore(AuditTopology.FINDINGS);
    this.readTo = new ReadTo(context.getStateStore(AuditTopology.READ_TO), meters.passedOver());
    KeyValueStore<Bytes, byte[]> index = context.getStateStore(AuditTopology.WATCHES);
    this.watches = new WatchIndex(index);
    this.books = new Bookkeeper(shelf, watches);
    try (KeyValueIterator<String, Long> all = findings.all()) {
      // A later version's kind is shown by that: its count stays where it is.
      all.forEachRemaining(
          one -> Finding.Kind.of(one.key).ifPresent(kind -> found.put(kind, one.value)));
    }
    try (KeyValueIterator<String, Long> all = clocks.all()) {
      List<String> nowhere = new ArrayList<>();
      all.forEachRemaining(
          clock -> {
            if (TestClock.isShown(Instant.ofEpochMilli(clock.value))) {
              unsettled.put(clock.key, now());
            } else {
              nowhere.add(clock.key);
            }
          });
      // An earlier release took what the worker puts aside, and all on that clock was overdue.
      nowhere.forEach(clocks::delete);
    }
    this.part = meters.part();
    look(now());
    this.looks =
        context.schedule(
            LOOK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, ms -> look(Instant.ofEpochMilli(ms)));
  }

  /**
   * The task goes elsewhere, or begins anew with another processor. A task that begins anew keeps
   * what was scheduled with it, and what this processor has at hand is old from now on.
   */
  @Override
  public void close() {
    looks.cancel();
    part.close();
    shelf.close();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata place = InTask.place(context);
    if (!readTo.first(place, record.timestamp())) {
      return;
    }
    String topic = place.topic();
    readTo.keep(topic);
    try {
      if (topic.equals(Topics.SUBSCRIPTION_EVENTS.name())) {
        onEvent(codecs.events().decode(record.value()), writtenAt(record));
      } else if (topic.equals(Topics.CHARGE_REQUESTS.name())) {
        onRequest(codecs.requests().decode(record.value()), writtenAt(record));
      } else if (topic.equals(Topics.CHARGE_RESULTS.name())) {
        onResult(codecs.results().decode(record.value()), writtenAt(record));
      } else {
        onTick(record.key(), codecs.ticks().decode(record.value()));
      }
      meters.read(topic);
    } catch (UndecodableRecordException e) {
      unreadable(topic, e);
    }
  }

  private void onEvent(SubscriptionEvent event, Instant writtenAt) {
    Optional<Entry> told;
    try {
      told = EntryMapping.entry(event, writtenAt);
    } catch (LaterReleaseException e) {
      throw e;
    } catch (RuntimeException e) {
      // What is wrong with it shows as a gap in the sequence, too.
      unreadable(Topics.SUBSCRIPTION_EVENTS.name(), e);
      return;
    }
    Entry entry =
        told.orElseThrow(
            () ->
                new LaterReleaseException(
                    "Event %d of %s is of a type this version does not know"
                        .formatted(event.getSequence(), event.getSubscriptionId())));
    take(
        event.getSubscriptionId(),
        before -> Audit.ofEvent(before, entry, now()),
        before -> before.past(entry));
  }

  private void onRequest(ChargeRequest request, Instant writtenAt) {
    if (request.getOperation() == ChannelOperation.INQUIRE
        || isTooLong(
            Topics.CHARGE_REQUESTS,
            request.getSubscriptionId(),
            request.getKey(),
            request.getPaymentId(),
            request.getAmount().getCurrency())) {
      return;
    }
    take(
        request.getSubscriptionId(),
        before ->
            Audit.ofRequest(
                before,
                request.getKey(),
                request.getPaymentId(),
                EntryMapping.money(request.getAmount()),
                writtenAt,
                now()),
        before -> before);
  }

  private void onResult(ChargeResult result, Instant writtenAt) {
    if (result.getOutcome() != ChargeOutcome.SUCCEEDED
        || isTooLong(
            Topics.CHARGE_RESULTS,
            result.getSubscriptionId(),
            result.getKey(),
            result.getPaymentId())) {
      return;
    }
    take(
        result.getSubscriptionId(),
        before -> Audit.ofSuccess(before, result.getKey(), result.getPaymentId(), writtenAt, now()),
        before -> before);
  }

  /** One that the worker puts aside moves no clock, and so makes nothing late. */
  private void onTick(byte @Nullable [] key, ClockTick tick) {
    TestClock.objection(key, tick.getTestClockId(), tick.getTo())
        .ifPresent(
            objection -> {
              throw new UndecodableRecordException(objection, null);
            });
    Long known = clocks.get(tick.getTestClockId());
    long to = tick.getTo().toEpochMilli();
    if (known == null || to > known) {
      clocks.put(tick.getTestClockId(), to);
    }
    unsettled.put(tick.getTestClockId(), now());
  }

  /**
   * True where a name is longer than any that the ledger gives: the books keep names as they come,
   * and what others write is bounded by nobody else. The record is counted as one that cannot be
   * read.
   */
  private boolean isTooLong(TopicSpec<?> topic, String... names) {
    for (String name : names) {
      if (name.length() > NAME_CHARS_MAX) {
        unreadable(
            topic.name(),
            new IllegalArgumentException(
                "a name of %d characters, of %d at most".formatted(name.length(), NAME_CHARS_MAX)));
        return true;
      }
    }
    return false;
  }

  /**
   * Takes one record into a subscription's books.
   *
   * @param rules what follows from it
   * @param skipped the books where the rules themselves meet a fault
   */
  private void take(
      String subscriptionId, Function<Books, Audit> rules, Function<Books, Books> skipped) {
    Audit audit = books.take(subscriptionId, rules, skipped, lateFrom(now()));
    Books after = audit.books();
    after.plan().flatMap(Plan::clock).ifPresent(clock -> unsettled.put(clock, now()));
    audit.findings().forEach(finding -> found(subscriptionId, after.sequence(), finding));
  }

  /** What began then or before may count as late, whatever it is. */
  private Instant lateFrom(Instant now) {
    return now.minus(shorter(settings.overdueAfter(), settings.noOutcomeAfter()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void found(String subscriptionId, long sequence, Finding finding) {
    findings.put(finding.kind().name(), found.merge(finding.kind(), 1L, Long::sum));
    meters.found(subscriptionId, sequence, finding);
    LOG.atError()
        .addKeyValue("subscriptionId", subscriptionId)
        .addKeyValue("sequence", sequence)
        .addKeyValue("kind", finding.kind())
        .addKeyValue("found", finding.what())
        .log("Something does not add up: deploy/observability/README.md says what to do");
  }

  /** Looks at what is late, and shows it. */
  private void look(Instant now) {
    books
        .lookAgain(lateFrom(now))
        .forEach(unread -> found(unread.subscriptionId(), 0, unread.finding()));
    Drawing drawing = new Drawing();
    Function<Watch, Duration> lateness = watch -> Duration.between(watch.since(), now);
    late(drawing, Watch.Kind.EXPECTED, now.minus(settings.overdueAfter()), lateness);
    late(drawing, Watch.Kind.IN_FLIGHT, now.minus(settings.noOutcomeAfter()), lateness);
    late(drawing, Watch.Kind.UNMATCHED, now.minus(settings.overdueAfter()), lateness);
    int busy = 0;
    for (Map.Entry<String, Instant> clock : List.copyOf(unsettled.entrySet())) {
      if (now.isBefore(clock.getValue().plus(settings.overdueAfter()))) {
        busy++;
      } else if (!lookAtClock(drawing, clock.getKey())) {
        unsettled.remove(clock.getKey());
      }
    }
    part.show(drawing.done(found, busy));
  }

  private void late(
      Drawing drawing, Watch.Kind kind, Instant until, Function<Watch, Duration> lateness) {
    drawing.add(
        kind,
        ClockKind.LIVE,
        watches.late(kind, Optional.empty(), until, AuditMeters.NAMED_MAX),
        lateness);
  }

  /** True when anything is late on a test clock, where it stands now. */
  private boolean lookAtClock(Drawing drawing, String clock) {
    Long target = clocks.get(clock);
    if (target == null) {
      return false;
    }
    Instant at = Instant.ofEpochMilli(target);
    Optional<String> on = Optional.of(clock);
    Function<Watch, Duration> lateness = watch -> Duration.between(watch.since(), at);
    var expected = watches.late(Watch.Kind.EXPECTED, on, at, AuditMeters.NAMED_MAX);
    drawing.add(Watch.Kind.EXPECTED, ClockKind.TEST, expected, lateness);
    var open =
        watches.late(
            Watch.Kind.IN_FLIGHT, on, at.minus(settings.noOutcomeAfter()), AuditMeters.NAMED_MAX);
    drawing.add(Watch.Kind.IN_FLIGHT, ClockKind.TEST, open, lateness);
    return expected.count() + open.count() > 0;
  }

  private void unreadable(String topic, RuntimeException e) {
    meters.unreadable(topic);
    LOG.atWarn()
        .addKeyValue("topic", topic)
        .addKeyValue("reason", e.getMessage())
        .log("The audit cannot read a record; its reader puts it among the dead letters");
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  private static Instant writtenAt(Record<byte[], byte[]> record) {
    return Instant.ofEpochMilli(record.timestamp());
  }
}
