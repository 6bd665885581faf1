package dev.recur.service.admin.endpoint;

import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.schemas.webhook.EventTypes;
import dev.recur.schemas.webhook.Reach;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import dev.recur.service.input.WebhookUrl;
import dev.recur.service.terms.EndpointSettings;
import dev.recur.service.terms.EndpointSettings.Ordering;
import dev.recur.service.terms.EndpointSettings.Schedule;
import dev.recur.service.terms.EndpointSettings.Signature;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what operators say about an endpoint. */
final class EndpointBody {

  private static final int FILTER_MAX = 32;
  private static final int EVENT_TYPE_CHARS_MAX = 64;
  private static final int RATE_PER_SECOND_MAX = 10_000;

  /** As many as partitions: more could not be owned by more. */
  static final int SHARDS_MAX = 12;

  private static final EndpointSettings USUAL =
      new EndpointSettings(
          "",
          List.of(),
          false,
          Ordering.BEST_EFFORT,
          Schedule.ANTOM,
          List.of(Signature.ANTOM, Signature.STANDARD_V1),
          null,
          1);

  private static final List<String> EMAIL_TYPES =
      Arrays.stream(BuyerNotice.values()).map(BuyerNotice::eventType).toList();

  /** Names of the fields. */
  static final Set<String> NAMES =
      Set.of(
          "url",
          "eventTypes",
          "alsoOverridden",
          "ordering",
          "schedule",
          "signatures",
          "ratePerSecond",
          "shards");

  private EndpointBody() {}

  /** The settings of a new endpoint: what is left out is as usual. */
  static EndpointSettings create(Fields body, Reach reach) {
    return read(body, url(body, CommonFields.url(body, "url"), reach), USUAL);
  }

  /** The settings of an endpoint that is there: what is left out stays as it is. */
  static EndpointSettings update(Fields body, EndpointSettings before, Reach reach) {
    String url = CommonFields.optionalUrl(body, "url");
    return read(body, url == null ? before.url() : url(body, url, reach), before);
  }

  /**
   * A body that names something to change: null and an empty text are as good as nothing.
   *
   * @throws InvalidInputException when it names nothing
   */
  static Fields requireChange(Fields body) {
    if (NAMES.stream().noneMatch(body::has)) {
      throw new InvalidInputException(
          "Nothing is named that is to change: send a value for at least one of %s."
              .formatted(
                  NAMES.stream()
                      .filter(name -> !name.equals("shards"))
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    return body;
  }

  private static EndpointSettings read(Fields body, String url, EndpointSettings before) {
    Long shards = body.optionalInteger("shards", 1, SHARDS_MAX);
    return new EndpointSettings(
        url,
        eventTypes(body).orElse(before.eventTypes()),
        Objects.requireNonNullElse(body.optionalBoolean("alsoOverridden"), before.alsoOverridden()),
        Objects.requireNonNullElse(
            body.optionalOneOf("ordering", Ordering.class), before.ordering()),
        Objects.requireNonNullElse(
            body.optionalOneOf("schedule", Schedule.class), before.schedule()),
        body.optionalAnyOf("signatures", Signature.values().length, Signature.class)
            .map(named -> named.isEmpty() ? USUAL.signatures() : named.stream().distinct().toList())
            .orElse(before.signatures()),
        rate(body, before.ratePerSecond()),
        shards == null ? before.shards() : shards.intValue());
  }

  /** 0 takes the limit away. */
  private static @Nullable Integer rate(Fields body, @Nullable Integer before) {
    Long rate = body.optionalInteger("ratePerSecond", 0, RATE_PER_SECOND_MAX);
    if (rate == null) {
      return before;
    }
    return rate == 0 ? null : Integer.valueOf(rate.intValue());
  }

  /** Event types that a filter names. */
  static Optional<List<String>> eventTypes(Fields body) {
    return eventTypes(
        body, EventTypes::isKnown, EventTypes.all() + ", or what stands before their dot");
  }

  /** Types of e-mails that a filter names. */
  static Optional<List<String>> emailTypes(Fields body) {
    return eventTypes(body, EMAIL_TYPES::contains, EMAIL_TYPES.toString());
  }

  private static Optional<List<String>> eventTypes(
      Fields body, Predicate<String> known, String all) {
    return body.optionalTexts("eventTypes", FILTER_MAX, EVENT_TYPE_CHARS_MAX)
        .map(
            named -> {
              for (String name : named) {
                if (!known.test(name)) {
                  throw body.refuse(
                      "eventTypes", "holds what is no event type: send some of " + all + ".");
                }
              }
              return named.stream().distinct().toList();
            });
  }

  /** What the notifier would never post to is refused here, in the same words. */
  private static String url(Fields body, String url, Reach reach) {
    URI uri = URI.create(url);
    if (uri.getFragment() != null) {
      throw body.refuse("url", "has a fragment, which is never sent: leave it out.");
    }
    WebhookUrl.requireReachable(reach, body, "url", uri);
    return oneSpelling(uri);
  }

  /**
   * Of the spellings of a URL that are the same request the one that is sent: an endpoint is known
   * by it, and whoever writes its host in capitals means no second one.
   */
  private static String oneSpelling(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort();
    boolean named = port >= 0 && port != WebhookUrl.usualPort(scheme);
    String path = uri.getRawPath();
    return scheme
        + "://"
        + uri.getHost().toLowerCase(Locale.ROOT)
        + (named ? ":" + port : "")
        + (path.isEmpty() ? "/" : path)
        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }
}
