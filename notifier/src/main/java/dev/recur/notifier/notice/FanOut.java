package dev.recur.notifier.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** From one event of the ledger to what is delivered. */
public final class FanOut {

  private static final int HASH_DIGITS = 40;

  private FanOut() {}

  /**
   * Takes up one event.
   *
   * @param known what is remembered of its subscription; empty for a new one
   */
  public static Step take(Optional<Context> known, LedgerEvent event) {
    if (known.isEmpty()) {
      return event.what() instanceof Happening.Created created
          ? new Step.Taken(Context.begin(event, created), Optional.empty())
          : new Step.Orphaned();
    }
    Context before = known.get();
    if (event.sequence() <= before.sequence()) {
      return new Step.Repeated();
    }
    Context after = before.after(event);
    Optional<Telling> telling =
        Notice.of(before, event.what()).flatMap(notice -> tell(after, event, notice));
    return new Step.Taken(telling.map(Telling::lane).map(after::told).orElse(after), telling);
  }

  private static Optional<Telling> tell(Context context, LedgerEvent event, Notice notice) {
    return notice.url(context.terms().endpoints()).map(url -> tell(context, event, notice, url));
  }

  private static Telling tell(Context context, LedgerEvent event, Notice notice, String url) {
    String lane = Lane.of(context.clientId(), url);
    long previous = context.lastTold(lane);
    return new Telling(
        deliveryId(event.subscriptionId(), event.sequence(), lane),
        lane,
        notice.notification(),
        url,
        previous,
        Renderer.render(context, event, notice, previous));
  }

  /** {@code D} and 40 hex digits of the hash over subscription, LF, sequence, LF, lane. */
  static String deliveryId(String subscriptionId, long sequence, String lane) {
    String text = subscriptionId + "\n" + sequence + "\n" + lane;
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "D" + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
