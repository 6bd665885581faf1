package dev.recur.notifier.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.audit.rules.Watch;
import dev.recur.notifier.streams.UnreadableStateException;
import dev.recur.schemas.kafka.StoreFront;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is watched, ordered by kind, clock and time: to find what is late costs what is late, and
 * not what there is, or was. Beside it stand reminders, by time: one for each subscription of which
 * nothing can be late before.
 */
final class WatchIndex {

  /** Most entries of one kind and clock that are counted, of each task: more is as bad. */
  static final int COUNTED_MAX = 1_000;

  private static final int READ_AT_ONCE = 500;

  /** Of each kind, and of reminders; some 200 bytes each. */
  private static final int AT_HAND_MAX = 2 * COUNTED_MAX;

  private static final byte REMINDER = 'L';
  private static final byte[] NO_WORDS = {};

  private static final byte END_OF_CLOCK = 0;

  private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final KeyValueStore<Bytes, byte[]> store;

  /** What comes first of each kind on the live clock, or in real time, which never stops. */
  private final Map<Watch.Kind, StoreFront> fronts = new EnumMap<>(Watch.Kind.class);

  /** The reminders that come first. */
  private final StoreFront reminders;

  WatchIndex(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    for (Watch.Kind kind : Watch.Kind.values()) {
      fronts.put(kind, newFront(letter(kind), Optional.empty(), endOf(letter(kind))));
    }
    reminders = newFront(REMINDER, Optional.empty(), endOf(REMINDER));
  }

  private StoreFront newFront(byte letter, Optional<String> clock, Bytes end) {
    return new StoreFront(
        store, Bytes.wrap(head(letter, clock, Instant.MIN)), end, READ_AT_ONCE, AT_HAND_MAX);
  }

  /** Beyond all that is on the live clock. */
  private static Bytes endOf(byte letter) {
    return Bytes.wrap(new byte[] {letter, END_OF_CLOCK + 1});
  }

  /**
   * A subscription that is to be looked at.
   *
   * @param at when the first thing of it may have begun that is watched
   */
  record Reminder(String subscriptionId, Instant at) {}

  /**
   * What is late of one kind on one clock.
   *
   * @param count how many, {@link #COUNTED_MAX} at most
   * @param first the oldest, at most as many as were asked for
   */
  record Late(int count, List<Watch> first) {
    Late {
      first = List.copyOf(first);
    }

    Optional<Instant> oldest() {
      return first.stream().findFirst().map(Watch::since);
    }
  }

  /** Puts what is watched now in the place of what was. */
  void replace(Set<Watch> before, Set<Watch> after) {
    for (Watch watch : before) {
      if (!after.contains(watch)) {
        remove(watch);
      }
    }
    for (Watch watch : after) {
      if (!before.contains(watch)) {
        put(watch);
      }
    }
  }

  /** Puts a subscription's reminder in the place of the one that was, where there is one. */
  void remind(String subscriptionId, Optional<Instant> before, Optional<Instant> after) {
    if (before.equals(after)) {
      return;
    }
    before.ifPresent(at -> forget(new Reminder(subscriptionId, at)));
    after.ifPresent(
        at -> {
          Bytes key = key(REMINDER, Optional.empty(), at, subscriptionId);
          store.put(key, NO_WORDS);
          reminders.put(key, NO_WORDS);
        });
  }

  /** Takes a reminder away. */
  void forget(Reminder reminder) {
    Bytes key = key(REMINDER, Optional.empty(), reminder.at(), reminder.subscriptionId());
    store.delete(key);
    reminders.forget(key);
  }

  /**
   * The reminders of a time or before, the earliest first.
   *
   * @param max how many at most
   */
  List<Reminder> reminders(Instant until, int max) {
    Bytes to = Bytes.wrap(head(REMINDER, Optional.empty(), until.plusMillis(1)));
    return entries(reminders, to, max).stream()
        .map(entry -> Place.of(entry.getKey(), Optional.empty()))
        .map(place -> new Reminder(place.id(), place.time()))
        .toList();
  }

  private void remove(Watch watch) {
    Bytes key = key(watch);
    store.delete(key);
    front(watch.kind(), watch.clock()).ifPresent(front -> front.forget(key));
  }

  private void put(Watch watch) {
    Bytes key = key(watch);
    byte[] what = watch.what().getBytes(UTF_8);
    store.put(key, what);
    front(watch.kind(), watch.clock()).ifPresent(front -> front.put(key, what));
  }

  private Optional<StoreFront> front(Watch.Kind kind, Optional<String> clock) {
    return clock.isEmpty() ? Optional.ofNullable(fronts.get(kind)) : Optional.empty();
  }

  /**
   * What is as old as a time, or older.
   *
   * @param firstMax how many of them are named
   */
  Late late(Watch.Kind kind, Optional<String> clock, Instant until, int firstMax) {
    Bytes to = Bytes.wrap(head(letter(kind), clock, until.plusMillis(1)));
    StoreFront front = front(kind, clock).orElseGet(() -> newFront(letter(kind), clock, to));
    var late = entries(front, to, COUNTED_MAX);
    return new Late(
        late.size(),
        late.stream()
            .limit(firstMax)
            .map(entry -> watch(kind, clock, entry.getKey(), entry.getValue()))
            .toList());
  }

  private static List<Map.Entry<Bytes, byte[]>> entries(StoreFront front, Bytes to, int max) {
    while (front.isUnreadBefore(to) && front.atHand(to).size() < max) {
      front.readOn();
    }
    return front.atHand(to).entrySet().stream().limit(max).toList();
  }

  private static Bytes key(Watch watch) {
    return key(letter(watch.kind()), watch.clock(), watch.since(), watch.id());
  }

  private static Bytes key(byte letter, Optional<String> clock, Instant time, String of) {
    byte[] head = head(letter, clock, time);
    byte[] id = of.getBytes(UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(head.length + id.length).put(head).put(id).array());
  }

  /** The beginning of a key: kind, clock, and the time so that earlier ones sort first. */
  private static byte[] head(byte letter, Optional<String> clock, Instant time) {
    byte[] on = clock.orElse("").getBytes(UTF_8);
    return ByteBuffer.allocate(Byte.BYTES + on.length + Byte.BYTES + Long.BYTES)
        .put(letter)
        .put(on)
        .put(END_OF_CLOCK)
        .putLong(sortable(time))
        .array();
  }

  /** What a kind's keys begin with, for ever. */
  private static byte letter(Watch.Kind kind) {
    return switch (kind) {
      case EXPECTED -> 'E';
      case IN_FLIGHT -> 'F';
      case UNMATCHED -> 'U';
    };
  }

  /** What lies beyond the milliseconds that a number holds sorts as the last of them. */
  private static long sortable(Instant time) {
    return writable(time).toEpochMilli() ^ Long.MIN_VALUE;
  }

  /** A time, or the nearest that a number of milliseconds holds. */
  static Instant writable(Instant time) {
    return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
  }

  private static Watch watch(Watch.Kind kind, Optional<String> clock, Bytes key, byte[] value) {
    Place place = Place.of(key, clock);
    return new Watch(kind, clock, place.time(), place.id(), new String(value, UTF_8));
  }

  /** What a key says behind its kind and clock. */
  record Place(Instant time, String id) {

    /**
     * What this key says.
     *
     * @throws UnreadableStateException when it is none; made again from what is read, it would be
     *     another, and never be taken away
     */
    static Place of(Bytes key, Optional<String> clock) {
      ByteBuffer buffer = ByteBuffer.wrap(key.get());
      int head = Byte.BYTES + clock.orElse("").getBytes(UTF_8).length + Byte.BYTES;
      if (buffer.remaining() < head + Long.BYTES) {
        throw new UnreadableStateException("the key " + key);
      }
      buffer.position(head);
      Instant time = Instant.ofEpochMilli(buffer.getLong() ^ Long.MIN_VALUE);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      String id = new String(bytes, UTF_8);
      // What is no UTF-8 is read as this character.
      if (id.indexOf('\ufffd') >= 0 && !Arrays.equals(id.getBytes(UTF_8), bytes)) {
        throw new UnreadableStateException("the key " + key);
      }
      return new Place(time, id);
    }
  }
}
