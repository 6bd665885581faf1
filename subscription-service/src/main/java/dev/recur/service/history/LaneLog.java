package dev.recur.service.history;

import io.micronaut.json.tree.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was to be delivered, and what became of each attempt. */
public interface LaneLog {

  /** Most records of one page. */
  int LIMIT_MAX = 100;

  /** Records of one page, where nobody says. */
  int LIMIT_DEFAULT = 50;

  /** What is looked for. */
  enum Kind {
    DELIVERIES,
    ATTEMPTS
  }

  /** How an attempt went, as attempts have it; the last three are of e-mails. */
  enum Outcome {
    ACKNOWLEDGED,
    REFUSED,
    FAILED,
    LOST,
    UNDELIVERABLE,
    NOBODY
  }

  /**
   * What is looked for.
   *
   * @param lanes in whose partitions
   * @param since only deliveries of events, and attempts, from this real time on
   * @param until only those before this real time; absent: all
   * @param outcome of attempts only
   * @param after where the page before ended
   */
  record Search(
      Kind kind,
      List<String> lanes,
      Instant since,
      @Nullable Instant until,
      @Nullable String subscriptionId,
      @Nullable String deliveryId,
      @Nullable Outcome outcome,
      Positions after,
      int limit) {

    public Search {
      lanes = List.copyOf(lanes);
    }
  }

  /**
   * Some records, oldest first within a lane. A page may be empty and yet not the last: each looks
   * at a bounded part of the topic.
   *
   * @param found records as JSON, under the names of their schema
   * @param next what to send to go on
   * @param more true when not everything was looked at yet
   */
  record Page(List<JsonNode> found, String next, boolean more) {

    public Page {
      found = List.copyOf(found);
    }
  }

  /**
   * Looks.
   *
   * @throws HistoryUnavailableException when it cannot be read now
   */
  Page search(Search search);
}
