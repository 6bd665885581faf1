package dev.recur.notifier.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Times are ISO 8601's with an offset, in whole seconds. */
class WirePropertyTest {

  @Property
  void time_shouldBeIsosWithItsOffset(
      @ForAll("instants") Instant time, @ForAll("zones") String zone) {
    assertThat(Wire.time(time, ZoneId.of(zone)))
        .isEqualTo(
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.of(zone)).toOffsetDateTime()));
  }

  @Provide
  Arbitrary<Instant> instants() {
    long to = Instant.parse("+12000-01-01T00:00:00Z").toEpochMilli();
    Arbitrary<Long> millis = Arbitraries.longs().between(-to, to);
    return Arbitraries.oneOf(
        millis.map(Instant::ofEpochMilli),
        // Whole minutes, whose seconds a text may leave out.
        millis.map(ms -> Instant.ofEpochMilli(ms).truncatedTo(ChronoUnit.MINUTES)));
  }

  @Provide
  Arbitrary<String> zones() {
    return Arbitraries.of("Z", "+08:00", "Europe/Berlin", "Asia/Kathmandu", "Africa/Monrovia");
  }
}
