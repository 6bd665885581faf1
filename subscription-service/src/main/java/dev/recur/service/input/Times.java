package dev.recur.service.input;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Times as the wire writes them: ISO 8601 with offset. */
public final class Times {

  /** Taken: offsets as {@code +08:00}, {@code +0800}, {@code +08} and {@code Z}. */
  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withChronology(IsoChronology.INSTANCE)
          // A 30th of February is a mistake, and not the 28th.
          .withResolverStyle(ResolverStyle.STRICT);

  private Times() {}

  /** Reads a time; empty when it is not one. */
  public static Optional<OffsetDateTime> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text, READ));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Writes a time to the second, as it stands on clocks of that zone. */
  public static String write(Instant time, ZoneId zone) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        time.truncatedTo(ChronoUnit.SECONDS).atZone(zone).toOffsetDateTime());
  }
}
