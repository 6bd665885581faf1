package dev.recur.schemas.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

class EventHeadersTest {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private static final Pattern FORM =
      Pattern.compile(
          "[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private final Headers headers = new RecordHeaders();

  @Example
  void cloudEvent_shouldBeInBinaryMode() {
    EventHeaders.putCloudEvent(
        headers,
        "Sabc/7",
        "/recur/billing-worker",
        "dev.recur.subscription.charge-succeeded",
        Instant.parse("2027-01-31T10:00:00.120Z"),
        "Sabc");

    assertThat(headers.toArray())
        .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
        .containsExactlyInAnyOrder(
            "ce_specversion=1.0",
            "ce_id=Sabc/7",
            "ce_source=/recur/billing-worker",
            "ce_type=dev.recur.subscription.charge-succeeded",
            "ce_time=2027-01-31T10:00:00.120Z",
            "ce_subject=Sabc",
            "content-type=application/avro");
  }

  @Example
  void put_shouldReplace() {
    EventHeaders.put(headers, "a", "1");
    EventHeaders.put(headers, "a", "2");

    assertThat(headers.headers("a")).hasSize(1);
    assertThat(EventHeaders.get(headers, "a")).contains("2");
  }

  @Example
  void headerWithoutValue_shouldBeAbsent() {
    headers.add("a", null);

    assertThat(EventHeaders.get(headers, "a")).isEmpty();
    assertThat(EventHeaders.get(headers, "b")).isEmpty();
  }

  @Example
  void traceparent_shouldBeReadAndWritten() {
    headers.add("traceparent", TRACE.getBytes(UTF_8));
    Traceparent read = EventHeaders.traceparent(headers).orElseThrow();

    assertThat(read.toString()).isEqualTo(TRACE);
    assertThat(read.child().traceId()).isEqualTo(read.traceId());
    assertThat(read.child().spanId()).isNotEqualTo(read.spanId());

    EventHeaders.putTraceparent(headers, read.child());
    assertThat(headers.headers("traceparent")).hasSize(1);
  }

  @Example
  void traceparentThatIsNone_shouldBeAbsent() {
    assertThat(Traceparent.parse("")).isEmpty();
    assertThat(Traceparent.parse(TRACE.replace("4bf9", "4BF9"))).isEmpty();
    assertThat(Traceparent.parse("ff" + TRACE.substring(2))).isEmpty();
    assertThat(Traceparent.parse("00-" + "0".repeat(32) + "-00f067aa0ba902b7-01")).isEmpty();
    assertThat(Traceparent.parse(TRACE + "-more-from-a-later-version")).isEmpty();
    assertThat(Traceparent.parse(TRACE.replace("00f067aa0ba902b7", "0".repeat(16)))).isEmpty();
    assertThat(Traceparent.parse("01" + TRACE.substring(2) + "-more")).isPresent();
    assertThat(Traceparent.parse("01" + TRACE.substring(2) + "more")).isEmpty();
  }

  @Property
  void anyText_shouldBeReadOrNot(@ForAll String text) {
    Traceparent.parse(text);
  }

  /** The standard's grammar, against what stands near it. */
  @Property
  void textLikeATraceparent_shouldBeReadAsTheStandardSays(
      @ForAll @IntRange(max = 60) int at,
      @ForAll @CharRange(from = '-', to = 'g') char other,
      @ForAll boolean isOther,
      @ForAll("ends") String end) {
    StringBuilder text = new StringBuilder(TRACE);
    if (isOther && at < TRACE.length()) {
      text.setCharAt(at, other);
    } else if (at < TRACE.length()) {
      text.setLength(at);
    }
    String value = text.append(end).toString();
    var form = FORM.matcher(value);
    boolean right =
        form.matches()
            && !value.startsWith("ff")
            && !(value.startsWith("00") && form.group(4) != null);

    assertThat(Traceparent.parse(value))
        .isEqualTo(
            right
                ? Optional.of(new Traceparent(form.group(1), form.group(2), form.group(3)))
                : Optional.empty());
  }

  @Provide
  Arbitrary<String> ends() {
    return Arbitraries.of("", "", "-", "-more", "more", TRACE);
  }

  @Property(tries = 100)
  void root_shouldBeWellFormed(@ForAll int ignored) {
    Traceparent root = Traceparent.root();

    assertThat(Traceparent.parse(root.toString())).contains(root);
  }
}
