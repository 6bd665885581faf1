package dev.recur.service.buyer;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.service.read.BuyerView;
import dev.recur.service.read.Buyers;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The buyers of subscriptions: one for each, under the subscription's own id, so that nothing else
 * has to refer to a buyer.
 *
 * <p>Two who write about the same buyer at the same moment do not wait for each other; the later
 * record counts, on every instance. Every method that writes throws {@link NotKeptException} when
 * it is not known to have done so.
 */
@Singleton
public final class KeptBuyers {

  /** Most that are forgotten in one go, so that a scan holds no more than these. */
  private static final int FORGOTTEN_AT_ONCE_MAX = 500;

  private final Buyers known;
  private final BuyerRecords records;
  private final InstantSource clock;

  KeptBuyers(Buyers known, BuyerRecords records, InstantSource clock) {
    this.known = known;
    this.records = records;
    this.clock = clock;
  }

  /**
   * What is known of a subscription's buyer; empty when there was never one, or it is forgotten.
   *
   * @throws NotKeptException while this instance has not read all of them
   */
  public Optional<BuyerData> find(String subscriptionId) {
    return view(subscriptionId).flatMap(BuyerView::data);
  }

  /**
   * Writes down the buyer that a new subscription came with. The first stays, also when it was
   * forgotten: a request that is repeated brings nobody back.
   */
  public void keepFirst(String clientId, String subscriptionId, BuyerData data) {
    if (view(subscriptionId).isEmpty()) {
      write(new BuyerRecord.Known(subscriptionId, clientId, data, clock.instant()));
    }
  }

  /** Writes down for a new subscription the buyer of the one whose place it takes. */
  public void keepCopy(String clientId, String from, String to) {
    view(from)
        .filter(old -> old.clientId().equals(clientId))
        .flatMap(BuyerView::data)
        .ifPresent(data -> keepFirst(clientId, to, data));
  }

  /**
   * Writes down what was new. Somebody who was forgotten is a buyer again.
   *
   * @param change what becomes of what was known, or of {@link BuyerData#NOTHING}
   */
  public void change(String clientId, String subscriptionId, UnaryOperator<BuyerData> change) {
    Optional<BuyerView> before = view(subscriptionId);
    BuyerData data = change.apply(before.flatMap(BuyerView::data).orElse(BuyerData.NOTHING));
    Instant createdAt = before.map(BuyerView::createdAt).orElseGet(clock::instant);
    write(new BuyerRecord.Known(subscriptionId, clientId, data, createdAt));
  }

  /** A buyer does not want to be written to about something; one who is not known stays so. */
  public void unsubscribe(String subscriptionId, Set<BuyerNotice> notices) {
    Optional<BuyerView> view = view(subscriptionId);
    view.flatMap(BuyerView::data)
        .filter(data -> !data.unsubscribed().containsAll(notices))
        .ifPresent(
            data ->
                write(
                    new BuyerRecord.Known(
                        subscriptionId,
                        view.orElseThrow().clientId(),
                        data.without(notices),
                        view.orElseThrow().createdAt())));
  }

  /** Leaves nothing of a buyer whose subscription was refused. */
  public void drop(String subscriptionId) {
    if (find(subscriptionId).isPresent()) {
      write(new BuyerRecord.Nothing(subscriptionId));
    }
  }

  /**
   * Forgets the buyer of one subscription.
   *
   * @return how many were forgotten: none when none was known
   */
  public int forget(String clientId, String subscriptionId) {
    Optional<BuyerView> buyer =
        view(subscriptionId)
            .filter(view -> view.clientId().equals(clientId) && view.data().isPresent());
    buyer.ifPresent(view -> write(forgotten(view)));
    return buyer.isPresent() ? 1 : 0;
  }

  /**
   * Forgets a merchant's buyers that are written to at an address.
   *
   * @return how many were forgotten, one for each subscription
   */
  public int forgetAt(String clientId, String email) {
    requireCaughtUp();
    int count = 0;
    List<BuyerView> found = known.writtenToAt(clientId, email, FORGOTTEN_AT_ONCE_MAX);
    while (!found.isEmpty()) {
      records.write(found.stream().map(this::forgotten).toList());
      count += found.size();
      found = known.writtenToAt(clientId, email, FORGOTTEN_AT_ONCE_MAX);
    }
    return count;
  }

  private BuyerRecord forgotten(BuyerView view) {
    return new BuyerRecord.Forgotten(
        view.subscriptionId(), view.clientId(), view.createdAt(), clock.instant());
  }

  private Optional<BuyerView> view(String subscriptionId) {
    requireCaughtUp();
    return Optional.ofNullable(known.find(subscriptionId));
  }

  private void requireCaughtUp() {
    if (!known.isCaughtUp()) {
      throw new NotKeptException("This instance has just started and is still reading.", null);
    }
  }

  private void write(BuyerRecord record) {
    records.write(List.of(record));
  }
}
