package dev.recur.service.admin;

import dev.recur.service.input.Fields;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A wish for a new key.
 *
 * @param overlap how long what is replaced goes on beside what replaces it
 * @param fromVersion what is to be replaced: where it is already, nothing is done, so that the wish
 *     may be repeated; absent: whichever is the latest
 */
public record Rotation(Duration overlap, @Nullable Integer fromVersion) {

  private static final int OVERLAP_HOURS_MAX = 168;
  private static final long OVERLAP_HOURS_DEFAULT = 24;

  /** Names of the body's fields. */
  public static final Set<String> NAMES = Set.of("overlapHours", "fromVersion");

  /** Reads the body. */
  public static Rotation read(Fields body) {
    Long from = body.optionalInteger("fromVersion", 1, Integer.MAX_VALUE);
    return new Rotation(
        Duration.ofHours(
            Objects.requireNonNullElse(
                body.optionalInteger("overlapHours", 0, OVERLAP_HOURS_MAX), OVERLAP_HOURS_DEFAULT)),
        from == null ? null : from.intValue());
  }

  /**
   * True when the latest version is to be replaced, false when it was already.
   *
   * @throws ConflictException when what is to be replaced is not there yet
   */
  public boolean isAskedOf(int latest) {
    if (fromVersion != null && fromVersion > latest) {
      throw new ConflictException(
          "The latest version is %d: send that as fromVersion, or leave it out.".formatted(latest));
    }
    return fromVersion == null || fromVersion == latest;
  }
}
