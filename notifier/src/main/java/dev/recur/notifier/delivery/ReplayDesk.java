package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.ReplaySource.Batch;
import dev.recur.notifier.delivery.ReplaySource.Found;
import dev.recur.notifier.delivery.ReplaySource.Reading;
import dev.recur.notifier.delivery.ReplaySource.Request;
import dev.recur.notifier.queue.Replay;
import dev.recur.schemas.avro.StartReplay;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The replays of one task's lanes: asks for deliveries to be read, and takes them in together with
 * how far that is. After a crash it asks again from there.
 */
final class ReplayDesk {

  /** Less room than this is not worth reading for. */
  private static final int BATCH_MIN = Replay.UNDER_WAY_MAX / 2;

  private final Lanes lanes;
  private final Desk desk;
  private final LaneBook book;
  private final Reading reading;
  private final DeliveryMeters meters;
  private final int partition;
  private final Supplier<Instant> clock;

  /** Lanes that have a replay with something left to do. */
  private final Set<Lane> atWork = new HashSet<>();

  ReplayDesk(
      Lanes lanes,
      Desk desk,
      LaneBook book,
      Reading reading,
      DeliveryMeters meters,
      int partition,
      Supplier<Instant> clock) {
    this.lanes = lanes;
    this.desk = desk;
    this.book = book;
    this.reading = reading;
    this.meters = meters;
    this.partition = partition;
    this.clock = clock;
  }

  /** Somebody asks for a replay. */
  void start(Lane lane, StartReplay start) {
    Replay.Filter filter =
        new Replay.Filter(
            start.getSince(),
            start.getUntil(),
            start.getEventTypes(),
            Optional.ofNullable(start.getSubscriptionId()),
            Optional.ofNullable(start.getDeliveryId()));
    book.replays(
        lane, lane.replays().asked(Replay.asked(start.getReplayId(), filter, clock.get())));
    isAtWork(lane);
  }

  /** Somebody stops one. */
  void cancel(Lane lane, String replayId) {
    book.replays(lane, lane.replays().cancelled(replayId));
    isAtWork(lane);
  }

  /** The lane may have a replay to go on with, or none any more. */
  void isAtWork(Lane lane) {
    if (lane.isReplaying()) {
      atWork.add(lane);
    } else {
      atWork.remove(lane);
    }
    lanes.wake(lane, clock.get().toEpochMilli());
  }

  /** How many lanes have a replay that is not over. */
  int running() {
    return atWork.size();
  }

  /** Asks for more where there is room, and takes in what was read. */
  void goOn() {
    if (atWork.isEmpty()) {
      return;
    }
    atWork.forEach(this::ask);
    for (Optional<Batch> batch = reading.poll(); batch.isPresent(); batch = reading.poll()) {
      take(batch.get());
    }
  }

  private void ask(Lane lane) {
    int room = Replay.UNDER_WAY_MAX - lane.replaysUnderWay();
    if (lane.isReading() || room < BATCH_MIN || !lane.gate().open() || lane.hasHeld()) {
      // What it holds has first call on its room: it may be of a replay itself.
      return;
    }
    lane.replays()
        .running()
        .ifPresent(
            replay -> {
              lane.isReading(true);
              reading.ask(new Request(partition, lane.text(), replay, room));
            });
  }

  private void take(Batch batch) {
    Lane lane = lanes.get(batch.request().lane());
    lane.isReading(false);
    Replay asked = batch.request().replay();
    boolean isStillWanted =
        lane.replays()
            .running()
            .filter(running -> running.replayId().equals(asked.replayId()))
            .filter(running -> running.nextOffset() == asked.nextOffset())
            .isPresent();
    if (isStillWanted) {
      int made = 0;
      for (Found found : batch.found()) {
        made += desk.replayed(lane, found.delivery(), found.offset()) ? 1 : 0;
      }
      int count = made;
      meters.replayed(count);
      book.replays(
          lane,
          lane.replays()
              .with(
                  asked.replayId(),
                  replay ->
                      replay.advanced(
                          count, batch.nextOffset(), batch.endOffset(), batch.reached())));
    }
    isAtWork(lane);
  }
}
