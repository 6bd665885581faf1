package dev.recur.schemas.id;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A lane of deliveries: what is in one lane shares an owner, a partition, an order and a limit. Its
 * text is the key of every record on the webhook topics, and how a command names it:
 *
 * <pre>
 * clientId endpointId            a merchant's endpoint
 * clientId endpointId#3          one of the shards of such an endpoint, counted from 0
 * clientId https://host:443      the URLs with this scheme, host and port that subscriptions name
 * clientId unreadable            the URLs that cannot be read
 * clientId mailto:               the e-mails to the merchant's buyers
 * </pre>
 *
 * @param clientId the merchant; it holds no blank
 * @param endpointId the merchant's endpoint; empty for URLs that subscriptions and refunds name,
 *     and for e-mails
 * @param shard which of the endpoint's shards; 0 where there is one only
 * @param text the lane as it is written
 */
public record EndpointLane(String clientId, Optional<String> endpointId, int shard, String text) {

  /** Most shards of an endpoint. */
  public static final int SHARDS_MAX = 64;

  /**
   * Most replays of a lane that are not over; as many that ended, and that were refused, it
   * remembers.
   */
  public static final int REPLAYS_MAX = 10;

  /** Scheme, perhaps user info, host (a bracketed IPv6 address too), perhaps a port, the rest. */
  private static final Pattern URL =
      Pattern.compile(
          "(https?)://(?:[^/?#@]*@)?(\\[[0-9a-f:.]+]|[^/?#:@\\[\\]]+)(?::(\\d{1,5}))?(?:[/?#].*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern ENDPOINT_ID = Pattern.compile("E[0-9a-f]{24}");

  private static final String UNREADABLE = "unreadable";

  /** What an e-mail's delivery has for a URL: the address is nobody's to read but the sender's. */
  public static final String MAIL = "mailto:";

  /**
   * The lane in which an endpoint is told of a subscription: the same one as long as the number of
   * shards stays.
   *
   * @param shards how many the endpoint has, from 1
   */
  public static EndpointLane ofEndpoint(
      String clientId, String endpointId, int shards, String subscriptionId) {
    return ofShard(clientId, endpointId, shards, shardOf(subscriptionId, shards));
  }

  /**
   * Every lane of an endpoint: a command to the endpoint is a record for each.
   *
   * @param shards how many the endpoint has, from 1
   */
  public static List<EndpointLane> allOfEndpoint(String clientId, String endpointId, int shards) {
    return IntStream.range(0, shards)
        .mapToObj(shard -> ofShard(clientId, endpointId, shards, shard))
        .toList();
  }

  /**
   * Every lane that an endpoint may ever have had, whatever number of shards it was made with.
   *
   * @param shardsMax most shards it may have had
   */
  public static List<EndpointLane> everOfEndpoint(
      String clientId, String endpointId, int shardsMax) {
    return Stream.concat(
            allOfEndpoint(clientId, endpointId, 1).stream(),
            allOfEndpoint(clientId, endpointId, shardsMax).stream())
        .toList();
  }

  /**
   * The lane of a URL that a subscription or a refund names. One that cannot be read has a lane
   * too: its deliveries fail and are seen, and hold up nobody else's.
   */
  public static EndpointLane ofUrl(String clientId, String url) {
    return new EndpointLane(clientId, Optional.empty(), 0, clientId + " " + origin(url));
  }

  /** The lane of the e-mails to a merchant's buyers. */
  public static EndpointLane ofMail(String clientId) {
    return new EndpointLane(clientId, Optional.empty(), 0, clientId + " " + MAIL);
  }

  /**
   * A lane from its text.
   *
   * @return empty when the text is no lane
   */
  public static Optional<EndpointLane> parse(String text) {
    int blank = text.indexOf(' ');
    if (blank < 1 || blank == text.length() - 1) {
      return Optional.empty();
    }
    String clientId = text.substring(0, blank);
    String rest = text.substring(blank + 1);
    if (rest.equals(UNREADABLE) || rest.equals(MAIL) || rest.contains("://")) {
      return Optional.of(new EndpointLane(clientId, Optional.empty(), 0, text));
    }
    int mark = rest.indexOf('#');
    if (mark < 0) {
      return Optional.of(new EndpointLane(clientId, Optional.of(rest), 0, text));
    }
    return shard(rest.substring(mark + 1))
        .map(
            shard -> new EndpointLane(clientId, Optional.of(rest.substring(0, mark)), shard, text));
  }

  /** True when the text has the shape of an endpoint's id: {@code E} and 24 hex digits. */
  public static boolean isEndpointId(String text) {
    return ENDPOINT_ID.matcher(text).matches();
  }

  /** True for the lane of the e-mails to a merchant's buyers. */
  public boolean isMail() {
    return endpointId.isEmpty() && target().equals(MAIL);
  }

  /**
   * What the lane tells about, without the merchant and without the shard: the endpoint, or scheme,
   * host and port. An endpoint that gets other shards stays the same.
   */
  public String target() {
    return endpointId.orElseGet(() -> text.substring(clientId.length() + 1));
  }

  private static EndpointLane ofShard(String clientId, String endpointId, int shards, int shard) {
    String text = clientId + " " + endpointId;
    return new EndpointLane(
        clientId, Optional.of(endpointId), shard, shards == 1 ? text : text + "#" + shard);
  }

  /** Kafka's own hash, as every key of these topics has it. */
  private static int shardOf(String subscriptionId, int shards) {
    if (shards < 1 || shards > SHARDS_MAX) {
      throw new IllegalArgumentException(
          "An endpoint has 1 to %d shards, not %d.".formatted(SHARDS_MAX, shards));
    }
    return shards == 1 ? 0 : Identity.partition(subscriptionId, shards);
  }

  private static Optional<Integer> shard(String digits) {
    return digits.matches("\\d{1,3}") ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
  }

  private static String origin(String url) {
    Matcher matcher = URL.matcher(url.strip());
    if (!matcher.matches()) {
      return UNREADABLE;
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    String host = matcher.group(2).toLowerCase(Locale.ROOT);
    String port = matcher.group(3);
    if (port == null) {
      port = scheme.equals("https") ? "443" : "80";
    }
    return scheme + "://" + host + ":" + port;
  }

  @Override
  public String toString() {
    return text;
  }
}
