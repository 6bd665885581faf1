package dev.recur.billing.topology;

import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.kafka.Traceparent;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;

/**
 * What led to a record.
 *
 * @param trace the trace it belongs to
 * @param time real time
 */
record Cause(Traceparent trace, Instant time) {
  static Cause of(Headers headers, Instant time) {
    return new Cause(
        EventHeaders.traceparent(headers).map(Traceparent::child).orElseGet(Traceparent::root),
        time);
  }

  static Cause ofTime(Instant now) {
    return new Cause(Traceparent.root(), now);
  }
}
