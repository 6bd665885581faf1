package dev.recur.service.history;

import dev.recur.service.history.EventLog.Event;
import dev.recur.service.read.EventPlace;
import java.util.List;

/** Reads events of the ledger by where they lie. */
@FunctionalInterface
interface LedgerReader {

  /**
   * An event that was read.
   *
   * @param bytes size of its record's value
   */
  record Read(Event event, int bytes) {}

  /**
   * Reads events, in the order of the places.
   *
   * @param places of each partition in order
   * @throws HistoryUnavailableException when they cannot be read now
   */
  List<Read> read(List<EventPlace> places);
}
