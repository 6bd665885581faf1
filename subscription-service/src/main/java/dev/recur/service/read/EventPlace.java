package dev.recur.service.read;

/**
 * Where an event lies in the ledger.
 *
 * @param timestampMs the record's: real time, in milliseconds since 1970
 */
public record EventPlace(int partition, long offset, long timestampMs) {}
