package dev.recur.schemas.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Headers of records: CloudEvents in binary mode (Kafka protocol binding 1.0.2) on public topics,
 * W3C Trace Context on all.
 */
public final class EventHeaders {

  /** On commands: the id of the command, which its reply carries. */
  public static final String COMMAND_ID = "command-id";

  /** W3C Trace Context. */
  public static final String TRACEPARENT = "traceparent";

  /** CloudEvents: unique per source. */
  public static final String CE_ID = "ce_id";

  /** CloudEvents: which program made it. */
  public static final String CE_SOURCE = "ce_source";

  /** CloudEvents: what kind of event. */
  public static final String CE_TYPE = "ce_type";

  /** CloudEvents: version of the specification. */
  public static final String CE_SPECVERSION = "ce_specversion";

  /** CloudEvents: when it happened, real time. */
  public static final String CE_TIME = "ce_time";

  /** CloudEvents: what it is about, here the subscription. */
  public static final String CE_SUBJECT = "ce_subject";

  /** CloudEvents: how the value is written. */
  public static final String CONTENT_TYPE = "content-type";

  /** Avro binary in the registry's frame: a zero byte, four bytes of schema id, the value. */
  public static final String AVRO = "application/avro";

  private EventHeaders() {}

  /**
   * Says what a record is, to programs that know CloudEvents.
   *
   * @param id unique among the source's events, and the same when the event is written again
   * @param source the program, for example {@code /recur/billing-worker}
   * @param type for example {@code dev.recur.subscription.charge-succeeded}
   * @param time when it happened, real time
   * @param subject the subscription's id
   */
  public static void putCloudEvent(
      Headers headers, String id, String source, String type, Instant time, String subject) {
    put(headers, CE_SPECVERSION, "1.0");
    put(headers, CE_ID, id);
    put(headers, CE_SOURCE, source);
    put(headers, CE_TYPE, type);
    put(headers, CE_TIME, DateTimeFormatter.ISO_INSTANT.format(time));
    put(headers, CE_SUBJECT, subject);
    put(headers, CONTENT_TYPE, AVRO);
  }

  /** Says which trace a record belongs to. */
  public static void putTraceparent(Headers headers, Traceparent traceparent) {
    put(headers, TRACEPARENT, traceparent.toString());
  }

  /** The trace a record belongs to; empty when it says none, or none that can be read. */
  public static Optional<Traceparent> traceparent(Headers headers) {
    return get(headers, TRACEPARENT).flatMap(Traceparent::parse);
  }

  /** Sets a header to one value. */
  public static void put(Headers headers, String name, String value) {
    if (headers.lastHeader(name) != null) {
      headers.remove(name);
    }
    headers.add(name, value.getBytes(UTF_8));
  }

  /** The last value of a header. */
  public static Optional<String> get(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), UTF_8));
  }
}
