package dev.recur.service.terms;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules that decide when is charged and what follows a failure.
 *
 * @param chargeLeadMinutes how long before a period's start its charge falls due, in minutes
 * @param retryDays days after the first attempt at which a soft decline is tried again, ascending
 * @param chargesPerDayMax most attempts to charge one subscription within a day
 */
@Serdeable
public record Policies(int chargeLeadMinutes, List<Integer> retryDays, int chargesPerDayMax) {

  public Policies {
    retryDays = List.copyOf(retryDays);
  }

  /** These policies, with what somebody asked for in place of the fields they named. */
  public Policies with(Overrides overrides) {
    return new Policies(
        Objects.requireNonNullElse(overrides.chargeLeadMinutes(), chargeLeadMinutes),
        Objects.requireNonNullElse(overrides.retryDays(), retryDays),
        Objects.requireNonNullElse(overrides.chargesPerDayMax(), chargesPerDayMax));
  }

  /** What a merchant or a request asks for: absent fields leave things as they are. */
  public record Overrides(
      @Nullable Integer chargeLeadMinutes,
      @Nullable List<Integer> retryDays,
      @Nullable Integer chargesPerDayMax) {

    /** Asks for nothing. */
    public static final Overrides NONE = new Overrides(null, null, null);
  }
}
