package dev.recur.benchmark.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A record that was written, as the pattern of others: of the same size, and as easily compressed.
 *
 * @param keyBytes length of its key
 * @param value in Base64; empty for a deletion
 * @param headers name to value
 */
public record Template(int keyBytes, String value, Map<String, String> headers) {

  public Template {
    headers = Map.copyOf(headers);
  }

  /** As this record was. */
  public static Template of(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    return new Template(
        record.key().length,
        record.value() == null ? "" : Base64.getEncoder().encodeToString(record.value()),
        headers);
  }

  /** A record without a value. */
  public static Template deletion(int keyBytes) {
    return new Template(keyBytes, "", Map.of());
  }

  /** Its value. */
  public byte[] bytes() {
    return Base64.getDecoder().decode(value);
  }

  /** Gives these headers its own. */
  public void putHeaders(Headers into) {
    headers.forEach((name, text) -> into.add(name, text.getBytes(UTF_8)));
  }
}
