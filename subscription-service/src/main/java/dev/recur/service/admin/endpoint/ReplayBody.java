package dev.recur.service.admin.endpoint;

import dev.recur.schemas.id.Identity;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.terms.ReplayRange;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what operators want to have delivered again. */
final class ReplayBody {

  private static final Pattern REPLAY_ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final int ID_BYTES = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** How long the topic keeps deliveries. */
  static final Duration KEPT = Duration.ofDays(90);

  /** Names of the fields, besides those that name the lanes. */
  static final Set<String> NAMES = Set.of("since", "until", "replayId", "filter");

  private static final Set<String> FILTER_NAMES =
      Set.of("eventTypes", "subscriptionId", "deliveryId");

  private ReplayBody() {}

  /**
   * What somebody asks for.
   *
   * @param untilNamed false where it ends at the time it came, since nobody said when
   */
  record Asked(LaneOrder.StartReplay order, boolean untilNamed) {

    /** True when a replay of this range is what is asked for; without an end any one will do. */
    boolean isOf(ReplayRange range) {
      ReplayRange asked = order.range();
      return (untilNamed ? asked : asked.until(range.until())).equals(range);
    }
  }

  /**
   * Reads the body.
   *
   * @param now when it came: until then, where the body does not say until when
   */
  static Asked read(Fields body, Instant now) {
    Instant since = CommonFields.time(body, "since").toInstant().truncatedTo(ChronoUnit.MILLIS);
    if (since.isBefore(now.minus(KEPT))) {
      throw body.refuse(
          "since",
          "lies more than %d days ago, and deliveries are kept that long: send a later time, and"
                  .formatted(KEPT.toDays())
              + " get earlier events from GET /events.");
    }
    Instant until =
        Objects.requireNonNullElse(CommonFields.optionalInstant(body, "until"), now)
            .truncatedTo(ChronoUnit.MILLIS);
    if (!since.isBefore(until) || !since.isBefore(now)) {
      throw body.refuse("since", "does not lie before until, or before now: send an earlier time.");
    }
    return new Asked(
        new LaneOrder.StartReplay(
            Objects.requireNonNullElseGet(replayId(body), ReplayBody::newId),
            body.optionalObject("filter")
                .map(filter -> range(since, until, filter.only(FILTER_NAMES), Lanes.isOfMail(body)))
                .orElseGet(() -> new ReplayRange(since, until, List.of(), null, null))),
        body.has("until"));
  }

  private static @Nullable String replayId(Fields body) {
    String id = body.optionalText("replayId", CommonFields.ID_CHARS_MAX);
    if (id != null && !REPLAY_ID.matcher(id).matches()) {
      throw body.refuse(
          "replayId", "has other characters than letters, digits, dots, _ and -: send another.");
    }
    return id;
  }

  private static String newId() {
    byte[] random = new byte[ID_BYTES];
    RANDOM.nextBytes(random);
    return "R" + HexFormat.of().formatHex(random);
  }

  private static ReplayRange range(Instant since, Instant until, Fields filter, boolean ofMail) {
    String subscriptionId = filter.optionalText("subscriptionId", CommonFields.ID_CHARS_MAX);
    if (subscriptionId != null && !Identity.isSubscriptionId(subscriptionId)) {
      throw filter.refuse("subscriptionId", "is no subscription's id: send one you were given.");
    }
    return new ReplayRange(
        since,
        until,
        (ofMail ? EndpointBody.emailTypes(filter) : EndpointBody.eventTypes(filter))
            .orElse(List.of()),
        subscriptionId,
        filter.optionalText("deliveryId", CommonFields.DELIVERY_ID_CHARS_MAX));
  }
}
