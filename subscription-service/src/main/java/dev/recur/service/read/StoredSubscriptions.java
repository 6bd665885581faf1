package dev.recur.service.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The read side in a {@link LocalStore}. Keys: {@code s/} and the subscription for its state,
 * {@code a/} for its authorisation, {@code p/} and the subscription, when it was first asked for
 * and its id for a payment: so a payment has one place, whatever becomes of it, and the places are
 * in order. Values are JSON of the views.
 */
final class StoredSubscriptions implements Subscriptions {

  private final LocalStore store;
  private final JsonMapper json;
  private final BooleanSupplier caughtUp;
  private final Function<TopicSpec<?>, Map<Integer, Long>> ends;
  private final SequenceWaits waits = new SequenceWaits();
  private final ReadPositions positions = new ReadPositions();

  /**
   * The read side.
   *
   * @param ends where a topic ends now, per partition
   */
  StoredSubscriptions(
      LocalStore store,
      JsonMapper json,
      BooleanSupplier caughtUp,
      Function<TopicSpec<?>, Map<Integer, Long>> ends) {
    this.store = store;
    this.json = json;
    this.caughtUp = caughtUp;
    this.ends = ends;
  }

  @Override
  public boolean isCaughtUp() {
    return caughtUp.getAsBoolean();
  }

  @Override
  public @Nullable SubscriptionView find(String subscriptionId) {
    return decode(store.get(subscriptionKey(subscriptionId)), SubscriptionView.class);
  }

  @Override
  public @Nullable Authorisation authorisation(String subscriptionId) {
    return decode(store.get(authorisationKey(subscriptionId)), Authorisation.class);
  }

  @Override
  public PaymentPage payments(
      String subscriptionId, Set<PaymentView.Status> statuses, int page, int size) {
    List<PaymentView> shown = new ArrayList<>();
    long first = (page - 1L) * size;
    int[] count = {0};
    store.forEach(
        ("p/" + subscriptionId + "/").getBytes(UTF_8),
        (key, value) -> {
          PaymentView payment = decode(value, PaymentView.class);
          if (payment != null && statuses.contains(payment.status())) {
            if (count[0] >= first && shown.size() < size) {
              shown.add(payment);
            }
            count[0]++;
          }
        });
    return new PaymentPage(shown, count[0]);
  }

  @Override
  public boolean awaitSequence(String subscriptionId, long sequence, Duration atMost)
      throws InterruptedException {
    return waits.await(subscriptionId, sequence, atMost, () -> sequence(subscriptionId));
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

  /** A subscription has reached a sequence here. */
  void reached(String subscriptionId, long sequence) {
    waits.reached(subscriptionId, sequence);
  }

  private long sequence(String subscriptionId) {
    SubscriptionView view = find(subscriptionId);
    return view == null ? 0 : view.sequence();
  }

  static byte[] subscriptionKey(String subscriptionId) {
    return ("s/" + subscriptionId).getBytes(UTF_8);
  }

  static byte[] authorisationKey(String subscriptionId) {
    return ("a/" + subscriptionId).getBytes(UTF_8);
  }

  static byte[] paymentKey(String subscriptionId, PaymentView payment) {
    byte[] prefix = ("p/" + subscriptionId + "/").getBytes(UTF_8);
    byte[] id = payment.paymentId().getBytes(UTF_8);
    return ByteBuffer.allocate(prefix.length + Long.BYTES + id.length)
        .put(prefix)
        .putLong(payment.createdAt().toEpochMilli())
        .put(id)
        .array();
  }

  byte[] encode(Object view) {
    try {
      return json.writeValueAsBytes(view);
    } catch (IOException e) {
      throw new UncheckedIOException("A view cannot be written as JSON.", e);
    }
  }

  private <T> @Nullable T decode(byte @Nullable [] bytes, Class<T> type) {
    if (bytes == null) {
      return null;
    }
    try {
      return json.readValue(bytes, type);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The local store holds what this version did not write: delete it, and it is made anew"
              + " from Kafka.",
          e);
    }
  }
}
