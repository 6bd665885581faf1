package dev.recur.service.terms;

import io.micronaut.serde.annotation.Serdeable;

/**
 * A range of periods with a price of their own.
 *
 * @param startPeriod first period of the range, from 1
 * @param endPeriod last period of the range
 * @param price of each period in the range
 */
@Serdeable
public record Trial(int startPeriod, int endPeriod, Amount price) {}
