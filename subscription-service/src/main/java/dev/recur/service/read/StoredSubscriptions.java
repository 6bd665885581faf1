package dev.recur.service.read;

import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.store.ReadPositions;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.read.SequenceWatches.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Subscriptions in a {@link LocalStore}, and how far it has come. */
final class StoredSubscriptions implements Subscriptions {

  /**
   * What is decided just now comes at about the same time as its answer, so hardly anybody looks;
   * an answer that came with nothing new waits so much longer.
   */
  private static final Duration LOOK_AFTER = Duration.ofMillis(20);

  private final LocalStore store;
  private final ViewCodec codec;
  private final BooleanSupplier caughtUp;
  private final Function<TopicSpec<?>, Map<Integer, Long>> ends;
  private final SequenceWatches watches = new SequenceWatches(LOOK_AFTER);
  private final ReadPositions positions = new ReadPositions();

  /**
   * The read side.
   *
   * @param ends where a topic ends now, per partition
   */
  StoredSubscriptions(
      LocalStore store,
      ViewCodec codec,
      BooleanSupplier caughtUp,
      Function<TopicSpec<?>, Map<Integer, Long>> ends) {
    this.store = store;
    this.codec = codec;
    this.caughtUp = caughtUp;
    this.ends = ends;
  }

  @Override
  public boolean isCaughtUp() {
    return caughtUp.getAsBoolean();
  }

  @Override
  public @Nullable SubscriptionView find(String subscriptionId) {
    return codec.decode(store.get(StoreKeys.subscription(subscriptionId)), SubscriptionView.class);
  }

  @Override
  public @Nullable Authorisation authorisation(String subscriptionId) {
    return codec.decode(store.get(StoreKeys.authorisation(subscriptionId)), Authorisation.class);
  }

  @Override
  public Optional<SubscriptionPage> list(StartingWithin which, int page, int size) {
    List<SubscriptionView> shown = new ArrayList<>();
    long first = (page - 1L) * size;
    int[] count = {0};
    int[] lookedAt = {0};
    byte[] from = StoreKeys.startsFrom(which.clientId(), which.from());
    byte[] end = StoreKeys.startsFrom(which.clientId(), which.to().plusMillis(1));
    store.scan(
        from,
        end,
        (key, value) -> {
          SubscriptionView view = find(StoreKeys.idAfter(from, key));
          if (view != null && isAt(key, view) && which.wanted().test(view)) {
            if (count[0] >= first && shown.size() < size) {
              shown.add(view);
            }
            count[0]++;
          }
          return ++lookedAt[0] <= LISTED_MAX;
        });
    return lookedAt[0] > LISTED_MAX
        ? Optional.empty()
        : Optional.of(new SubscriptionPage(shown, count[0]));
  }

  /** False where a key is left over from a start that is another now. */
  private static boolean isAt(byte[] key, SubscriptionView view) {
    byte[] now = StoreKeys.start(view.clientId(), view.startTime(), view.subscriptionId());
    return Arrays.equals(key, now);
  }

  @Override
  public Watch watch(String subscriptionId) {
    return watches.open(subscriptionId, part -> reached(part, subscriptionId));
  }

  @Override
  public boolean awaitNow(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (TopicSpec<?> topic : List.of(Topics.SUBSCRIPTION_SNAPSHOTS, Topics.SUBSCRIPTION_EVENTS)) {
      Map<Integer, Long> end;
      try {
        end = ends.apply(topic);
      } catch (KafkaException e) {
        return false; // The broker does not answer: what now is cannot be told.
      }
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (!positions.await(topic.name(), end, left)) {
        return false;
      }
    }
    return true;
  }

  /** A topic has been taken up to these offsets. */
  void taken(TopicSpec<?> topic, Map<Integer, Long> nextOffsets) {
    positions.taken(topic.name(), nextOffsets);
  }

  /** One of the two topics has brought a subscription on. */
  void moved(Part part, String subscriptionId, long sequence) {
    watches.moved(part, subscriptionId, sequence);
  }

  private long reached(Part part, String subscriptionId) {
    return switch (part) {
      case STATE -> {
        SubscriptionView view = find(subscriptionId);
        yield view == null ? 0 : view.sequence();
      }
      case EVENTS -> {
        byte[] sequence = store.get(StoreKeys.sequence(subscriptionId));
        yield sequence == null ? 0 : StoreKeys.numbers(sequence, Long.BYTES).getLong();
      }
    };
  }
}
