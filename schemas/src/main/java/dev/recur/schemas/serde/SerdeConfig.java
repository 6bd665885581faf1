package dev.recur.schemas.serde;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The settings of serializer, deserializer and registry client. Keys and meaning are Confluent's;
 * where a default differs, its text says why. A setting of Confluent's that is not supported is
 * refused when given, because silence would let an operator believe in it.
 */
public final class SerdeConfig extends AbstractConfig {

  public static final String REGISTRY_URL = "schema.registry.url";
  public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
  public static final String USER_INFO = "basic.auth.user.info";
  public static final String AUTO_REGISTER = "auto.register.schemas";
  public static final String USE_LATEST_VERSION = "use.latest.version";
  public static final String SPECIFIC_READER = "specific.avro.reader";
  public static final String SPECIFIC_VALUE_TYPE = "specific.avro.value.type";
  public static final String SPECIFIC_KEY_TYPE = "specific.avro.key.type";
  public static final String CONNECT_TIMEOUT_MS = "http.connect.timeout.ms";
  public static final String READ_TIMEOUT_MS = "http.read.timeout.ms";
  public static final String RETRIES_MAX = "max.retries";
  public static final String RETRY_WAIT_MS = "retries.wait.ms";
  public static final String RETRY_WAIT_MS_MAX = "retries.max.wait.ms";
  public static final String SCHEMAS_MAX = "max.schemas.per.subject";
  public static final String MISSING_ID_SECONDS = "missing.id.cache.ttl.sec";

  private static final String TOPIC_NAME_STRATEGY = "TopicNameStrategy";

  /**
   * Confluent's settings that would change what is written or read, or how, if they were heeded.
   */
  private static final List<String> NOT_SUPPORTED =
      List.of(
          "use.schema.id",
          "id.compatibility.strict",
          "use.latest.with.metadata",
          "latest.compatibility.strict",
          "latest.cache.size",
          "latest.cache.ttl.sec",
          "missing.cache.size",
          "missing.version.cache.ttl.sec",
          "missing.schema.cache.ttl.sec",
          "normalize.schemas",
          "schema.reflection",
          "schema.format",
          "context.name.strategy",
          "avro.remove.java.properties",
          "avro.reflection.allow.null",
          "key.schema.id.serializer",
          "value.schema.id.serializer",
          "key.schema.id.deserializer",
          "value.schema.id.deserializer");

  /** What more such settings begin with. */
  private static final List<String> NOT_SUPPORTED_PREFIXES =
      List.of("schema.registry.", "bearer.auth.", "proxy.", "request.header.", "rule.");

  private static final List<String> SUBJECT_STRATEGIES =
      List.of("key.subject.name.strategy", "value.subject.name.strategy");

  private static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              REGISTRY_URL,
              ConfigDef.Type.LIST,
              Importance.HIGH,
              "Addresses of the registry with their base path, tried in turn; http or https."
                  + " TLS trusts what the JVM trusts.")
          .define(
              CREDENTIALS_SOURCE,
              ConfigDef.Type.STRING,
              "URL",
              ValidString.in("URL", "USER_INFO"),
              Importance.MEDIUM,
              "Where user and password stand: in the address (URL) or in basic.auth.user.info"
                  + " (USER_INFO).")
          .define(
              USER_INFO,
              ConfigDef.Type.PASSWORD,
              null,
              Importance.MEDIUM,
              "user:password, for USER_INFO. Default: none.")
          .define(
              AUTO_REGISTER,
              ConfigDef.Type.BOOLEAN,
              true,
              Importance.MEDIUM,
              "Whether writing registers a schema the registry does not have. RecordCodecs makes"
                  + " it false where nobody says otherwise: a deploy step registers.")
          .define(
              USE_LATEST_VERSION,
              ConfigDef.Type.BOOLEAN,
              false,
              Importance.LOW,
              "Whether to write with the subject's latest version, asked for once per process;"
                  + " only heeded without auto.register.schemas.")
          .define(
              SPECIFIC_READER,
              ConfigDef.Type.BOOLEAN,
              true,
              Importance.LOW,
              "Must be true, which is not Confluent's default: only generated classes are read.")
          .define(
              SPECIFIC_VALUE_TYPE,
              ConfigDef.Type.CLASS,
              null,
              Importance.LOW,
              "Generated class of the values. Default: the class named in the writer's schema.")
          .define(
              SPECIFIC_KEY_TYPE,
              ConfigDef.Type.CLASS,
              null,
              Importance.LOW,
              "Generated class of the keys. Default: the class named in the writer's schema.")
          .define(
              CONNECT_TIMEOUT_MS,
              ConfigDef.Type.INT,
              5_000,
              Range.between(1, 60_000),
              Importance.LOW,
              "Longest time for connecting to one address, in ms. Shorter than Confluent's minute,"
                  + " so that the next address is tried while callers still wait.")
          .define(
              READ_TIMEOUT_MS,
              ConfigDef.Type.INT,
              10_000,
              Range.between(1, 60_000),
              Importance.LOW,
              "Longest time for one whole exchange with one address, in ms, connecting included.")
          .define(
              RETRIES_MAX,
              ConfigDef.Type.INT,
              10,
              Range.between(0, 100),
              Importance.LOW,
              "How often all addresses are tried again. With the waits below this outlasts the half"
                  + " minute a registry needs to start.")
          .define(
              RETRY_WAIT_MS,
              ConfigDef.Type.INT,
              200,
              Range.between(1, 60_000),
              Importance.LOW,
              "First wait between tries, in ms; it doubles each time, with jitter.")
          .define(
              RETRY_WAIT_MS_MAX,
              ConfigDef.Type.INT,
              5_000,
              Range.between(1, 60_000),
              Importance.LOW,
              "Longest wait between tries, in ms.")
          .define(
              SCHEMAS_MAX,
              ConfigDef.Type.INT,
              1_000,
              Range.between(1, 100_000),
              Importance.LOW,
              "How many schemas a cache holds; the least used goes first.")
          .define(
              MISSING_ID_SECONDS,
              ConfigDef.Type.INT,
              60,
              Range.between(0, 3_600),
              Importance.LOW,
              "How long an id the registry does not know is not asked for again, in seconds, so"
                  + " that a flood of bad records does not become a flood of requests.");

  /**
   * @param config the settings, usually a whole client configuration; keys of others are ignored
   * @throws ConfigException when a setting is missing, wrong or not supported
   */
  public SerdeConfig(Map<String, ?> config) {
    super(DEFINITION, config, false);
    refuseUnsupported(config);
    if (registryUrls().isEmpty()) {
      throw new ConfigException(REGISTRY_URL, "", "names no address");
    }
  }

  /** Addresses of the registry, without user information, without a slash at their end. */
  List<URI> registryUrls() {
    return getList(REGISTRY_URL).stream().map(SerdeConfig::address).toList();
  }

  /**
   * {@code user:password} for the address at {@code index}, or null when there is none. What stands
   * in an address is taken as it is, percent signs too, because Confluent's client does so.
   */
  @Nullable String userInfo(int index) {
    if (getString(CREDENTIALS_SOURCE).equals("URL")) {
      return URI.create(getList(REGISTRY_URL).get(index).strip()).getRawUserInfo();
    }
    Password given = getPassword(USER_INFO);
    if (given == null) {
      throw new ConfigException(
          USER_INFO, null, "is missing, but basic.auth.credentials.source is USER_INFO");
    }
    return given.value();
  }

  private static URI address(String given) {
    URI uri;
    try {
      uri = URI.create(given.strip());
    } catch (IllegalArgumentException e) {
      // The text itself may hold a password.
      throw new ConfigException(REGISTRY_URL, "(hidden)", "is not a list of URLs");
    }
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      throw new ConfigException(REGISTRY_URL, "(hidden)", "takes http and https addresses only");
    }
    String authority = uri.getRawAuthority();
    String path = uri.getRawPath().replaceAll("/+$", "");
    return URI.create(
        uri.getScheme() + "://" + authority.substring(authority.indexOf('@') + 1) + path);
  }

  private static void refuseUnsupported(Map<String, ?> config) {
    for (String key : config.keySet()) {
      boolean unsupported =
          NOT_SUPPORTED.contains(key) || NOT_SUPPORTED_PREFIXES.stream().anyMatch(key::startsWith);
      if (unsupported && !key.equals(REGISTRY_URL)) {
        throw new ConfigException(
            key
                + " is not supported: take it away, or put Confluent's own serializers in place"
                + " (deploy/docs/serdes.md)");
      }
    }
    for (String key : SUBJECT_STRATEGIES) {
      Object strategy = config.get(key);
      if (strategy == null) {
        continue;
      }
      String name = strategy instanceof Class<?> type ? type.getName() : strategy.toString();
      if (!name.endsWith("." + TOPIC_NAME_STRATEGY)) {
        throw new ConfigException(key, strategy, "only " + TOPIC_NAME_STRATEGY + " is supported");
      }
    }
  }
}
